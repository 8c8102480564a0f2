//! From why an analysis has no result to an exit code and the words that say how to mend it.

use super::{Failure, Outcome};
use crate::analysis::memory::Shortage;
use crate::analysis::verbs::{self, Error};
use crate::analysis::weight_robustness::WeightError;
use crate::diagnostic::list_or;
use crate::load::nearest_of;
use crate::scoring::RefusedAt;
use crate::statistics::coherence::Refusal;

/// The hint for verbs that can be allowed more memory.
pub(super) const MORE_MEMORY: &str = ", or allow more with --memory";

/// The failure that reports an error.
pub(super) fn failed(error: &Error) -> Failure {
    failure(error, "")
}

/// The same where more memory may be allowed.
pub(super) fn failed_for_memory(error: &Error) -> Failure {
    failure(error, MORE_MEMORY)
}

fn failure(error: &Error, more: &str) -> Failure {
    let (outcome, hint) = match error {
        Error::Refused(refused) => return self::refused(refused),
        Error::Memory(shortage) => return afforded(shortage, more),
        Error::Coherence(refusal) => return incoherent(refusal),
        Error::Untouched { factors, base_points } => return untouched(factors, *base_points),
        Error::Idle(idle) => {
            let each = idle.iter().map(|i| format!("error: factor `{}` has no range here: {}", i.factor, i.why));
            return Failure::new(Outcome::BadInput, each.collect::<Vec<_>>().join("\n"));
        }
        Error::Weights(error) => (weights(error), error.hint()),
        Error::Table(error) => (Outcome::BadInput, error.hint()),
        Error::Withheld => (Outcome::Withheld, "spscore evaluate tells what is missing".into()),
        Error::LeftOut { .. } => {
            let hint = "impute what is missing, or vary the weights of another node with --over";
            (Outcome::Withheld, hint.into())
        }
        Error::NoFactors => {
            let hint = "add a part such as [factors.weights]; spscore framework print shows the built-in ones";
            (Outcome::BadInput, hint.into())
        }
        Error::PeersOverlap { .. } => {
            let hint = "take one of the two out of the framework's [peers]: what overlaps is not ranked together";
            (Outcome::BadInput, hint.into())
        }
        Error::UnknownPeers { .. } => {
            (Outcome::BadInput, "hint: add them to parties.csv, or take them out of [peers]".into())
        }
        Error::Sobol(_) => (Outcome::BadInput, String::new()),
        other => (Outcome::BadUsage, usage(other)),
    };
    let message = match error {
        Error::NoPairs => "error: --pairs asks for the order of pairs, and only one unit is named".to_owned(),
        _ => format!("error: {error}"),
    };
    let hint = if hint.is_empty() { hint } else { format!("\n  {hint}") };
    Failure::new(outcome, format!("{message}{hint}"))
}

/// How to type it otherwise; nothing where there is no other way.
fn usage(error: &Error) -> String {
    match error {
        Error::NobodyNamed => {
            "name partnerships, such as russia-asean, or add --peers, or give a table with --table".into()
        }
        Error::OnlyOne => "name another one, or add --peers or --windows".into(),
        Error::OnlyOneVersion => {
            "add --with-framework, --with-table, --with-methods or --without, or two --years of a panel".into()
        }
        Error::TwoYearsWanted { held } => {
            let years = held.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            format!("name the earlier and the later with --years, of {years}; or another version with --with-table")
        }
        Error::YearWanted { held } => {
            let years = held.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            format!("name years with --years; the table has {years}")
        }
        Error::OneFramework => "name another one: --frameworks korolev,renard,institutional".into(),
        Error::FrameworkTwice { .. } => "name each framework once".into(),
        Error::TwoPartnerships => "name another one, or add --peers".into(),
        Error::WindowsOverlap { .. } => "name two windows that share no year, the earlier one with --from".into(),
        Error::UnknownUnit { unit, units } => {
            near(unit, units, 3).unwrap_or_else(|| "write units as the table's column of units does".into())
        }
        Error::NoSuchUnit { unit, units } => {
            let names = units.iter().flat_map(|(code, name)| [Some(code), name.as_ref()]).flatten();
            let first = || units.iter().take(5).map(|(code, _)| code.as_str()).collect::<Vec<_>>().join(", ");
            near(unit, names, 3).unwrap_or_else(|| format!("the first of them: {}", first()))
        }
        Error::UnknownNode { node, nodes, .. } => {
            near(node, nodes, 3).unwrap_or_else(|| format!("its nodes: {}", nodes.join(", ")))
        }
        Error::NoNodeToRank { node, nodes, inner } => near(node, nodes, 3).unwrap_or_else(|| {
            let inner = inner.iter().take(8).map(String::as_str).collect::<Vec<_>>();
            format!("nodes with children are {}", inner.join(", "))
        }),
        Error::NothingCalled { typed, names, .. } => called(typed, names),
        Error::SeveralNodes { codes, .. } => format!("write {}", list_or(codes)),
        Error::NothingBelow { above, .. } => format!("name the node above it: {above}"),
        Error::NoSuchClaim { claim, claims, .. } => {
            near(claim, claims, 3).unwrap_or_else(|| "leave --claim out to see the names of all claims".into())
        }
        Error::NoGroups { column, held } => near(column, held, 3).unwrap_or_else(|| match held.is_empty() {
            true => "name it under [table]: groups = [\"COLUMN\"]".into(),
            false => format!("the framework reads {} as groups; name others under [table] groups", held.join(", ")),
        }),
        Error::NoSuchGroup { groups, .. } => format!("its groups: {}", groups.join(", ")),
        Error::NoSuchParty { code, codes } => near(code, codes, 3)
            .unwrap_or_else(|| "write codes as the table of flows does; a bloc must be named with --blocs too".into()),
        Error::NoYears => "leave --year out, or name the column under [table]".into(),
        Error::NoSuchYear { held, .. } => {
            format!("its years: {}", held.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "))
        }
        Error::UnknownFactor { declared, undeclared: true, .. } => format!("it declares {}", declared.join(", ")),
        Error::UnknownFactor { word, declared, .. } => {
            near(word, declared, 2).unwrap_or_else(|| format!("the framework declares {}", declared.join(", ")))
        }
        Error::FittedWeights { .. } => "name the table: --table FILE, or --coinr IDATA IMETA".into(),
        Error::WeightsByGroup { .. } => "draw a table with the units of one group".into(),
        Error::NotGiven { .. } => "fix each factor once, and leave it out of --without".into(),
        Error::NoLevel { factor, levels, .. } if levels.is_empty() => {
            format!("--without {factor} holds it as the framework has it")
        }
        Error::NoLevel { levels, .. } => format!("its levels are {}", levels.join(", ")),
        Error::AnotherQuestion { factor, .. } => format!("fix another level, or take --without {factor}"),
        Error::GroupNamed { .. } => "give each group a name of its own, such as method=weights,power".into(),
        Error::GroupOfOne { .. } => "name two factors or more: method=weights,power".into(),
        Error::GroupedTwice { .. } => "name each factor in one group, once".into(),
        Error::Unordered { .. } => {
            "correlate ranges, and choices between two; or move such a factor with others by --group".into()
        }
        Error::CorrelatedTwice { .. } => "name each pair of two factors once".into(),
        Error::NotTogether => "take smaller correlations, or fewer".into(),
        Error::ChoicesTogether => "correlate choices between two in pairs of their own".into(),
        Error::NotVaried { factor, varying } => {
            near(factor, varying, 2).unwrap_or_else(|| format!("those that vary are {}", varying.join(", ")))
        }
        Error::NothingVaries => "leave out --without or --fix".into(),
        Error::NoPairs => "a single unit has no rank: name another one, or add --peers".into(),
        Error::NoPeer { peers, .. } => format!("its peers are {}", peers.join(", ")),
        Error::SeveralYears { ahead, behind } => format!("name the year: --swap \"{ahead} 2018,{behind} 2018\""),
        _ => String::new(),
    }
}

/// "did you mean a, b or c?", where some name is near.
fn near<'a>(typed: &str, names: impl IntoIterator<Item = &'a String>, most: usize) -> Option<String> {
    let near = nearest_of(typed, names.into_iter().map(String::as_str), most);
    (!near.is_empty()).then(|| format!("did you mean {}?", list_or(&near)))
}

