//! `spscore plot`: a figure, its numbers and its papers.

mod formats;
mod framework;
mod further;
mod naming;
mod options;
mod rivals;
mod structure;
mod table_rows;
mod table_variants;
mod tabular;
mod typed;
mod variants;

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::args::{self, DEFAULT_FRAMEWORK, LanguageName, PlotFormat, ThemeName};
use super::input::{self, Loaded};
use super::{Failure, Outcome, output, refusals};
use crate::analysis::sensitivity::BASE_POINTS;
use crate::analysis::uncertainty::{DRAWS, Plan, SEED};
use crate::analysis::verbs::{self, Error, FigureData, FigureRequest};
use crate::chart::{self, ChartError, Figure, Heading, Kind, Options, Scene, Style, Theme, Variants};
use crate::diagnostic::list_or;
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};

/// Years in a timeline's windows: the length of the default window.
const ROLLING: u16 = 5;

/// The parsed command: the figures wanted, their files, and their partnerships.
struct Order {
    /// Each with its file.
    figures: Vec<(Kind, PathBuf, PlotFormat)>,
    slugs: Vec<String>,
    /// The folder of a whole set.
    folder: Option<PathBuf>,
}

pub(super) fn run(args: &args::Plot) -> Result<Outcome, Failure> {
    if rivals::asked(args)? {
        return rivals::run(args);
    }
    if framework::asked(args) {
        return framework::run(args);
    }
    if let Some(aspect) = structure::aspect(args)? {
        return structure::run(args, aspect);
    }
    if let Some(kind) = tabular::kind(args) {
        return tabular::run(args, kind);
    }
    let order = order(args)?;
    let protected = args.protected();
    output::may_draw(order.figures.iter().map(|(_, out, _)| out.as_path()), args.force, &protected)?;
    let Loaded { framework, package, window } = input::loaded(&args.scope)?;
    let figures = drawn(args, &order, (&framework, &package), window)?;
    output::write_figures(figures, order.folder.as_deref(), args.force, &protected)?;
    Ok(Outcome::Done)
}

/// The files that the command would write, on a framework and a package that are loaded already.
pub(super) fn files(
    args: &args::Plot,
    framework: &Framework,
    package: &Package,
    window: Window,
) -> Result<Vec<(String, Vec<u8>)>, Failure> {
    if rivals::asked(args)? {
        return Err(super::rivals::bundled(&args.frameworks));
    }
    let figures = drawn(args, &order(args)?, (framework, package), window)?;
    let files = output::files_of(figures);
    Ok(files.into_iter().map(|(bytes, at)| (at.display().to_string(), bytes)).collect())
}

/// The figures of an order.
fn drawn(
    args: &args::Plot,
    order: &Order,
    (framework, package): (&Framework, &Package),
    window: Window,
) -> Result<Vec<output::Figure>, Failure> {
    let timeline = order.figures.iter().any(|(kind, ..)| kind.is_through_time());
    let rolling = args.rolling.unwrap_or(ROLLING);
    let windows = if timeline { package.rolling_windows(framework.window, rolling) } else { Vec::new() };
    let partnerships = partnerships(args, &order.slugs, framework, package)?;
    let strong = partnerships.first().copied().filter(|_| !order.slugs.is_empty());
    let request = request(args, order, (&partnerships, strong), window, &windows)?;
    let data = verbs::figures(framework, package, &request).map_err(|e| failed(&e))?;
    let (spread, leverage) = (data.spreads.as_ref().map(Variants::from), data.moves.as_ref().map(variants::leverage));
    let passage = data.step.as_ref().map(further::passage);
    let words = naming::words(args.lang).with_roots(framework.own_roots());
    let typed = naming::typed(&package.parties, &order.slugs);
    let heading = match (&args.title, args.headline) {
        (Some(title), _) => Heading::Written(title),
        (None, true) => Heading::Headline,
        (None, false) => Heading::Kind,
    };
    let options = Options { heading, every_interval: args.intervals, typed: &typed };
    let mut figures: Vec<output::Figure> = Vec::new();
    for (kind, out, format) in &order.figures {
        let evaluations = &data.comparison.evaluations;
        let scene = Scene {
            framework,
            measurer: &data.measurer,
            evaluations,
            strong,
            timelines: further::series(*kind, &data),
            variants: spread.as_ref().filter(|_| variants::varies(*kind, !args.no_intervals)),
            leverage: leverage.as_ref(),
            passage: passage.as_ref(),
            further: further::answers(args, &data, &request),
            words: &words,
            options,
        };
        let style = Style {
            width: args.width.unwrap_or(kind.default_width(partnerships.len())),
            height: args.height,
            theme: theme(args.theme),
            title: !args.no_title,
        };
        let figure = match chart::draw(*kind, &scene, style) {
            Ok(figure) => figure,
            // In a whole set, a figure that has nothing to show, or does not fit, is reported and left out.
            Err(why @ (ChartError::Nothing(_) | ChartError::TooSmall { .. })) if order.folder.is_some() => {
                output::to_stderr(&format!("note: no {}: {why}", kind.name()));
                continue;
            }
            Err(e) if order.folder.is_some() => return Err(bad_usage(&format!("{}: {e}", kind.name()))),
            Err(e) => return Err(bad_usage(&e.to_string())),
        };
        let converted = formats::converted(*format, &figure, args.dpi);
        let made = Made { kind: *kind, out, slugs: &order.slugs, style, figure: &figure };
        let papers = papers(args, &made, (framework, package), &request, &data);
        let bytes = converted.map_err(|e| bad_usage(&e.to_string()))?;
        figures.push(output::Figure { at: out.clone(), bytes, numbers: figure.numbers, papers });
    }
    if figures.is_empty() {
        return Err(bad_usage("no kind of figure has anything to show of these partnerships at this size"));
    }
    naming::tell_untranslated(&words);
    Ok(figures)
}

