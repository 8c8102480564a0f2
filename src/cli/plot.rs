//! `spscore plot`: a figure, its numbers and its papers.

mod passage;
mod structure;
mod variants;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::{self, LanguageName, PlotFormat, ThemeName};
use super::{Failure, Outcome, input, output};
use crate::analysis::uncertainty::{DRAWS, Plan, SEED};
use crate::analysis::{self, Timeline, memory};
use crate::chart::{self, Figure, Kind, Passage, Scene, Style, Theme, Trouble, Words};
use crate::diagnostic::list_or;
use crate::load;
use crate::measure::Measurer;
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};
use variants::{Moves, Spreads};

/// Years in a timeline's windows: the length of the default window.
const ROLLING: u16 = 5;
const BASE_POINTS: u32 = 1024;

/// What was typed, understood: the figures wanted, where they go, and of what.
struct Order {
    /// Each with its file.
    figures: Vec<(Kind, PathBuf, PlotFormat)>,
    slugs: Vec<String>,
    /// The folder of a whole set.
    folder: Option<PathBuf>,
}

pub(super) fn run(args: &args::Plot) -> Result<Outcome, Failure> {
    if let Some(aspect) = structure::aspect(args)? {
        return structure::run(args, aspect);
    }
    let order = order(args)?;
    let spared = args.spared();
    output::may_draw(order.figures.iter().map(|(_, out, _)| out.as_path()), args.force, &spared)?;
    let framework = input::framework(args.inputs.framework())?;
    let package = input::package(args.inputs.data.as_deref())?;
    let window = args.window.unwrap_or(framework.window);
    let timeline = order.figures.iter().any(|(kind, ..)| *kind == Kind::Timeline);
    let rolling = args.rolling.unwrap_or(ROLLING);
    let windows = if timeline { input::rolling(&package, framework.window, rolling) } else { Vec::new() };
    let partnerships = partnerships(args, &order.slugs, &framework, &package, window, &windows)?;
    let strong = partnerships.first().copied().filter(|_| !order.slugs.is_empty());
    let gauge = Measurer::new(&package, &framework, window);
    let comparison = analysis::compare(&framework, &gauge, &partnerships);
    let sorted: Vec<Partnership> = comparison.evaluations.iter().map(|e| e.partnership).collect();
    let courses = analysis::timelines(&framework, &package, &windows, &sorted);
    let ground = variants::Ground { framework: &framework, package: &package, window };
    let reckoned = Reckoned::new(args, &order, ground, (&sorted, strong))?;
    let (spread, leverage) =
        (reckoned.spreads.as_ref().map(Spreads::variants), reckoned.moves.as_ref().map(Moves::leverage));
    let words = match args.lang {
        LanguageName::En => Words::english(),
        LanguageName::Ru => Words::of(load::russian()),
    };
    let mut figures: Vec<output::Figure> = Vec::new();
    for (kind, out, format) in &order.figures {
        // Other kinds know one window.
        let courses: &[Timeline] = if *kind == Kind::Timeline { &courses } else { &[] };
        let evaluations = &comparison.evaluations;
        let scene = Scene {
            framework: &framework,
            gauge: &gauge,
            evaluations,
            strong,
            courses,
            variants: spread.as_ref().filter(|_| variants::varies(*kind, !args.no_intervals)),
            leverage: leverage.as_ref(),
            passage: reckoned.passage.as_ref(),
            words: &words,
        };
        let style = Style {
            width: args.width.unwrap_or(kind.default_width(partnerships.len())),
            height: args.height,
            theme: theme(args.theme),
            title: !args.no_title,
        };
        let figure = match chart::draw(*kind, &scene, style) {
            Ok(figure) => figure,
            // Of a whole set, what has nothing to show is told and left out.
            Err(Trouble::Nothing(why)) if order.folder.is_some() => {
                output::tell(&format!("note: no {}: {why}", kind.name()));
                continue;
            }
            Err(e) if order.folder.is_some() => return Err(told(&format!("{}: {e}", kind.name()))),
            Err(e) => return Err(told(&e.to_string())),
        };
        let converted = match format {
            PlotFormat::Svg => Ok(figure.svg.clone().into_bytes()),
            PlotFormat::Pdf => chart::pdf(&figure.svg),
            PlotFormat::Png => chart::png(&figure.svg, args.dpi),
        };
        let made = Made { kind: *kind, out, slugs: &order.slugs, style, figure: &figure };
        let papers = papers(args, &made, &framework, &package, &windows, &reckoned);
        let bytes = converted.map_err(|e| told(&e.to_string()))?;
        figures.push(output::Figure { at: out.clone(), bytes, numbers: figure.numbers, papers });
    }
    if figures.is_empty() {
        return Err(told("no kind of figure has anything to show of these partnerships"));
    }
    let untranslated = words.untranslated();
    if !untranslated.is_empty() {
        output::tell(&format!("note: shown in the original, for want of a translation: {}", untranslated.join("; ")));
    }
    output::write_figures(figures, order.folder.as_deref(), args.force, &spared)?;
    Ok(Outcome::Done)
}