/// Codes and titles that contain the given word, or are similar to it.
fn called(typed: &str, names: &[String]) -> String {
    let wanted = verbs::as_asked(typed);
    let part = |n: &&String| wanted.len() > 2 && n.to_lowercase().contains(&wanted);
    let mut near: Vec<String> = names.iter().filter(part).cloned().collect();
    if near.is_empty() {
        near = nearest_of(&wanted, names.iter().map(String::as_str), 3);
    }
    near.dedup();
    near.truncate(4);
    match near.as_slice() {
        [] => "spscore list indicators shows every code and title".to_owned(),
        near => format!("did you mean {}?   (spscore list indicators)", list_or(near)),
    }
}

/// What the engine cannot compute, all of it, each with its node and how to mend it.
pub(super) fn refused(refused: &[RefusedAt]) -> Failure {
    let lines: Vec<String> = refused.iter().map(|r| format!("error: {r}\n  hint: {}", r.refused.hint())).collect();
    let n = refused.len();
    let errors = if n == 1 { "1 error".to_owned() } else { format!("{n} errors") };
    Failure::new(Outcome::BadInput, format!("{}\n{errors}; nothing was scored", lines.join("\n")))
}

/// The failure for an analysis that takes too much memory; `more` is the hint how to allow more, if there is one.
fn afforded(shortage: &Shortage, more: &str) -> Failure {
    let (outcome, hint) = match shortage {
        Shortage::AboveLimit { what, fitting, .. } => {
            (Outcome::BadUsage, format!("no more than {fitting} {what} fit: ask for fewer{more}"))
        }
        Shortage::NotHad { .. } => {
            (Outcome::Unreachable, "ask for less, end other programs, or take a machine with more memory".to_owned())
        }
    };
    Failure::new(outcome, format!("error: {shortage}\n  hint: {hint}"))
}

fn incoherent(refusal: &Refusal) -> Failure {
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

/// Factors without any effect, each with its remedy.
fn untouched(factors: &[String], base_points: usize) -> Failure {
    let lines = factors.iter().map(|word| {
        let message = format!("error: factor `{word}` touches nothing: no gap, score or rank changed with it");
        let hint = match verbs::unsuitable(word) {
            Some(why) => why.to_owned(),
            None => format!("leave it out with --without {}, or take more base points", factors.join(",")),
        };
        format!("{message} at any of {base_points} base points\n  {hint}")
    });
    Failure::new(Outcome::BadInput, lines.collect::<Vec<_>>().join("\n"))
}

/// A question without an answer is an error of the command line; too few units, or numbers beyond the solver, are an
/// error of the data.
fn weights(error: &WeightError) -> Outcome {
    match error {
        WeightError::Alone { .. } | WeightError::Kernel(_) => Outcome::BadInput,
        _ => Outcome::BadUsage,
    }
}
