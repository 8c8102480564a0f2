//! What `uncertainty` and `sensitivity` have in common: which factors vary, and the multiverse of those.

use super::{Error, Population};
use crate::analysis::compare::overlaps;
use crate::analysis::multiverse::{
    Factor, FactorKind, FixedFactors, GAP, Idle, Keeps, Multiverse, Partnerships, TableMultiverse, UnitSubset,
    mixed_scales, output,
};
use crate::analysis::origin::Origin;
use crate::model::method::Factors;
use crate::model::party::Partnership;
use crate::model::{Package, Units};

/// Which of the declared factors vary: all, some that are named, or all but some.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FactorChoice {
    pub only: Vec<String>,
    pub without: Vec<String>,
    /// Factors that are fixed at one of their levels, each with the level's name or the first word of it.
    pub given: Vec<(String, String)>,
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
            let context = AnalysisContext { origin, names, not_varied, notes, partnerships: partnerships.clone() };
            given(question, &multiverse, choice, context)
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
                true => given(question, &all, choice, context),
                false => given(question, &UnitSubset::new(&all, rows.clone()), choice, context),
            }
        }
    }
}

/// Carries out the analysis where some factors are fixed at a level: everything it finds is conditional on these.
fn given<'a, Q: MultiverseAnalysis<'a>, M: Multiverse>(
    question: &Q,
    multiverse: &M,
    choice: &FactorChoice,
    mut context: AnalysisContext<'a>,
) -> Result<Q::Answer, Error> {
    if choice.given.is_empty() {
        return question.analyse(multiverse, context);
    }
    let mut fixed = Vec::new();
    for (word, level) in &choice.given {
        let known = multiverse.factors().iter().enumerate().find(|(_, f)| f.code == *word);
        let Some((place, factor)) = known.filter(|(place, _)| fixed.iter().all(|(at, _)| at != place)) else {
            return Err(Error::NotGiven { factor: word.clone() });
        };
        let (at, name) = level_of(&factor.kind, level).map_err(|levels| Error::NoLevel {
            factor: word.clone(),
            level: level.clone(),
            levels,
        })?;
        let kept = match &factor.keeps {
            Keeps::All => true,
            Keeps::Levels(kept) => kept.contains(&at),
            Keeps::Nothing => false,
        };
        if !kept && output(multiverse, GAP).is_some() {
            return Err(Error::AnotherQuestion { factor: word.clone(), level: name });
        }
        fixed.push((place, at));
        context.not_varied.push((word.clone(), format!("fixed at {name}, as asked for")));
        context.notes.push(format!("every number here is conditional on {word} = {name}"));
    }
    let conditional = FixedFactors::at_levels(multiverse, &fixed);
    if conditional.factors().is_empty() {
        return Err(Error::NothingVaries);
    }
    question.analyse(&conditional, context)
}

/// A level by its name, or by the first word of it where no other level begins so; otherwise the names of all levels.
fn level_of(kind: &FactorKind, typed: &str) -> Result<(usize, String), Vec<String>> {
    let FactorKind::Discrete { levels, .. } = kind else { return Err(Vec::new()) };
    let named = |level: &&String| level.as_str() == typed;
    let begun = |level: &&String| level.split(' ').next() == Some(typed);
    let found = match levels.iter().find(named) {
        Some(level) => Some(level),
        None => levels.iter().find(begun).filter(|_| levels.iter().filter(begun).count() == 1),
    };
    let place = |level: &String| levels.iter().position(|l| l == level);
    found.and_then(|level| Some((place(level)?, level.clone()))).ok_or_else(|| levels.clone())
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
    let given = || choice.given.iter().map(|(word, _)| word);
    if let Some(word) =
        choice.only.iter().chain(&choice.without).chain(given()).find(|word| !known.contains(&word.as_str()))
    {
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
        let named = choice.only.iter().chain(given()).any(|f| f == word);
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

/// The place of a factor by its word, and the factor. Refused where it does not vary.
pub(super) fn varying<'f>(factors: &'f [Factor], word: &str) -> Result<(usize, &'f Factor), Error> {
    let all = || factors.iter().map(|f| f.code.clone()).collect();
    let found = factors.iter().enumerate().find(|(_, f)| f.code == word);
    found.ok_or_else(|| Error::NotVaried { factor: word.to_owned(), varying: all() })
}