/// What the figures of an order rest on beyond the scores, computed once.
struct Reckoned {
    spreads: Option<Spreads>,
    moves: Option<Moves>,
    passage: Option<Passage>,
}

impl Reckoned {
    fn new(
        args: &args::Plot,
        order: &Order,
        ground: variants::Ground<'_>,
        (all, strong): (&[Partnership], Option<Partnership>),
    ) -> Result<Reckoned, Failure> {
        let kinds: Vec<Kind> = order.figures.iter().map(|(kind, ..)| *kind).collect();
        let seed = args.seed.unwrap_or(SEED);
        let one = strong.or_else(|| all.first().copied().filter(|_| all.len() == 1));
        let plan = Plan { draws: args.draws.map_or(DRAWS, |n| n as usize), seed };
        let drawn = kinds.iter().any(|k| variants::varies(*k, !args.no_intervals));
        if drawn {
            let size = memory::of_draw(all.len(), ground.framework.nodes.len() + 2, 2);
            input::afforded(memory::afford("draws", plan.draws, size, memory::LIMIT), "")?;
        }
        let points = args.base_points.unwrap_or(BASE_POINTS) as usize;
        let moved = one.filter(|_| kinds.iter().any(|k| variants::moves(*k)));
        let moves = moved.map(|p| Moves::new(ground, p, &kinds, (points, seed))).transpose();
        let passed = one.filter(|_| kinds.contains(&Kind::Waterfall));
        let passage = match passed.map(|p| (p, passage::windows(args, ground.window))) {
            // A set does without it where no window lies before.
            Some((_, Err(_))) if order.folder.is_some() && args.windows.is_empty() => None,
            Some((p, windows)) => Some(passage::passage(ground.framework, ground.package, p, windows?)),
            None => None,
        };
        Ok(Reckoned {
            spreads: drawn.then(|| Spreads::new(ground, all, plan)),
            moves: moves.map_err(|e| told(&e.to_string()))?,
            passage,
        })
    }

    /// What stands beside the figure beyond what every figure has.
    fn papers(&self, kind: Kind, intervals: bool) -> Vec<(&'static str, Value)> {
        let spreads = self.spreads.as_ref().filter(|_| variants::varies(kind, intervals));
        let moves = self.moves.as_ref().filter(|_| variants::moves(kind));
        spreads.map(Spreads::papers).or_else(|| moves.map(|m| m.papers(kind))).unwrap_or_default()
    }
}

fn told(trouble: &str) -> Failure {
    Failure::new(Outcome::BadUsage, format!("error: {trouble}"))
}

