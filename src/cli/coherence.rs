//! `spscore coherence`: load, score, examine the structure, report.

use super::args::{self, Format};
use super::{Failure, Outcome, input, output};
use crate::analysis::coherence::Refusal;
use crate::analysis::structure::{self, Carded, Cases, DataSet, Question, Unit};
use crate::diagnostic::list_or;
use crate::load;
use crate::measure::Gauge;
use crate::model::framework::{Framework, NodeId};
use crate::model::party::Partnership;
use crate::model::{Index, Units};
use crate::report::coherence::{self, Examined, Source};
use crate::scoring;

pub(super) fn run(args: &args::Coherence) -> Result<Outcome, Failure> {
    if args.tabled.named() { of_table(args) } else { of_peers(args) }
}

fn of_table(args: &args::Coherence) -> Result<Outcome, Failure> {
    let (index, units) = input::table(&args.tabled, args.inputs.framework())?;
    let (rows, year) = rows(args, &index, &units)?;
    let question = question(args, &index)?;
    let named: Vec<Unit> = rows.iter().filter_map(|row| units.rows.get(*row)).map(of_row).collect();
    let unit = unit(args, &named)?;
    let rating = scoring::rate(&index, &units).map_err(|refused| input::refused(&refused))?;
    let cases = Cases::Table { index: &index, units: &units, rating: &rating, rows: &rows };
    let source = Source::Table { file: &units.file, sha256: &units.sha256, year };
    write(args, &index, &cases, &question, unit, source)
}

fn of_peers(args: &args::Coherence) -> Result<Outcome, Failure> {
    let framework = input::framework(args.inputs.framework())?;
    let package = input::package(args.inputs.data.as_deref())?;
    let index = framework.index();
    let question = question(args, &index)?;
    let window = args.window.unwrap_or(framework.window);
    let partnerships = input::peers(&package.parties, &framework);
    let named = |p: &Partnership| Unit { code: p.slug(&package.parties), name: None };
    let unit = unit(args, &partnerships.iter().map(named).collect::<Vec<_>>())?;
    let gauge = Gauge::new(&package, &framework, window);
    let cards: Vec<Carded> = partnerships.iter().map(|p| carded(&framework, &gauge, *p, named(p))).collect();
    let cases = Cases::Peers { framework: &framework, cards: &cards };
    let source = Source::Peers {
        set: &framework.peers.name,
        window,
        data: &package.name,
        version: &package.version,
        sha256: &package.sha256,
        borrowed: input::borrowed_names(&framework, &package, args.inputs.data.is_some()),
    };
    write(args, &index, &cases, &question, unit, source)
}

fn carded(framework: &Framework, gauge: &Gauge<'_>, partnership: Partnership, unit: Unit) -> Carded {
    let panel = gauge.measure(framework, partnership);
    let card = scoring::score(framework, &panel.readings());
    Carded { unit, panel, card }
}

fn of_row(row: &crate::model::units::Unit) -> Unit {
    Unit { code: row.code.clone(), name: row.name.clone() }
}

fn write(
    args: &args::Coherence,
    index: &Index,
    cases: &Cases<'_>,
    question: &Question,
    unit: Option<usize>,
    source: Source<'_>,
) -> Result<Outcome, Failure> {
    let structure = structure::examine(cases, question).map_err(|refusal| refused(&refusal))?;
    let examined = Examined { index, structure: &structure, unit, source: &source };
    let unwritable = |e: String| Failure::new(Outcome::Unreachable, format!("error: {e}"));
    let text = match args.format {
        Format::Table => coherence::terminal(&examined, if args.out.is_some() { 80 } else { output::width() }),
        Format::Markdown => coherence::markdown(&examined),
        Format::Csv => coherence::csv(&examined).map_err(|e| unwritable(e.to_string()))?,
        Format::Json => coherence::json(&examined).map_err(|e| unwritable(e.to_string()))?,
    };
    output::write(&text, args.out.as_deref())?;
    Ok(Outcome::Done)
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
fn rows(args: &args::Coherence, index: &Index, units: &Units) -> Result<(Vec<usize>, Option<i32>), Failure> {
    let usage = |message: String| Failure::new(Outcome::BadUsage, message);
    if index.layout.year.is_none() {
        return match args.year {
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
    let found = match args.year {
        Some(year) => years.iter().find(|(y, _)| *y == Some(year)),
        None => years.last(),
    };
    found.map(|(year, rows)| (rows.clone(), *year)).ok_or_else(|| {
        let held: Vec<String> = years.iter().filter_map(|(y, _)| y.map(|y| y.to_string())).collect();
        let year = args.year.map_or_else(String::new, |y| y.to_string());
        usage(format!("error: the table has no row of {year}\n  its years: {}", held.join(", ")))
    })
}

fn question(args: &args::Coherence, index: &Index) -> Result<Question, Failure> {
    let data = args.data_set.map(|set| match set {
        args::DataSet::Raw => DataSet::Raw,
        args::DataSet::Treated => DataSet::Treated,
        args::DataSet::Normalised => DataSet::Normalised,
    });
    let node = args.node.as_deref().map(|code| node(index, code)).transpose()?;
    Ok(Question { node, data, ..Question::default() })
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
