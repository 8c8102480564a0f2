//! The numbers and reasons of an audit in words. A reason is made from the numbers; the auditor's note stands beside it.

use crate::analysis::audit::{AuditedClaim, Found, Tried, Verdict};
use crate::document::number;
use crate::model::claim::{Answer, Operation, Relation, Unit};
use crate::model::records::Qualifier;
use crate::report::capital;

/// What a number of TIV is.
const NO_MONEY: &str = "a volume of capability and no money";

/// The unit behind a number where there is little room.
fn brief(unit: Unit) -> &'static str {
    match unit {
        Unit::Percent => " %",
        Unit::BillionDollars => " bn USD",
        Unit::BillionTiv => " bn TIV",
        Unit::Years => " years",
        Unit::Times => " times",
        Unit::Rank | Unit::Count | Unit::Points | Unit::Index => "",
    }
}

/// A number with one digit more than is printed, so that what is rounded away can be seen.
fn numeral(x: f64, unit: Unit, decimals: Option<u8>) -> String {
    let text = match (unit, decimals) {
        _ if unit.is_whole() => number::fixed(x, 0),
        (Unit::Index, _) => number::signed(x, 2),
        (Unit::Points, _) => number::score(x),
        (Unit::Times, _) => number::fixed(x, 2),
        (_, Some(decimals)) => number::fixed(x, usize::from(decimals) + 1),
        (_, None) => number::fixed(x, 2),
    };
    text.replace('-', "−")
}

/// The digits of the print, where a number is compared with it.
fn decimals(c: &AuditedClaim<'_>) -> Option<u8> {
    let fact = c.fact;
    let printed = fact.value.or(fact.lower).or(fact.upper).is_some();
    let apart = matches!(c.claim.expected.relation, Relation::Positive | Relation::Negative);
    (printed && !apart).then_some(fact.decimals)
}

/// What was found, with its unit.
pub(super) fn found(found: &Found, c: &AuditedClaim<'_>) -> String {
    match &found.answer {
        Answer::Number(x, unit) => numeral(*x, *unit, decimals(c)) + brief(*unit),
        Answer::Date(date) => date.to_string(),
        Answer::Word(word) => word.replace('_', " "),
        Answer::Holds(true) => "yes".into(),
        Answer::Holds(false) => "no".into(),
    }
}

/// What the fact prints, with its qualifier and unit, or what is expected of a statement in words.
pub(super) fn printed(c: &AuditedClaim<'_>) -> String {
    let fact = c.fact;
    let unit = match fact.unit.as_str() {
        "percent" => " %",
        "usd_billion" => " bn USD",
        "usd_million" => " m USD",
        "eur_million" => " m EUR",
        "million_doses" => " m doses",
        // Whole times are occurrences.
        "times" if fact.decimals > 0 => " times",
        _ => "",
    };
    let n = |x: f64| number::fixed(x, usize::from(fact.decimals)).replace('-', "−");
    match (fact.value, fact.lower, fact.upper, &c.claim.expected.relation) {
        (.., relation @ (Relation::Positive | Relation::Negative | Relation::Word(_) | Relation::Date(_))) => {
            expected(relation)
        }
        (.., relation @ Relation::True) if !matches!(c.claim.operation, Operation::NotHeld(_)) => expected(relation),
        (Some(v), .., relation) => {
            let before = match (fact.qualifier, relation) {
                (Some(Qualifier::About), _) => "about ",
                (Some(Qualifier::AtLeast), _) | (_, Relation::AtLeast(_)) => "at least ",
                (Some(Qualifier::AtMost), _) | (_, Relation::AtMost(_)) => "at most ",
                _ => "",
            };
            format!("{before}{}{unit}", n(v))
        }
        (None, Some(low), Some(high), _) => format!("{}–{}{unit}", n(low), n(high)),
        (None, Some(low), None, _) => format!("at least {}{unit}", n(low)),
        (None, None, Some(high), _) => format!("at most {}{unit}", n(high)),
        (None, None, None, relation) => expected(relation),
    }
}

/// The reading of a statement without a number.
fn expected(relation: &Relation) -> String {
    match relation {
        Relation::Equal { value, .. } => number::plain(*value),
        Relation::AtLeast(least) => format!("at least {}", number::plain(*least)),
        Relation::AtMost(most) => format!("at most {}", number::plain(*most)),
        Relation::Between { low, high, .. } => format!("{}–{}", number::plain(*low), number::plain(*high)),
        Relation::Positive => "above 0".into(),
        Relation::Negative => "below 0".into(),
        Relation::Date(date) => date.to_string(),
        Relation::Word(word) => word.replace('_', " "),
        Relation::True => "yes".into(),
    }
}

/// What was re-computed: as printed, or by the definition that agrees; nothing where nothing could be.
pub(super) fn recomputed(c: &AuditedClaim<'_>) -> Option<String> {
    let tried = c.deciding()?;
    tried.found.as_ref().ok().map(|f| found(f, c))
}