/// A kind and a file, or every kind and a folder; options that would have no effect are refused.
fn order(args: &args::Plot) -> Result<Order, Failure> {
    if let Some(folder) = &args.all {
        let kind = |word: &String| Kind::ALL.into_iter().any(|k| k.name() == word);
        if let Some(word) = args.words.iter().find(|w| kind(w)) {
            return Err(told(&format!("--all draws every kind, not {word} alone\n  leave out {word}, or --all")));
        }
        let format = args.format.unwrap_or(PlotFormat::Pdf);
        let name = |kind: Kind| folder.join(format!("{}.{}", kind.name(), ending(format)));
        // A radar is for those who ask for it.
        let kinds = Kind::ALL.into_iter().filter(|k| *k != Kind::Radar);
        let figures = kinds.map(|k| (k, name(k), format)).collect();
        return Ok(Order { figures, slugs: args.words.clone(), folder: Some(folder.clone()) });
    }
    let (word, slugs) = args.words.split_first().map_or(("", &[][..]), |(w, s)| (w.as_str(), s));
    let kind = kind(word)?;
    let out = args.out.clone().unwrap_or_default();
    if args.format.is_some() {
        return Err(told("--format is for --all; a single figure says it in its name\n  leave it out"));
    }
    if kind != Kind::Timeline && args.rolling.is_some() {
        return Err(told("--rolling is for timeline, which alone shows a series of windows\n  leave it out"));
    }
    if kind == Kind::Timeline && args.window.is_some() {
        return Err(told("a timeline shows all windows of one length, not a single one\n  write --rolling YEARS"));
    }
    useless(args, kind)?;
    if args.radar && kind != Kind::Profile {
        return Err(told("--radar is for profile\n  leave it out, or plot profile"));
    }
    let kind = if args.radar { Kind::Radar } else { kind };
    let format = format(&out)?;
    Ok(Order { figures: vec![(kind, out, format)], slugs: slugs.to_vec(), folder: None })
}

/// Options of uncertainty and sensitivity that would change nothing of this kind.
fn useless(args: &args::Plot, kind: Kind) -> Result<(), Failure> {
    let drawn = variants::varies(kind, !args.no_intervals);
    let found = [
        (!args.windows.is_empty() && kind != Kind::Waterfall, "--windows is for waterfall"),
        (kind == Kind::Waterfall && args.window.is_some() && !args.windows.is_empty(), "--windows says both already"),
        (args.draws.is_some() && !drawn, "--draws is for ranks, density and the intervals of plane and gap"),
        (args.base_points.is_some() && kind != Kind::Sobol, "--base-points is for sobol"),
        (args.seed.is_some() && !drawn && kind != Kind::Sobol, "--seed is for figures that rest on draws"),
        (args.no_intervals && !matches!(kind, Kind::Plane | Kind::Gap), "--no-intervals is for plane and gap"),
    ];
    let why = found.into_iter().find(|(is, _)| *is).map(|(_, why)| why);
    why.map_or(Ok(()), |why| Err(told(&format!("{why}\n  leave it out"))))
}

/// The kind by its name; a radar is a profile, and so has none.
fn kind(word: &str) -> Result<Kind, Failure> {
    let mut kinds = Kind::ALL.into_iter().filter(|k| *k != Kind::Radar);
    kinds.clone().find(|k| k.name() == word).ok_or_else(|| {
        let aspects = chart::Aspect::ALL.map(|a| a.name().to_owned());
        let names: Vec<String> = kinds.by_ref().map(|k| k.name().to_owned()).chain(aspects).collect();
        told(&format!("unknown kind of figure `{word}`\n  the kind comes first: {}", list_or(&names)))
    })
}

fn partnerships(
    args: &args::Plot,
    slugs: &[String],
    framework: &Framework,
    package: &Package,
    window: Window,
    windows: &[Window],
) -> Result<Vec<Partnership>, Failure> {
    let mut partnerships: Vec<Partnership> = Vec::new();
    for slug in slugs {
        let partnership = input::partnership(&package.parties, slug)?;
        for window in windows.iter().chain([&window]) {
            input::apart(&package.parties, partnership, *window)?;
        }
        if !partnerships.contains(&partnership) {
            partnerships.push(partnership);
        }
    }
    if args.peers {
        let peers = framework.peers.partnerships(&package.parties);
        let further: Vec<Partnership> = peers.into_iter().filter(|p| !partnerships.contains(p)).collect();
        partnerships.extend(further);
    }
    if partnerships.is_empty() {
        return Err(told("a figure needs a partnership\n  name one, such as russia-asean, or add --peers"));
    }
    Ok(partnerships)
}

fn format(out: &Path) -> Result<PlotFormat, Failure> {
    let extension = out.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("svg") => Ok(PlotFormat::Svg),
        Some("pdf") => Ok(PlotFormat::Pdf),
        Some("png") => Ok(PlotFormat::Png),
        _ => Err(told(&format!("`{}` does not say the format\n  end the name in .svg, .pdf or .png", out.display()))),
    }
}