/// What the figures of an order show beyond the scores.
fn request(
    args: &args::Plot,
    order: &Order,
    (partnerships, strong): (&[Partnership], Option<Partnership>),
    window: Window,
    timeline: &[Window],
) -> Result<FigureRequest, Failure> {
    let kinds: Vec<Kind> = order.figures.iter().map(|(kind, ..)| *kind).collect();
    let seed = args.seed.unwrap_or(SEED);
    let plan = Plan { draws: args.draws.map_or(DRAWS, |n| n as usize), seed };
    let one = strong.or_else(|| partnerships.first().copied().filter(|_| partnerships.len() == 1));
    let base_points = args.base_points.map_or(BASE_POINTS, |n| n as usize);
    let step = match one.filter(|_| kinds.contains(&Kind::Waterfall)).map(|p| (p, further::two_windows(args, window))) {
        // A set does without it where no window lies before.
        Some((_, Err(_))) if order.folder.is_some() && args.windows.is_empty() => None,
        Some((p, windows)) => Some((p, windows?)),
        None => None,
    };
    Ok(FigureRequest {
        partnerships: partnerships.to_vec(),
        first: order.slugs.len(),
        window,
        timeline: timeline.to_vec(),
        spreads: kinds.iter().any(|k| variants::varies(*k, !args.no_intervals)).then_some(plan),
        moves: one.zip(variants::moved(&kinds, base_points, seed)),
        step,
        further: further::request(args, order, (partnerships, one), (window, timeline), plan)?,
    })
}

/// A design that cannot be built from the options is an error of the command line.
fn failed(error: &Error) -> Failure {
    match error {
        Error::Sobol(refusal) => bad_usage(&refusal.to_string()),
        other => refusals::failed(other),
    }
}

fn bad_usage(message: &str) -> Failure {
    Failure::new(Outcome::BadUsage, format!("error: {message}"))
}

