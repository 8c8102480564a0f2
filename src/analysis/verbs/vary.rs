//! What `uncertainty` and `sensitivity` have in common: which factors vary, and the multiverse of those.

use super::{Error, Population};
use crate::analysis::compare::overlaps;
use crate::analysis::multiverse::{Idle, Multiverse, Partnerships, TableMultiverse, UnitSubset, mixed_scales};
use crate::analysis::origin::Origin;
use crate::model::method::Factors;
use crate::model::party::Partnership;
use crate::model::{Package, Units};

/// Which of the declared factors vary: all, some that are named, or all but some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactorChoice {
    pub only: Vec<String>,
    pub without: Vec<String>,
}

/// What an analysis knows beside the multiverse.
pub(super) struct AnalysisContext<'a> {
    pub origin: Origin<'a>,
    /// For print, in the order of the multiverse's units.
    pub names: Vec<String>,
    /// Factors that the framework declares and that do not vary, each with the reason.
    pub not_varied: Vec<(String, String)>,
    pub notes: Vec<String>,
    /// The partnerships in that order; none of a table.
    pub partnerships: Vec<Partnership>,
}

/// An analysis that can be carried out on any multiverse.
pub(super) trait MultiverseAnalysis<'a> {
    type Answer;

    fn analyse<M: Multiverse>(&self, multiverse: &M, context: AnalysisContext<'a>) -> Result<Self::Answer, Error>;
}

/// Lets the chosen factors vary and carries out the analysis. It has no use for the `unsuitable` factors: they stay as
/// the framework has them unless they were named.
pub(super) fn analyse<'a, Q: MultiverseAnalysis<'a>>(
    of: &Population<'a>,
    choice: &FactorChoice,
    unsuitable: &[(&str, &str)],
    question: &Q,
) -> Result<Q::Answer, Error> {
    let origin = of.origin();
    match of {
        Population::Partnerships { framework, package, window, partnerships } => {
            if partnerships.is_empty() {
                return Err(Error::NobodyNamed);
            }
            for p in partnerships {
                package.parties.apart(*p, *window)?;
            }
            let (factors, mut not_varied) = chosen(choice, &framework.factors, unsuitable)?;
            let (multiverse, idle) = Partnerships::new(framework, package, partnerships, *window, &factors);
            not_varied.extend(idle_factors(choice, idle, multiverse.factors().len())?);
            let mut notes = origin.borrowed_names();
            notes.extend(overlaps(package, partnerships.iter().copied(), *window));
            let names = partnerships.iter().map(|p| name(package, *p)).collect();
            question.analyse(
                &multiverse,
                AnalysisContext { origin, names, not_varied, notes, partnerships: partnerships.clone() },
            )
        }
        Population::Table { index, units, rows } => {
            let (factors, not_varied) = chosen(choice, &index.factors, unsuitable)?;
            // Ranks are among the units that are reported: those of one year are competitors.
            let one_year = same_year(units, rows);
            let (own_index, own_units) = ((*index).clone(), (*units).clone());
            let all = match one_year {
                true => TableMultiverse::of_panel(own_index, own_units, &factors)?,
                false => TableMultiverse::new(own_index, own_units, &factors)?,
            };
            let every: Vec<usize> = (0..units.rows.len()).collect();
            let shown = if rows.is_empty() { &every } else { rows };
            let shown = shown.iter().filter_map(|place| units.rows.get(*place));
            let names = shown.map(|row| row.name.clone().unwrap_or_else(|| row.label())).collect();
            let notes = mixed_scales(index, &factors).into_iter().collect();
            let context = AnalysisContext { origin, names, not_varied, notes, partnerships: Vec::new() };
            match rows.is_empty() {
                true => question.analyse(&all, context),
                false => question.analyse(&UnitSubset::new(&all, rows.clone()), context),
            }
        }
    }
}

/// Whether some rows are named and all of one year.
fn same_year(units: &Units, rows: &[usize]) -> bool {
    let mut years = rows.iter().map(|row| units.rows.get(*row).and_then(|unit| unit.year));
    let first = years.next();
    first.is_some_and(|year| years.all(|other| other == year))
}

fn name(package: &Package, p: Partnership) -> String {
    format!("{} – {}", package.parties.name(p.a), package.parties.name(p.b))
}

/// The factors that vary, and those that are held as they are.
fn chosen(
    choice: &FactorChoice,
    declared: &Factors,
    unsuitable: &[(&str, &str)],
) -> Result<(Factors, Vec<(String, String)>), Error> {
    let known = declared.declared();
    if let Some(word) = choice.only.iter().chain(&choice.without).find(|word| !known.contains(&word.as_str())) {
        return Err(Error::UnknownFactor {
            word: word.clone(),
            declared: known.iter().map(|f| (*f).to_owned()).collect(),
            undeclared: declared.all().iter().any(|(every, _)| every == word),
        });
    }
    if known.is_empty() {
        return Err(Error::NoFactors);
    }
    let mut not_varied = Vec::new();
    let mut words = Vec::new();
    for word in known {
        let named = choice.only.iter().any(|f| f == word);
        let why = if !choice.only.is_empty() && !named || choice.without.iter().any(|f| f == word) {
            Some("as asked for")
        } else {
            unsuitable.iter().find(|(f, _)| *f == word && !named).map(|(_, why)| *why)
        };
        match why {
            Some(why) => not_varied.push((word.to_owned(), why.to_owned())),
            None => words.push(word),
        }
    }
    Ok((declared.only(&words), not_varied))
}

/// Factors without a range here; an error where one was requested by name, or where no factor is left.
fn idle_factors(choice: &FactorChoice, idle: Vec<Idle>, left: usize) -> Result<Vec<(String, String)>, Error> {
    let named = |i: &&Idle| choice.only.iter().any(|f| f == i.factor);
    let asked: Vec<Idle> = idle.iter().filter(named).cloned().collect();
    if !asked.is_empty() {
        return Err(Error::Idle(asked));
    }
    if left == 0 {
        return Err(Error::NothingVaries);
    }
    Ok(idle.into_iter().map(|i| (i.factor.to_owned(), i.why)).collect())
}
