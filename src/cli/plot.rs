//! `spscore plot`: a figure, its numbers and its papers.

use std::path::{Path, PathBuf};

use serde_json::json;

use super::args::{self, PlotKind, ThemeName};
use super::{Failure, Outcome, input, output};
use crate::analysis;
use crate::chart::{self, Figure, Kind, Scene, Style, Theme, Trouble};
use crate::measure::Gauge;
use crate::model::party::Partnership;
use crate::model::{Framework, Package};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Format {
    Svg,
    Pdf,
    Png,
}

pub(super) fn run(args: &args::Plot) -> Result<Outcome, Failure> {
    let format = format(&args.out)?;
    let framework = input::framework(args.inputs.framework())?;
    let package = input::package(args.inputs.data.as_deref())?;
    let window = args.window.unwrap_or(framework.window);
    let mut partnerships: Vec<Partnership> = Vec::new();
    for slug in &args.slugs {
        let partnership = input::partnership(&package.parties, slug)?;
        input::apart(&package.parties, partnership, window)?;
        if !partnerships.contains(&partnership) {
            partnerships.push(partnership);
        }
    }
    let strong = partnerships.first().copied();
    if args.peers {
        let peers = input::peers(&package.parties, &framework);
        let further: Vec<Partnership> = peers.into_iter().filter(|p| !partnerships.contains(p)).collect();
        partnerships.extend(further);
    }
    if partnerships.is_empty() {
        let message = "error: a figure needs a partnership\n  name one, such as russia-asean, or add --peers";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    let gauge = Gauge::new(&package, &framework, window);
    let comparison = analysis::compare(&framework, &gauge, &partnerships);
    let scene = Scene { framework: &framework, gauge: &gauge, evaluations: &comparison.evaluations, strong };
    let kind = kind(args.kind);
    let style = Style {
        width: args.width.unwrap_or(kind.default_width(partnerships.len())),
        height: args.height,
        theme: theme(args.theme),
        title: !args.no_title,
    };
    let figure = chart::draw(kind, &scene, style).map_err(|e| told(&e))?;
    let bytes = match format {
        Format::Svg => figure.svg.clone().into_bytes(),
        Format::Pdf => chart::pdf(&figure.svg).map_err(|e| told(&e))?,
        Format::Png => chart::png(&figure.svg, args.dpi).map_err(|e| told(&e))?,
    };
    let papers = papers(args, kind, style, &framework, &package, &figure);
    let (numbers_at, papers_at) = (beside(&args.out, "csv"), beside(&args.out, "json"));
    output::write_all(&[
        (&bytes, &args.out),
        (figure.numbers.as_bytes(), &numbers_at),
        (papers.as_bytes(), &papers_at),
    ])?;
    Ok(Outcome::Done)
}

fn told(trouble: &Trouble) -> Failure {
    Failure::new(Outcome::BadUsage, format!("error: {trouble}"))
}

fn format(out: &Path) -> Result<Format, Failure> {
    let extension = out.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("svg") => Ok(Format::Svg),
        Some("pdf") => Ok(Format::Pdf),
        Some("png") => Ok(Format::Png),
        _ => {
            let message =
                format!("error: `{}` does not say the format\n  end the name in .svg, .pdf or .png", out.display());
            Err(Failure::new(Outcome::BadUsage, message))
        }
    }
}

/// `plane.pdf` and `csv` give `plane.pdf.csv`.
fn beside(out: &Path, extension: &str) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".");
    name.push(extension);
    name.into()
}

fn kind(kind: PlotKind) -> Kind {
    match kind {
        PlotKind::Plane => Kind::Plane,
        PlotKind::Gap => Kind::Gap,
        PlotKind::Heatmap => Kind::Heatmap,
        PlotKind::Members => Kind::Members,
        PlotKind::Profile => Kind::Profile,
        PlotKind::Reciprocity => Kind::Reciprocity,
        PlotKind::Coverage => Kind::Coverage,
        PlotKind::Issues => Kind::Issues,
    }
}

fn theme(name: ThemeName) -> Theme {
    match name {
        ThemeName::Paper => Theme::Paper,
        ThemeName::Screen => Theme::Screen,
        ThemeName::Mono => Theme::Mono,
    }
}

/// Everything needed to make the figure again, and the words to print with it.
fn papers(args: &args::Plot, kind: Kind, style: Style, f: &Framework, data: &Package, figure: &Figure) -> String {
    let document = json!({
        "command": command(args, kind),
        "spscore": env!("CARGO_PKG_VERSION"),
        "kind": kind.name(),
        "framework": { "code": f.code, "version": f.version, "sha256": f.sha256 },
        "data": { "name": data.name, "version": data.version, "sha256": data.sha256 },
        "window": args.window.unwrap_or(f.window).to_string(),
        "width_mm": style.width,
        "height_mm": figure.height,
        "title": figure.title,
        "caption": figure.caption,
        "alt": figure.alt,
    });
    format!("{document:#}\n")
}

/// The command line in one order, so that the same figure is told in the same words.
fn command(args: &args::Plot, kind: Kind) -> String {
    let mut words = vec!["spscore".to_owned(), "plot".into(), kind.name().into()];
    words.extend(args.slugs.iter().map(|s| quoted(s)));
    if args.peers {
        words.push("--peers".into());
    }
    let mut option = |name: &str, value: Option<String>| {
        words.extend(value.into_iter().flat_map(|v| [name.to_owned(), quoted(&v)]));
    };
    option("--width", args.width.map(|w| format!("{w}mm")));
    option("--height", args.height.map(|h| format!("{h}mm")));
    option("--dpi", (args.dpi != 300).then(|| args.dpi.to_string()));
    let theme = match args.theme {
        ThemeName::Paper => None,
        ThemeName::Screen => Some("screen"),
        ThemeName::Mono => Some("mono"),
    };
    option("--theme", theme.map(str::to_owned));
    option("--window", args.window.map(|w| format!("{}-{}", w.from(), w.to())));
    option("--data", args.inputs.data.as_ref().map(|d| d.display().to_string()));
    let framework = args.inputs.framework().display().to_string();
    option("--framework", (framework != "korolev").then_some(framework));
    if args.no_title {
        words.push("--no-title".into());
    }
    words.extend(["-o".to_owned(), quoted(&args.out.display().to_string())]);
    words.join(" ")
}

/// As a shell reads it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./+,:=@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