/// A kind and a file, or every kind and a folder; options that would have no effect are refused.
fn order(args: &args::Plot) -> Result<Order, Failure> {
    if let Some(folder) = &args.all {
        let kind = |word: &String| Kind::ALL.into_iter().any(|k| k.name() == word);
        if let Some(word) = args.words.iter().find(|w| kind(w)) {
            return Err(bad_usage(&format!("--all draws every kind, not {word} alone\n  leave out {word}, or --all")));
        }
        let format = args.format.unwrap_or(PlotFormat::Pdf);
        let name = |kind: Kind| folder.join(format!("{}.{}", kind.name(), formats::ending(format)));
        // A radar is for those who ask for it.
        let kinds = Kind::ALL.into_iter().filter(|k| *k != Kind::Radar);
        let figures = kinds.map(|k| (k, name(k), format)).collect();
        return Ok(Order { figures, slugs: args.words.clone(), folder: Some(folder.clone()) });
    }
    // A partnership has a hyphen; where one stands first, or nothing does, the figure is the gap.
    let is_kind = |word: &String| Kind::ALL.into_iter().any(|k| k.name() == word);
    let (kind, slugs) = match args.words.split_first() {
        Some((word, slugs)) if is_kind(word) || !word.contains('-') => (kind(word)?, slugs),
        _ => (Kind::Gap, args.words.as_slice()),
    };
    let out = args.out.clone().unwrap_or_default();
    if args.format.is_some() {
        return Err(bad_usage("--format is for --all; a single figure says it in its name\n  leave it out"));
    }
    if !kind.is_through_time() && args.rolling.is_some() {
        return Err(bad_usage(
            "--rolling is for timeline, trends and gap-timeline, a series of windows\n  leave it out",
        ));
    }
    if kind.is_through_time() && args.scope.window.is_some() {
        let why = format!("{} shows all windows of one length, not a single one", kind.name());
        return Err(bad_usage(&format!("{why}\n  write --rolling YEARS")));
    }
    useless(args, kind)?;
    if args.radar && kind != Kind::Profile {
        return Err(bad_usage("--radar is for profile\n  leave it out, or plot profile"));
    }
    let kind = if args.radar { Kind::Radar } else { kind };
    let format = formats::of_name(&out)?;
    Ok(Order { figures: vec![(kind, out, format)], slugs: slugs.to_vec(), folder: None })
}

/// Options of uncertainty and sensitivity that would change nothing of this kind.
fn useless(args: &args::Plot, kind: Kind) -> Result<(), Failure> {
    let drawn = variants::varies(kind, !args.no_intervals) || further::draws(kind);
    let found = [
        (!args.windows.is_empty() && !further::two(kind), "--windows is for waterfall and slope"),
        (args.of.is_some() && kind != Kind::Slope, "--of is for slope"),
        (args.scope.window.is_some() && kind == Kind::Substance, "substance shows every year of the data"),
        (further::two(kind) && args.scope.window.is_some() && !args.windows.is_empty(), "--windows says both already"),
        (args.draws.is_some() && !drawn, "--draws is for ranks, density, gap-timeline and the intervals of gaps"),
        (args.base_points.is_some() && kind != Kind::Sobol, "--base-points is for sobol"),
        (args.seed.is_some() && !drawn && kind != Kind::Sobol, "--seed is for figures that rest on draws"),
        (args.intervals && !states_every(kind), "--intervals is for plane and gap-timeline; gap has those of all"),
        (args.no_intervals && !matches!(kind, Kind::Plane | Kind::Gap), "--no-intervals is for plane and gap"),
    ];
    let why = found.into_iter().find(|(is, _)| *is).map(|(_, why)| why);
    why.map_or(Ok(()), |why| Err(bad_usage(&format!("{why}\n  leave it out"))))
}

/// Whether a kind draws the intervals of the partnerships that were named, and of all on request.
fn states_every(kind: Kind) -> bool {
    matches!(kind, Kind::Plane | Kind::GapTimeline)
}

/// The kind by its name; a radar is a profile, and so has none.
fn kind(word: &str) -> Result<Kind, Failure> {
    let mut kinds = Kind::ALL.into_iter().filter(|k| *k != Kind::Radar);
    kinds.clone().find(|k| k.name() == word).ok_or_else(|| {
        let aspects = chart::Aspect::ALL.map(|a| a.name().to_owned());
        let tables = chart::TableKind::ALL.map(|k| k.name().to_owned());
        let mut names: Vec<String> = kinds.by_ref().map(|k| k.name().to_owned()).chain(aspects).collect();
        names.extend([rivals::NAME.into(), framework::NAME.into()]);
        let further: Vec<String> = tables.into_iter().filter(|name| !names.contains(name)).collect();
        names.extend(further);
        bad_usage(&format!("unknown kind of figure `{word}`\n  the kind comes first: {}", list_or(&names)))
    })
}

