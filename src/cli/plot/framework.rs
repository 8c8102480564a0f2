//! `spscore plot framework`: the tree of a framework for partnerships, or of a table's index, with its weights.

use serde_json::Value;

use super::options::of_kinds_of_partnerships;
use super::{bad_usage, formats, naming, table_rows, theme, typed};
use crate::analysis::verbs;
use crate::chart::{self, Style, TreeScene, Words};
use crate::cli::args;
use crate::cli::{Failure, Outcome, input, output, refusals};
use crate::load::{self, FrameworkKind};
use crate::model::framework::NodeId;
use crate::model::{Index, Units};
use crate::scoring;

/// As it is typed.
pub(super) const NAME: &str = "framework";

/// Whether this is asked for.
pub(super) fn asked(args: &args::Plot) -> bool {
    args.words.first().is_some_and(|word| word == NAME) && args.all.is_none()
}

/// Whose tree is drawn.
struct Whose {
    index: Index,
    /// Of an index whose weights may rest on them.
    units: Option<Units>,
    /// FORM and CONTENT, where it is a framework for partnerships.
    pair: Option<[NodeId; 2]>,
}

pub(super) fn run(args: &args::Plot) -> Result<Outcome, Failure> {
    let out = args.out.clone().unwrap_or_default();
    let format = formats::of_name(&out)?;
    let senseless = [
        (args.words.len() > 1 || args.peers, "a framework has one tree, whatever it scores"),
        (args.scope.window.is_some(), "weights are the same in every window"),
        (args.against.is_some(), "--against is for scatter"),
        (args.draws.is_some() || args.seed.is_some() || args.base_points.is_some(), "nothing is drawn at random here"),
        (args.headline, "--headline is for figures of FORM, CONTENT and gap"),
    ];
    if let Some((_, why)) = senseless.into_iter().chain(of_kinds_of_partnerships(args)).find(|(is, _)| *is) {
        return Err(bad_usage(&format!("{why}\n  leave it out")));
    }
    let protected = args.protected();
    output::may_draw([out.as_path()], args.force, &protected)?;
    let Whose { index, units, pair } = whose(args)?;
    let table = units.as_ref().map(table_rows::source);
    let words = naming::words(args.lang);
    let source = source(&index, units.as_ref(), &words);
    let found = verbs::index_weights(&index, units).map_err(|e| refusals::failed(&e))?;
    let top = args.node.as_deref().map(|code| super::tabular::named(&index, code)).transpose()?;
    let style = Style {
        width: args.width.unwrap_or(chart::TREE_WIDTH),
        height: args.height,
        theme: theme(args.theme),
        title: !args.no_title,
    };
    let subtitle = subtitle(&index, found.year, &words);
    let scene = TreeScene {
        index: found.index,
        weights: &found.weights,
        pair,
        top,
        fitted: &found.fitted,
        subtitle: &subtitle,
        source: &source,
        title: args.title.as_deref(),
        words: &words,
    };
    let figure = chart::draw_tree(&scene, style).map_err(|e| bad_usage(&e.to_string()))?;
    let bytes = formats::converted(format, &figure, args.dpi).map_err(|e| bad_usage(&e.to_string()))?;
    let papers = typed::papers(args, NAME, &index, table.unwrap_or(Value::Null), style, &figure);
    let figure = output::Figure { at: out, bytes, numbers: figure.numbers, papers };
    naming::tell_untranslated(&words);
    output::write_figures(vec![figure], None, args.force, &protected)?;
    Ok(Outcome::Done)
}

/// The tree of the table that was named, of the framework that was, or of the package's own.
fn whose(args: &args::Plot) -> Result<Whose, Failure> {
    let inputs = &args.scope.inputs;
    if args.tabled.pair() {
        let (index, units) = input::table(&args.tabled, inputs.framework())?;
        return Ok(Whose { index, units: Some(units), pair: None });
    }
    let named = match (&inputs.framework, &inputs.data) {
        (None, Some(data)) => input::own_framework(Some(data), &input::package(Some(data))?),
        _ => inputs.framework().to_path_buf(),
    };
    let (index, pair) = match load::framework_kind_from(&named).map_err(|e| input::unloaded(&e))? {
        FrameworkKind::Rows(index) => (*index, None),
        FrameworkKind::Partnerships(declared) => {
            let framework = scoring::settle(*declared).map_err(|unsettled| refusals::refused(&unsettled.0))?;
            (framework.index(), Some([framework.form, framework.content]))
        }
    };
    let table = args.tabled.named().then(|| input::table(&args.tabled, &named)).transpose()?;
    Ok(Whose { index, units: table.map(|(_, units)| units), pair })
}

/// The line under the title.
fn subtitle(index: &Index, year: Option<i32>, words: &Words) -> String {
    let framework = format!("{} {}", index.code, index.version);
    let year = year.map_or_else(String::new, |y| format!(", {y}"));
    let places = [("framework", &*framework), ("year", &year)];
    words.say("Framework {framework}{year}", &places)
}

/// The last line.
fn source(index: &Index, units: Option<&Units>, words: &Words) -> String {
    match units {
        Some(units) => table_rows::lines((index, units), words).1,
        None => words.say("Computed with spscore {version}.", &[("version", env!("CARGO_PKG_VERSION"))]),
    }
}
