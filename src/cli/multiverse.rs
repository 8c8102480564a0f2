//! From what was typed to a multiverse: who is looked at, and which factors vary.

use super::args::Varied;
use super::{Failure, Outcome, input};
use crate::analysis::compare::overlaps;
use crate::analysis::multiverse::{Idle, Multiverse, Partnerships, TableMultiverse, Trouble, UnitSubset, mixed_scales};
use crate::diagnostic::list_or;
use crate::load;
use crate::model::method::Factors;
use crate::model::party::Partnership;
use crate::model::units::Unit;
use crate::model::{Framework, Package, Units, Window};
use crate::report::origin::Origin;

/// What the answers are told about.
pub(super) struct About<'a> {
    pub origin: Origin<'a>,
    /// For print, in the order of the multiverse's units.
    pub names: Vec<String>,
    /// Factors that the framework declares and that do not vary, each with the reason.
    pub still: Vec<(String, String)>,
    pub notes: Vec<String>,
}

impl About<'_> {
    /// Whether no unit has the score that ranks units, as the framework has it.
    pub fn withheld(&self, nominal: &[f64], multiverse: &impl Multiverse) -> bool {
        let n = multiverse.outputs().len().max(1);
        nominal.iter().skip(multiverse.ranked()).step_by(n).all(|score| score.is_nan())
    }
}