fn partnerships(
    args: &args::Plot,
    slugs: &[String],
    framework: &Framework,
    package: &Package,
) -> Result<Vec<Partnership>, Failure> {
    let partnerships = input::named_and_peers(framework, &package.parties, args.peers, slugs)?;
    if partnerships.is_empty() {
        return Err(bad_usage("a figure needs a partnership\n  name one, such as russia-asean, or add --peers"));
    }
    Ok(partnerships)
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
    (f, package): (&Framework, &Package),
    request: &FigureRequest,
    data: &FigureData<'_>,
) -> Value {
    let Made { kind, style, figure, .. } = made;
    let window = further::windows(*kind, data, request).unwrap_or_else(|| json!(request.window.to_string()));
    let mut document = json!({
        "command": command(args, made),
        "spscore": env!("CARGO_PKG_VERSION"),
        "kind": kind.name(),
        "framework": { "code": f.code, "version": f.version, "sha256": f.sha256 },
        "data": { "name": package.name, "version": package.version, "sha256": package.sha256 },
        "window": window,
        "width_mm": style.width,
        "height_mm": figure.height,
        "title": figure.title,
        "caption": figure.caption,
        "alt": figure.alt,
    });
    if let Some(object) = document.as_object_mut() {
        let plan = request.further.gaps.as_ref().map(|gaps| &gaps.plan).filter(|_| *kind == Kind::GapTimeline);
        let plan = plan.or_else(|| request.further.bands.as_ref().map(|(_, plan)| plan));
        let gap_draws = plan.map(|plan| (plan.draws, plan.seed));
        let further = variants::papers(data, *kind, !args.no_intervals, gap_draws);
        object.extend(further.into_iter().map(|(key, value)| (key.to_owned(), value)));
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

/// The options that say how any figure looks, in the order of a command; `None` where one is not needed.
fn looks(args: &args::Plot) -> [(&'static str, Option<String>); 5] {
    let theme = match args.theme {
        ThemeName::Paper => None,
        ThemeName::Screen => Some("screen"),
        ThemeName::Mono => Some("mono"),
    };
    [
        ("--width", args.width.map(|w| format!("{w}mm"))),
        ("--height", args.height.map(|h| format!("{h}mm"))),
        ("--dpi", (args.dpi != 300).then(|| args.dpi.to_string())),
        ("--theme", theme.map(str::to_owned)),
        ("--lang", (args.lang == LanguageName::Ru).then(|| "ru".to_owned())),
    ]
}

/// The command line in one order, so that the same figure has the same command; in a set, each figure has its own.
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
    let timeline = made.kind.is_through_time();
    option("--rolling", args.rolling.filter(|_| timeline).map(|n| n.to_string()));
    looks(args).into_iter().for_each(|(name, value)| option(name, value));
    option(
        "--window",
        args.scope
            .window
            .filter(|_| !timeline && made.kind != Kind::Substance)
            .map(|w| format!("{}-{}", w.from(), w.to())),
    );
    let windows: Vec<String> = args.windows.iter().map(|w| format!("{}-{}", w.from(), w.to())).collect();
    option("--windows", (further::two(made.kind) && !windows.is_empty()).then(|| windows.join(",")));
    option("--of", args.of.filter(|_| made.kind == Kind::Slope).map(|of| of.name().to_owned()));
    let drawn = variants::varies(made.kind, !args.no_intervals) || further::draws(made.kind);
    option("--draws", args.draws.filter(|_| drawn).map(|n| n.to_string()));
    option("--base-points", args.base_points.filter(|_| made.kind == Kind::Sobol).map(|n| n.to_string()));
    option("--seed", args.seed.filter(|_| drawn || made.kind == Kind::Sobol).map(|n| n.to_string()));
    option("--data", args.scope.inputs.data.as_ref().map(|d| d.display().to_string()));
    let framework = args.scope.inputs.framework.as_ref().map(|f| f.display().to_string());
    option("--framework", framework.filter(|f| f != DEFAULT_FRAMEWORK));
    if args.no_intervals && matches!(made.kind, Kind::Plane | Kind::Gap) {
        words.push("--no-intervals".into());
    }
    if args.intervals && states_every(made.kind) {
        words.push("--intervals".into());
    }
    if args.no_title {
        words.push("--no-title".into());
    }
    if args.headline {
        words.push("--headline".into());
    }
    words.extend(args.title.iter().flat_map(|title| ["--title".to_owned(), quoted(title)]));
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