fn ending(format: PlotFormat) -> &'static str {
    match format {
        PlotFormat::Svg => "svg",
        PlotFormat::Pdf => "pdf",
        PlotFormat::Png => "png",
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
fn papers(
    args: &args::Plot,
    made: &Made<'_>,
    f: &Framework,
    data: &Package,
    windows: &[Window],
    reckoned: &Reckoned,
) -> Value {
    let Made { kind, style, figure, .. } = made;
    let window = args.window.unwrap_or(f.window).to_string();
    let rolling: Vec<String> = windows.iter().map(ToString::to_string).collect();
    let window = match (kind, &reckoned.passage) {
        (Kind::Timeline, _) => json!(rolling),
        (Kind::Waterfall, Some(passage)) => json!(passage.windows.map(|w| w.to_string())),
        _ => json!(window),
    };
    let mut document = json!({
        "command": command(args, made),
        "spscore": env!("CARGO_PKG_VERSION"),
        "kind": kind.name(),
        "framework": { "code": f.code, "version": f.version, "sha256": f.sha256 },
        "data": { "name": data.name, "version": data.version, "sha256": data.sha256 },
        "window": window,
        "width_mm": style.width,
        "height_mm": figure.height,
        "title": figure.title,
        "caption": figure.caption,
        "alt": figure.alt,
    });
    if let Some(object) = document.as_object_mut() {
        object
            .extend(reckoned.papers(*kind, !args.no_intervals).into_iter().map(|(key, value)| (key.to_owned(), value)));
    }
    document
}

/// One figure on its way to its file.
struct Made<'a> {
    kind: Kind,
    out: &'a Path,
    slugs: &'a [String],
    style: Style,
    figure: &'a Figure,
}

/// The command line in one order, so that the same figure is told in the same words; of a set, each figure's own.
fn command(args: &args::Plot, made: &Made<'_>) -> String {
    let kind = if made.kind == Kind::Radar { Kind::Profile } else { made.kind };
    let mut words = vec!["spscore".to_owned(), "plot".into(), kind.name().into()];
    words.extend(made.slugs.iter().map(|s| quoted(s)));
    if args.peers {
        words.push("--peers".into());
    }
    if args.radar {
        words.push("--radar".into());
    }
    let mut option = |name: &str, value: Option<String>| {
        words.extend(value.into_iter().flat_map(|v| [name.to_owned(), quoted(&v)]));
    };
    let timeline = made.kind == Kind::Timeline;
    option("--rolling", args.rolling.filter(|_| timeline).map(|n| n.to_string()));
    option("--width", args.width.map(|w| format!("{w}mm")));
    option("--height", args.height.map(|h| format!("{h}mm")));
    option("--dpi", (args.dpi != 300).then(|| args.dpi.to_string()));
    let theme = match args.theme {
        ThemeName::Paper => None,
        ThemeName::Screen => Some("screen"),
        ThemeName::Mono => Some("mono"),
    };
    option("--theme", theme.map(str::to_owned));
    option("--lang", (args.lang == LanguageName::Ru).then(|| "ru".to_owned()));
    option("--window", args.window.filter(|_| !timeline).map(|w| format!("{}-{}", w.from(), w.to())));
    let windows: Vec<String> = args.windows.iter().map(|w| format!("{}-{}", w.from(), w.to())).collect();
    option("--windows", (made.kind == Kind::Waterfall && !windows.is_empty()).then(|| windows.join(",")));
    let drawn = variants::varies(made.kind, !args.no_intervals);
    option("--draws", args.draws.filter(|_| drawn).map(|n| n.to_string()));
    option("--base-points", args.base_points.filter(|_| made.kind == Kind::Sobol).map(|n| n.to_string()));
    option("--seed", args.seed.filter(|_| drawn || made.kind == Kind::Sobol).map(|n| n.to_string()));
    option("--data", args.inputs.data.as_ref().map(|d| d.display().to_string()));
    let framework = args.inputs.framework().display().to_string();
    option("--framework", (framework != "korolev").then_some(framework));
    if args.no_intervals && matches!(made.kind, Kind::Plane | Kind::Gap) {
        words.push("--no-intervals".into());
    }
    if args.no_title {
        words.push("--no-title".into());
    }
    words.extend(["-o".to_owned(), quoted(&made.out.display().to_string())]);
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
