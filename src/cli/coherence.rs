//! `spscore coherence`: load, score, examine the structure, report.

use super::args::{self, Format};
use super::{Failure, Outcome, input, output};
use crate::analysis::structure::{self, Carded, Cases, DataSet, Question, Structure, Unit};
use crate::diagnostic::list_or;
use crate::load;
use crate::measure::Measurer;
use crate::model::framework::{Framework, NodeId};
use crate::model::party::Partnership;
use crate::model::{Index, Units, Window};
use crate::report::coherence::{self, Examined, Source};
use crate::scoring;
use crate::statistics::coherence::Refusal;

/// Which cases, and what of them: common to the tables and the figures.
pub(in crate::cli) struct Ask<'a> {
    pub tabled: &'a args::Tabled,
    pub inputs: &'a args::Inputs,
    pub window: Option<Window>,
    pub year: Option<i32>,
    pub node: Option<&'a str>,
    pub data: Option<DataSet>,
}

/// The examined structure with its tree and where its units come from.
pub(in crate::cli) struct Answer<'a> {
    pub index: &'a Index,
    pub structure: &'a Structure,
    pub source: &'a Source<'a>,
}

pub(super) fn run(args: &args::Coherence) -> Result<Outcome, Failure> {
    let data = args.data_set.map(|set| match set {
        args::DataSet::Raw => DataSet::Raw,
        args::DataSet::Treated => DataSet::Treated,
        args::DataSet::Normalised => DataSet::Normalised,
    });
    let node = args.node.as_deref();
    let (window, year) = (args.window, args.year);
    let ask = Ask { tabled: &args.tabled, inputs: &args.inputs, window, year, node, data };
    examine(&ask, |answer| {
        let unit = unit(args, &answer.structure.sample.units)?;
        let Answer { index, structure, source } = *answer;
        let examined = Examined { index, structure, unit, source };
        let unwritable = |e: String| Failure::new(Outcome::Unreachable, format!("error: {e}"));
        let text = match args.format {
            Format::Table => coherence::terminal(&examined, if args.out.is_some() { 80 } else { output::width() }),
            Format::Markdown => coherence::markdown(&examined),
            Format::Csv => coherence::csv(&examined).map_err(|e| unwritable(e.to_string()))?,
            Format::Json => coherence::json(&examined).map_err(|e| unwritable(e.to_string()))?,
        };
        output::write(&text, args.out.as_deref(), &args.spared())
    })?;
    Ok(Outcome::Done)
}

/// Loads, scores, examines, and hands the answer on.
pub(in crate::cli) fn examine(
    ask: &Ask<'_>,
    then: impl FnOnce(&Answer<'_>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    if ask.tabled.named() { of_table(ask, then) } else { of_peers(ask, then) }
}

fn of_table(ask: &Ask<'_>, then: impl FnOnce(&Answer<'_>) -> Result<(), Failure>) -> Result<(), Failure> {
    let (index, units) = input::table(ask.tabled, ask.inputs.framework())?;
    let (rows, year) = rows(ask, &index, &units)?;
    let question = question(ask, &index)?;
    let rating = scoring::rate(&index, &units).map_err(|refused| input::refused(&refused))?;
    let cases = Cases::Table { index: &index, units: &units, rating: &rating, rows: &rows };
    let structure = structure::examine(&cases, &question).map_err(|refusal| refused(&refusal))?;
    let source = Source::Table { file: &units.file, sha256: &units.sha256, year };
    then(&Answer { index: &index, structure: &structure, source: &source })
}

fn of_peers(ask: &Ask<'_>, then: impl FnOnce(&Answer<'_>) -> Result<(), Failure>) -> Result<(), Failure> {
    let framework = input::framework(ask.inputs.framework())?;
    let package = input::package(ask.inputs.data.as_deref())?;
    let index = framework.index();
    let question = question(ask, &index)?;
    let window = ask.window.unwrap_or(framework.window);
    let gauge = Measurer::new(&package, &framework, window);
    let named = |p: &Partnership| Unit { code: p.slug(&package.parties), name: None };
    let partnerships = framework.peers.partnerships(&package.parties);
    let cards: Vec<Carded> = partnerships.iter().map(|p| carded(&framework, &gauge, *p, named(p))).collect();
    let cases = Cases::Peers { framework: &framework, parties: &package.parties, cards: &cards };
    let structure = structure::examine(&cases, &question).map_err(|refusal| refused(&refusal))?;
    let source = Source::Peers {
        set: &framework.peers.name,
        window,
        data: &package.name,
        version: &package.version,
        sha256: &package.sha256,
        borrowed: input::borrowed_names(&framework, &package, ask.inputs.data.is_some()),
    };
    then(&Answer { index: &index, structure: &structure, source: &source })
}

