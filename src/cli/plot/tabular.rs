//! `spscore plot` of a plain table: figures of its scores, and the options of all its kinds.

use serde_json::Value;

use super::options::of_kinds_of_partnerships;
use super::table_rows::{last_year, lines, name, place, source};
use super::{bad_usage, formats, naming, table_variants, theme, typed};
use crate::analysis::verbs::{self, Keep, Rated};
use crate::chart::{self, Figure, Style, TableKind, TableScores, Words};
use crate::cli::args;
use crate::cli::{Failure, Outcome, input, output, refusals};
use crate::diagnostic::list_or;
use crate::model::framework::NodeId;
use crate::model::{Index, Units};

/// Which of the kinds is requested.
pub(super) fn kind(args: &args::Plot) -> Option<TableKind> {
    let word = args.words.first().map_or("", String::as_str);
    // Some kinds of partnerships bear the same names: a table is what tells them apart.
    let meant = |k: &TableKind| k.name() == word && (args.tabled.named() || !k.is_of_variants());
    TableKind::ALL.into_iter().find(meant).filter(|_| args.all.is_none())
}

/// Options that have no effect on this kind.
fn senseless(args: &args::Plot, kind: TableKind) -> Option<&'static str> {
    let (of_variants, sobol) = (kind.is_of_variants(), kind == TableKind::Sobol);
    let nameless = !kind.names_units();
    let found = [
        (args.peers || args.words.len() > 1 && nameless, "a table has units and no partnerships"),
        (args.draws.is_some() && kind != TableKind::Ranks, "--draws is for ranks"),
        (args.base_points.is_some() && !sobol, "--base-points is for sobol"),
        (args.seed.is_some() && kind != TableKind::Ranks && !sobol, "nothing is drawn at random here"),
        (args.headline, "--headline is for partnerships"),
        (args.against.is_some() && kind != TableKind::Scatter, "--against is for scatter"),
        (
            args.node.is_some() && of_variants,
            "ranks, sobol and tornado of a table show the index itself, and no --node",
        ),
    ];
    found.into_iter().chain(of_kinds_of_partnerships(args)).find(|(is, _)| *is).map(|(_, why)| why)
}

pub(super) fn run(args: &args::Plot, kind: TableKind) -> Result<Outcome, Failure> {
    let out = args.out.clone().unwrap_or_default();
    let format = formats::of_name(&out)?;
    if !args.tabled.named() {
        let name = kind.name();
        return Err(bad_usage(&format!("{name} is for a plain table\n  name one: --table FILE --framework FILE")));
    }
    if let Some(why) = senseless(args, kind) {
        return Err(bad_usage(&format!("{why}\n  leave it out")));
    }
    let protected = args.protected();
    output::may_draw([out.as_path()], args.force, &protected)?;
    let (index, units) = input::table(&args.tabled, args.scope.inputs.framework())?;
    if kind.is_of_variants() {
        return table_variants::run(args, kind, (&index, &units), (&out, format), &protected);
    }
    let node = match &args.node {
        Some(code) => named(&index, code)?,
        None => index.roots().next().ok_or_else(|| bad_usage("the framework has no node"))?,
    };
    let against = args.against.as_deref().map(|code| named(&index, code)).transpose()?;
    let named = named_units(&units, args.words.get(1..).unwrap_or_default())?;
    let rated = verbs::rate(&index, units, Keep::Roots).map_err(|e| refusals::failed(&e))?;
    let words = naming::words(args.lang);
    let style = Style {
        width: args.width.unwrap_or(kind.default_width()),
        height: args.height,
        theme: theme(args.theme),
        title: !args.no_title,
    };
    let (subtitle, source) = lines((rated.index, &rated.units), &words);
    let scores = TableScores {
        subtitle: &subtitle,
        source: &source,
        title: args.title.as_deref(),
        words: &words,
        named,
        ..scores(&rated, node, against, &words)
    };
    let figure = chart::draw_table(kind, &scores, style).map_err(|e| bad_usage(&e.to_string()))?;
    let bytes = formats::converted(format, &figure, args.dpi).map_err(|e| bad_usage(&e.to_string()))?;
    let papers = papers(args, kind, style, &rated, &figure);
    let figure = output::Figure { at: out.clone(), bytes, numbers: figure.numbers, papers };
    naming::tell_untranslated(&words);
    output::write_figures(vec![figure], None, args.force, &protected)?;
    Ok(Outcome::Done)
}

pub(super) fn named(index: &Index, code: &str) -> Result<NodeId, Failure> {
    index.nodes.iter().position(|n| n.code == code).map(NodeId).ok_or_else(|| {
        let codes: Vec<String> = index.nodes.iter().map(|n| n.code.clone()).collect();
        bad_usage(&format!("no node `{code}` in {}\n  write one of {}", index.code, list_or(&codes)))
    })
}

/// The places of units that were named among the rows of the last year.
fn named_units(units: &Units, typed: &[String]) -> Result<Vec<usize>, Failure> {
    let (_, rows) = last_year(units);
    let own = |typed: &String| {
        let row = place(units, typed)?;
        let last = || bad_usage("the figure shows the last year\n  name units of that year");
        rows.iter().position(|r| *r == row).ok_or_else(last)
    };
    typed.iter().map(own).collect()
}

fn scores<'a>(rated: &'a Rated<'_>, node: NodeId, against: Option<NodeId>, words: &'a Words) -> TableScores<'a> {
    let (_, rows) = last_year(&rated.units);
    let of = |id: NodeId| -> Vec<Option<f64>> {
        let all = rated.rating.scores_of(id);
        rows.iter().map(|i| all.get(*i).copied().flatten()).collect()
    };
    TableScores {
        index: rated.index,
        units: rows.iter().map(|row| name(&rated.units, *row)).collect(),
        node,
        scores: of(node),
        named: Vec::new(),
        against: against.map(|id| (id, of(id))),
        subtitle: "",
        source: "",
        title: None,
        words,
    }
}

/// Everything needed to make the figure again, and the words to print with it.
fn papers(args: &args::Plot, kind: TableKind, style: Style, rated: &Rated<'_>, figure: &Figure) -> Value {
    typed::papers(args, kind.name(), rated.index, source(&rated.units), style, figure)
}
