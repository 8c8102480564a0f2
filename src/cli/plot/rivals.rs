//! `spscore plot frameworks`: the ranks of partnerships under several frameworks.

use serde_json::{Value, json};

use super::options::of_kinds_of_partnerships;
use super::{bad_usage, formats, looks, naming, quoted, theme};
use crate::analysis::verbs::Rivals;
use crate::chart::{self, Figure, RivalScene, Style};
use crate::cli::args;
use crate::cli::rivals::named;
use crate::cli::{Failure, Outcome, input, output};

/// As it is typed.
pub(super) const NAME: &str = "frameworks";

/// Whether this is asked for; `--frameworks` is refused with every other kind.
pub(super) fn asked(args: &args::Plot) -> Result<bool, Failure> {
    let asked = args.words.first().is_some_and(|word| word == NAME) && args.all.is_none();
    if !asked && !args.frameworks.is_empty() {
        return Err(bad_usage("--frameworks is for the kind frameworks\n  leave it out, or plot frameworks"));
    }
    Ok(asked)
}

pub(super) fn run(args: &args::Plot) -> Result<Outcome, Failure> {
    let out = args.out.clone().unwrap_or_default();
    let format = formats::of_name(&out)?;
    let senseless = [
        (args.frameworks.is_empty(), "frameworks asks for two or more: --frameworks korolev,renard,institutional"),
        (args.tabled.named(), "frameworks shows partnerships, not a table"),
        (args.node.is_some() || args.against.is_some(), "--node and --against are for tables and structures"),
        (args.draws.is_some() || args.seed.is_some() || args.base_points.is_some(), "no variants are drawn here"),
        (args.headline, "--headline is for figures of FORM, CONTENT and gap"),
    ];
    if let Some((_, why)) = senseless.into_iter().chain(of_kinds_of_partnerships(args)).find(|(is, _)| *is) {
        return Err(bad_usage(why));
    }
    let protected = args.protected();
    output::may_draw([out.as_path()], args.force, &protected)?;
    let all = named(&args.frameworks, &args.scope.inputs)?;
    let slugs = args.words.get(1..).unwrap_or_default();
    let found = all.rivals(args.peers, slugs, args.scope.window)?;
    let strong = match slugs.first() {
        Some(slug) if args.peers || slugs.len() > 1 => Some(input::partnership(&all.package.parties, slug)?),
        _ => None,
    };
    let words = naming::words(args.lang);
    let style = Style {
        width: args.width.unwrap_or(chart::RIVALS_WIDTH),
        height: args.height,
        theme: theme(args.theme),
        title: !args.no_title,
    };
    let scene = RivalScene { rivals: &found, strong, title: args.title.as_deref(), words: &words };
    let figure = chart::draw_rivals(&scene, style).map_err(|e| bad_usage(&e.to_string()))?;
    let bytes = formats::converted(format, &figure, args.dpi).map_err(|e| bad_usage(&e.to_string()))?;
    let papers = papers(args, style, &found, &figure);
    let figure = output::Figure { at: out, bytes, numbers: figure.numbers, papers };
    naming::tell_untranslated(&words);
    output::write_figures(vec![figure], None, args.force, &protected)?;
    Ok(Outcome::Done)
}

/// Everything needed to make the figure again, and the words to print with it.
fn papers(args: &args::Plot, style: Style, found: &Rivals<'_>, figure: &Figure) -> Value {
    let package = found.package;
    let framework = |f: &crate::model::Framework| json!({ "code": f.code, "version": f.version, "sha256": f.sha256 });
    json!({
        "command": command(args),
        "spscore": env!("CARGO_PKG_VERSION"),
        "kind": NAME,
        "frameworks": found.found.columns.iter().map(|c| framework(c.framework)).collect::<Vec<_>>(),
        "data": { "name": package.name, "version": package.version, "sha256": package.sha256 },
        "window": found.window.to_string(),
        "width_mm": style.width,
        "height_mm": figure.height,
        "title": figure.title,
        "caption": figure.caption,
        "alt": figure.alt,
    })
}

/// The command line in one order, so that the same figure has the same command.
fn command(args: &args::Plot) -> String {
    let mut words = vec!["spscore".to_owned(), "plot".into()];
    words.extend(args.words.iter().map(|word| quoted(word)));
    let all: Vec<String> = args.frameworks.iter().map(|path| path.display().to_string()).collect();
    words.extend(["--frameworks".to_owned(), quoted(&all.join(","))]);
    if args.peers {
        words.push("--peers".into());
    }
    let mut option = |name: &str, value: Option<String>| {
        words.extend(value.into_iter().flat_map(|v| [name.to_owned(), quoted(&v)]));
    };
    looks(args).into_iter().for_each(|(name, value)| option(name, value));
    option("--window", args.scope.window.map(|w| format!("{}-{}", w.from(), w.to())));
    option("--data", args.scope.inputs.data.as_deref().map(|p| p.display().to_string()));
    option("--title", args.title.clone());
    if args.no_title {
        words.push("--no-title".into());
    }
    words.extend(["-o".to_owned(), quoted(&args.out.as_deref().map_or_else(String::new, |p| p.display().to_string()))]);
    words.join(" ")
}