/// "It comes to 25.06 %, 3.26 percentage points above 21.8 %".
fn apart(f: &Found, c: &AuditedClaim<'_>) -> String {
    let (found, printed) = (found(f, c), printed(c));
    let range = match c.claim.expected.relation {
        Relation::Equal { value, .. } => Some((value, value)),
        Relation::Between { low, high, .. } => Some((low, high)),
        _ => None,
    };
    match (&f.answer, range) {
        (Answer::Number(x, unit), Some((low, high))) if !unit.is_whole() => {
            let (by, side) = if *x < low { (low - x, "below") } else { (x - high, "above") };
            let by = numeral(by, *unit, decimals(c));
            let away = match unit {
                Unit::Percent => format!("{by} percentage points"),
                _ => by.trim_start_matches('+').to_owned() + brief(*unit),
            };
            format!("it comes to {found}, {away} {side} {printed}")
        }
        (Answer::Holds(_), _) => format!("it does not hold: {}", f.working),
        _ => format!("it comes to {found}, not {printed}"),
    }
}

fn value_of(t: &Tried<'_>, c: &AuditedClaim<'_>) -> String {
    match &t.found {
        Ok(f) => found(f, c),
        Err(why) => format!("not to be computed ({why})"),
    }
}

/// "the mean of the five listed members 31.53 %; ..".
fn listed<'t, 'a: 't>(all: impl Iterator<Item = &'t Tried<'a>>, c: &AuditedClaim<'_>) -> String {
    let each: Vec<String> =
        all.map(|t| format!("{}: {}", t.definition.unwrap_or("as printed"), value_of(t, c))).collect();
    each.join("; ")
}

/// Why the verdict is what it is, made from the numbers.
pub(super) fn reason(c: &AuditedClaim<'_>) -> String {
    let Some(first) = c.printed() else { return String::new() };
    let printed = printed(c);
    let mut said = match (c.verdict, &first.found) {
        (Verdict::Reproduced, Ok(f)) => {
            let agrees = match &f.answer {
                Answer::Number(..) => format!("{} agrees with {printed}", found(f, c)),
                Answer::Date(date) => format!("the data have {date}, and {printed} is printed"),
                Answer::Word(_) | Answer::Holds(_) => format!("it holds: {}", f.working),
            };
            match c.not_under() {
                others if others.is_empty() => agrees,
                others => format!("{agrees}; it does not under other definitions: {}", listed(others.into_iter(), c)),
            }
        }
        (Verdict::OtherDefinition, Ok(f)) if first.agrees => {
            format!("the number agrees, {} with {printed}, but {} is {NO_MONEY}", found(f, c), Unit::BillionTiv.words())
        }
        (Verdict::OtherDefinition, as_printed) => {
            let as_printed = match as_printed {
                Ok(f) => format!("as printed it comes to {}, not {printed}", found(f, c)),
                Err(why) => format!("as printed it cannot be checked ({why})"),
            };
            let agreeing: Vec<&Tried<'_>> = c.tried.iter().filter(|t| t.agrees).collect();
            let failing = c.tried.iter().skip(1).filter(|t| t.found.is_ok() && !t.agrees);
            let also = listed(failing, c);
            let also = if also.is_empty() { String::new() } else { format!("; it does not by {also}") };
            format!("{as_printed}; it agrees by another definition: {}{also}", listed(agreeing.into_iter(), c))
        }
        (Verdict::Differs, as_printed) => {
            let as_printed = match as_printed {
                Ok(f) if first.other_unit => format!("{}; {} is {NO_MONEY}", apart(f, c), Unit::BillionTiv.words()),
                Ok(f) => apart(f, c),
                Err(why) => format!("as printed it cannot be checked ({why})"),
            };
            match c.tried.len() {
                1 => as_printed,
                _ => format!(
                    "{as_printed}; other definitions do not agree either: {}",
                    listed(c.tried.iter().skip(1), c)
                ),
            }
        }
        (Verdict::NotCheckable, Err(why)) => {
            let others = c.tried.iter().skip(1).filter_map(|t| t.found.as_ref().err()).filter(|other| *other != why);
            others.fold(why.clone(), |said, other| format!("{said}; {other}"))
        }
        // A verdict goes with what was found.
        (Verdict::NotCheckable, Ok(_)) | (Verdict::Reproduced, Err(_)) => String::new(),
    };
    let shown = c.deciding().or(Some(first)).and_then(|t| t.found.as_ref().ok());
    for note in shown.into_iter().flat_map(|f| &f.notes) {
        said += &format!("; {note}");
    }
    capital(&said) + "."
}

/// A verdict where there is little room.
pub(super) fn short(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Reproduced => "reproduced",
        Verdict::OtherDefinition => "other",
        Verdict::Differs => "differs",
        Verdict::NotCheckable => "unknown",
    }
}