/// A question asked of any multiverse.
pub(super) trait Question {
    fn ask<M: Multiverse>(&self, multiverse: &M, about: &About<'_>) -> Result<Outcome, Failure>;
}

/// Loads what was named, lets the factors vary that were asked for, and asks. `unfit` are factors that the question has no use
/// for: they stay still unless they were named.
pub(super) fn ask(args: &Varied, unfit: &[(&str, &str)], question: &impl Question) -> Result<Outcome, Failure> {
    if args.tabled.named() {
        return ask_table(args, unfit, question);
    }
    let framework = input::framework(args.inputs.framework())?;
    let package = input::package(args.inputs.data.as_deref())?;
    let window = args.window.unwrap_or(framework.window);
    let all = partnerships(args, &framework, &package, window)?;
    let (factors, mut still) = chosen(args, &framework.factors, unfit)?;
    let (multiverse, idle) = Partnerships::new(&framework, &package, &all, window, &factors);
    still.extend(settled(args, &idle, multiverse.factors().len())?);
    let about = About {
        origin: Origin::Partnerships { framework: &framework, package: &package, window },
        names: all.iter().map(|p| name(&package, *p)).collect(),
        still,
        notes: input::borrowed_names(&framework, &package, args.inputs.data.is_some())
            .into_iter()
            .chain(overlaps(&package, all.iter().copied(), window))
            .collect(),
    };
    question.ask(&multiverse, &about)
}

fn ask_table(args: &Varied, unfit: &[(&str, &str)], question: &impl Question) -> Result<Outcome, Failure> {
    let (index, units) = input::table(&args.tabled, args.inputs.framework())?;
    let (factors, still) = chosen(args, &index.factors, unfit)?;
    let told = |t: &Trouble| Failure::new(Outcome::BadInput, format!("error: {t}\n  {}", t.hint()));
    let all = TableMultiverse::new(index.clone(), units.clone(), &factors).map_err(|t| told(&t))?;
    let named = |row: &Unit| row.name.clone().unwrap_or_else(|| row.label());
    let about = |places: &[usize]| {
        let names = places.iter().filter_map(|p| units.rows.get(*p)).map(named).collect();
        let origin = Origin::Table { index: &index, units: &units };
        About { origin, names, still: still.clone(), notes: mixed_scales(&index, &factors).into_iter().collect() }
    };
    if args.units.is_empty() {
        let places: Vec<usize> = (0..units.rows.len()).collect();
        return question.ask(&all, &about(&places));
    }
    let places = args.units.iter().map(|typed| place(&units, typed)).collect::<Result<Vec<usize>, Failure>>()?;
    question.ask(&UnitSubset::new(&all, places.clone()), &about(&places))
}

fn place(units: &Units, typed: &str) -> Result<usize, Failure> {
    units.rows.iter().position(|row| row.code == typed || row.label() == typed).ok_or_else(|| {
        let near = load::nearest_of(typed, units.rows.iter().map(|row| row.code.as_str()), 3);
        let hint = match near.is_empty() {
            true => "write units as the table's column of units does".to_owned(),
            false => format!("did you mean {}?", list_or(&near)),
        };
        Failure::new(Outcome::BadUsage, format!("error: the table has no unit `{typed}`\n  {hint}"))
    })
}

fn name(package: &Package, p: Partnership) -> String {
    format!("{} – {}", package.parties.name(p.a), package.parties.name(p.b))
}

fn partnerships(
    args: &Varied,
    framework: &Framework,
    package: &Package,
    window: Window,
) -> Result<Vec<Partnership>, Failure> {
    let mut all: Vec<Partnership> =
        if args.peers { framework.peers.partnerships(&package.parties) } else { Vec::new() };
    for slug in &args.units {
        let p = input::partnership(&package.parties, slug)?;
        if !all.iter().any(|q| *q == p || (q.a, q.b) == (p.b, p.a)) {
            all.push(p);
        }
    }
    if all.is_empty() {
        let message = "error: nobody is named\n  name partnerships, such as russia-asean, or add --peers, or give a table with --table";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    for p in &all {
        input::apart(&package.parties, *p, window)?;
    }
    Ok(all)
}

/// The factors that are to vary, and those that were told to stay still.
fn chosen(
    args: &Varied,
    declared: &Factors,
    unfit: &[(&str, &str)],
) -> Result<(Factors, Vec<(String, String)>), Failure> {
    let known = declared.declared();
    if let Some(word) = args.factors.iter().chain(&args.without).find(|word| !known.contains(&word.as_str())) {
        return Err(unknown(word, declared));
    }
    if known.is_empty() {
        let message = "error: the framework declares no factor of uncertainty";
        let hint = "  add a part such as [factors.weights]; spscore framework print shows the built-in ones";
        return Err(Failure::new(Outcome::BadInput, format!("{message}\n{hint}")));
    }
    let mut still = Vec::new();
    let mut words = Vec::new();
    for word in known {
        let named = args.factors.iter().any(|f| f == word);
        let why = if !args.factors.is_empty() && !named || args.without.iter().any(|f| f == word) {
            Some("as asked for")
        } else {
            unfit.iter().find(|(f, _)| *f == word && !named).map(|(_, why)| *why)
        };
        match why {
            Some(why) => still.push((word.to_owned(), why.to_owned())),
            None => words.push(word),
        }
    }
    Ok((declared.only(&words), still))
}

fn unknown(word: &str, declared: &Factors) -> Failure {
    let known = declared.declared();
    let everything: Vec<&str> = declared.all().iter().map(|(word, _)| *word).collect();
    if everything.contains(&word) {
        let message = format!("error: factor `{word}` has no range: the framework does not declare it");
        let hint = format!("  it declares {}", known.join(", "));
        return Failure::new(Outcome::BadUsage, format!("{message}\n{hint}"));
    }
    let near = load::nearest_of(word, known.iter().copied(), 2);
    let hint = match near.is_empty() {
        true => format!("the framework declares {}", known.join(", ")),
        false => format!("did you mean {}?", list_or(&near)),
    };
    Failure::new(Outcome::BadUsage, format!("error: unknown factor `{word}`\n  {hint}"))
}

/// Factors without a range here; an error where one was asked for by name, or where nothing is left.
fn settled(args: &Varied, idle: &[Idle], left: usize) -> Result<Vec<(String, String)>, Failure> {
    let named: Vec<String> = idle
        .iter()
        .filter(|i| args.factors.iter().any(|f| f == i.factor))
        .map(|i| format!("error: factor `{}` has no range here: {}", i.factor, i.why))
        .collect();
    if !named.is_empty() {
        return Err(Failure::new(Outcome::BadInput, named.join("\n")));
    }
    if left == 0 {
        return Err(Failure::new(Outcome::BadUsage, "error: no factor is left to vary\n  leave out --without"));
    }
    Ok(idle.iter().map(|i| (i.factor.to_owned(), i.why.clone())).collect())
}