fn carded(framework: &Framework, gauge: &Measurer<'_>, partnership: Partnership, unit: Unit) -> Carded {
    let panel = gauge.measure(framework, partnership);
    let facing = framework.facing(&gauge.package().parties, partnership);
    let card = scoring::score(&facing, &panel.readings());
    Carded { unit, panel, card }
}

fn refused(refusal: &Refusal) -> Failure {
    let message = match refusal {
        Refusal::TooFewUnits { found: 1, least } => format!("1 unit; what varies together takes at least {least}"),
        Refusal::TooFewUnits { found, least } => format!("{found} units; what varies together takes at least {least}"),
        other => other.to_string(),
    };
    let hint = match refusal {
        Refusal::TooFewUnits { .. } => "add units to the table, or peers to the framework".to_owned(),
        other => other.hint(),
    };
    Failure::new(Outcome::BadInput, format!("error: {message}\n  hint: {hint}"))
}

/// The rows examined: all, or those of one year, since one unit's years are no separate units.
fn rows(ask: &Ask<'_>, index: &Index, units: &Units) -> Result<(Vec<usize>, Option<i32>), Failure> {
    let usage = |message: String| Failure::new(Outcome::BadUsage, message);
    if index.layout.year.is_none() {
        return match ask.year {
            Some(_) => {
                Err(usage("error: the table has no years\n  leave --year out, or name the column under [table]".into()))
            }
            None => Ok(((0..units.rows.len()).collect(), None)),
        };
    }
    let years: Vec<(Option<i32>, Vec<usize>)> = units
        .years()
        .into_iter()
        .map(|rows| (rows.first().and_then(|row| units.rows.get(*row)).and_then(|u| u.year), rows))
        .collect();
    let found = match ask.year {
        Some(year) => years.iter().find(|(y, _)| *y == Some(year)),
        None => years.last(),
    };
    found.map(|(year, rows)| (rows.clone(), *year)).ok_or_else(|| {
        let held: Vec<String> = years.iter().filter_map(|(y, _)| y.map(|y| y.to_string())).collect();
        let year = ask.year.map_or_else(String::new, |y| y.to_string());
        usage(format!("error: the table has no row of {year}\n  its years: {}", held.join(", ")))
    })
}

fn question(ask: &Ask<'_>, index: &Index) -> Result<Question, Failure> {
    let node = ask.node.map(|code| node(index, code)).transpose()?;
    Ok(Question { node, data: ask.data, ..Question::default() })
}

/// A node with something below it.
fn node(index: &Index, code: &str) -> Result<NodeId, Failure> {
    let usage = |message: String| Failure::new(Outcome::BadUsage, message);
    match index.find(code) {
        Some(id) if !index.node(id).children().is_empty() => Ok(id),
        Some(id) => {
            let above = index.node(id).parent.map_or("", |p| index.node(p).code.as_str());
            Err(usage(format!(
                "error: `{code}` is an indicator, and nothing lies below it\n  name the node above it: {above}"
            )))
        }
        None => {
            let inner = index.nodes.iter().filter(|n| !n.children().is_empty()).map(|n| n.code.as_str());
            let near = load::nearest_of(code, inner.clone(), 3);
            let hint = match near.as_slice() {
                [] => format!("its nodes: {}", inner.collect::<Vec<_>>().join(", ")),
                near => format!("did you mean {}?", list_or(near)),
            };
            Err(usage(format!("error: framework `{}` has no node `{code}`\n  {hint}", index.code)))
        }
    }
}

/// The place of the unit asked for, by its code or its name.
fn unit(args: &args::Coherence, units: &[Unit]) -> Result<Option<usize>, Failure> {
    let Some(typed) = &args.unit else { return Ok(None) };
    let is = |unit: &Unit| unit.code == *typed || unit.name.as_ref() == Some(typed);
    if let Some(place) = units.iter().position(is) {
        return Ok(Some(place));
    }
    let names = units.iter().flat_map(|u| [Some(u.code.as_str()), u.name.as_deref()]).flatten();
    let near = load::nearest_of(typed, names, 3);
    let hint = match near.as_slice() {
        [] => format!(
            "the first of them: {}",
            units.iter().take(5).map(|u| u.code.as_str()).collect::<Vec<_>>().join(", ")
        ),
        near => format!("did you mean {}?", list_or(near)),
    };
    let message = format!("error: none of the {} units is called `{typed}`\n  {hint}", units.len());
    Err(Failure::new(Outcome::BadUsage, message))
}
