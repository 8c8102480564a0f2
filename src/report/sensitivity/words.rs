//! Sentences about a sensitivity analysis: the answer, what varies, what the columns mean.

use super::{DEPENDENT, SensitivityAnalysis, curve, defined, index, share, weights};
use crate::analysis::multiverse::{Factor, FactorKind};
use crate::analysis::sensitivity::Quantity;
use crate::document::number;
use crate::report::origin::Origin;
use crate::statistics::sobol::{Outcome, Why};

type Said = Vec<(&'static str, String)>;

/// The answer for one unit.
pub(super) fn of_one(answer: &SensitivityAnalysis<'_>, unit: usize) -> Said {
    let found = &answer.found;
    let mut said = Said::new();
    let headline = answer.headline();
    let own = found.headline.get(unit).copied().flatten();
    let label = answer.weighed.as_ref().and_then(|w| w.verdicts.get(unit)).and_then(|v| v.label.clone());
    let label = label.map_or_else(String::new, |l| format!(", {l}"));
    let shown = answer.shown(unit);
    let indices = defined(found.of(shown));
    match (own, indices) {
        (Some(own), Some(i)) => said.push((
            headline,
            format!(
                "{}{label}; over the variants of the design mean {}, standard deviation {}.",
                answer.write(own),
                answer.write(i.mean),
                number::fixed(i.standard_deviation, answer.decimals())
            ),
        )),
        (Some(own), None) => said.push((headline, format!("{}{label}.", answer.write(own)))),
        (None, _) => said.push((headline, "withheld for coverage.".into())),
    }
    match found.of(shown).map(|o| &o.outcome) {
        Some(Outcome::Defined(i)) => {
            let order = found.by_total(&[shown]);
            let about =
                if shown == found.headline_of(unit) { String::new() } else { format!(" of {}", answer.called(shown)) };
            let total = |place: &usize| i.factors.get(*place).map(|f| (*place, f.total));
            let mut largest = order.iter().filter_map(total);
            if let Some((place, total)) = largest.next() {
                let left = number::whole(100.0 * total.estimate);
                let word = answer.group(place);
                said.push((
                    "Driver",
                    format!(
                        "The largest driver{about} is {word} ({}): ST = {}. With all other choices fixed, {left} % of the variance \
                         would remain on average.",
                        answer.group_title(place),
                        index(total)
                    ),
                ));
            }
            let next: Vec<String> = largest
                .filter(|(_, total)| total.estimate >= 0.005)
                .take(3)
                .map(|(place, total)| format!("{} {}", answer.group(place), index(total)))
                .collect();
            let mut text = if next.is_empty() { String::new() } else { format!("Then {}. ", next.join(", ")) };
            text += &shared(answer, i.first_sum.estimate);
            said.push(("", text));
        }
        Some(Outcome::Undefined(why)) => said.push(("Driver", no_indices(answer, *why))),
        None => {}
    }
    if let Some(signs) = signs(answer, unit).filter(|_| own.is_some()) {
        said.push(("Sign", signs));
    }
    said.extend(relative(answer, unit).map(|text| ("Relative", text)));
    if let Some(sentence) =
        answer.weighed.as_ref().and_then(|w| w.verdicts.get(unit)).and_then(|v| weights::sentence(answer, v))
    {
        said.push(("Weights", format!("{sentence}.")));
    }
    match &found.curves {
        Ok(curves) => said.extend(curves.get(unit).map(|c| curve::said(answer, c)).unwrap_or_default()),
        Err(why) => said.push(("Choices", format!("no specification curve: {}.", curve::curveless(why)))),
    }
    said
}

fn no_indices(answer: &SensitivityAnalysis<'_>, why: Why) -> String {
    match why {
        Why::TooFew => "no indices: fewer than two base points have a value in all of their runs.".into(),
        Why::Constant { value } => {
            format!(
                "no indices: the value is {} in every variant, and there is no spread to share out.",
                answer.write(value)
            )
        }
    }
}

/// What the residual among the peers depends on; nothing for who is not ranked among them.
fn relative(answer: &SensitivityAnalysis<'_>, unit: usize) -> Option<String> {
    let found = &answer.found;
    let own = answer.write(found.residual.get(unit).copied().flatten()?);
    let residual = Quantity::Residual(unit);
    let Outcome::Defined(i) = &found.of(residual)?.outcome else { return None };
    let mut largest = found.by_total(&[residual]).into_iter().filter_map(|p| Some((p, i.factors.get(p)?.total)));
    let (place, total) = largest.next()?;
    let next: Vec<String> = largest
        .filter(|(_, total)| total.estimate >= 0.005)
        .take(2)
        .map(|(place, total)| format!("{} {}", answer.group(place), index(total)))
        .collect();
    let next = if next.is_empty() { String::new() } else { format!("; then {}", next.join(", ")) };
    let turning = found.swings.iter().filter(|s| s.relative_turns.get(unit).copied().unwrap_or(false));
    let turning: Vec<&str> = turning.map(|s| answer.factor(s.factor)).collect();
    let signs = if turning.is_empty() {
        "no factor alone turns its sign".into()
    } else {
        format!("alone its sign is turned by {}", turning.join(", "))
    };
    Some(format!(
        "the residual from the peers' line is {own}, over all variants of the design {} on average; its largest driver is {} ({}): \
         ST = {}{next}; {signs}.",
        answer.write(i.mean),
        answer.group(place),
        answer.group_title(place),
        index(total)
    ))
}

/// Which factors alone turn the sign of a gap.
fn signs(answer: &SensitivityAnalysis<'_>, unit: usize) -> Option<String> {
    if !answer.found.gaps {
        return None;
    }
    let turning: Vec<&str> = answer
        .found
        .swings
        .iter()
        .filter(|s| s.turns.get(unit).copied().unwrap_or(false))
        .map(|s| answer.factor(s.factor))
        .collect();
    Some(match turning.as_slice() {
        [] => "no factor alone turns the sign of the gap.".into(),
        [one] => format!("{one} alone can turn the sign of the gap; no other factor can."),
        [first @ .., last] => {
            format!("{} and {last}, each alone, can turn the sign of the gap; no other factor can.", first.join(", "))
        }
    })
}

/// The answer for several units.
pub(super) fn of_many(answer: &SensitivityAnalysis<'_>) -> Said {
    let found = &answer.found;
    let short = answer.short();
    let units = 0..found.units.len();
    let mut said = Said::new();
    let drivers = units.clone().filter_map(|unit| found.driver(found.headline_of(unit)));
    let counted = count(answer, drivers.map(|(place, _)| place));
    if !counted.is_empty() {
        said.push((answer.headline(), format!("the largest driver is {}.", counted.join(", "))));
    }
    let residuals = units.clone().filter_map(|unit| found.driver(Quantity::Residual(unit)));
    let counted = count(answer, residuals.map(|(place, _)| place));
    if !counted.is_empty() {
        said.push((
            "Residual",
            format!("the largest driver of the residual among the peers is {}.", counted.join(", ")),
        ));
    }
    let ranks = count(answer, units.clone().filter_map(|u| found.driver(Quantity::Rank(u))).map(|(place, _)| place));
    if !ranks.is_empty() {
        let shift = found.driver(Quantity::Shift);
        let shift = shift.map_or_else(String::new, |(place, total)| {
            format!("; the mean rank shift hangs most on {} (ST = {})", answer.group(place), index(total))
        });
        said.push(("Ranks", format!("the largest driver is {}{shift}.", ranks.join(", "))));
    }
    let pairs = found.indices.quantities.iter().filter(|q| matches!(q, Quantity::Order(..)));
    let (mut all, mut never, mut driven) = (0, 0, Vec::new());
    for pair in pairs {
        all += 1;
        match found.of(*pair).map(|o| &o.outcome) {
            Some(Outcome::Defined(_)) => driven.extend(found.driver(*pair).map(|(place, _)| place)),
            Some(Outcome::Undefined(Why::Constant { .. })) => never += 1,
            _ => {}
        }
    }
    if all > 0 {
        let swaps = match (all, never) {
            (1, 0) => "the two swap in some variant of the design".to_owned(),
            (1, _) => "the two swap in no variant of the design".to_owned(),
            (_, 0) => format!("each of {all} pairs swaps in some variant of the design"),
            _ => format!("{never} of {all} pairs swap in no variant of the design"),
        };
        let counted = match driven.as_slice() {
            [one] => vec![answer.group(*one).to_owned()],
            _ => count(answer, driven.into_iter()),
        };
        let which = if never > 0 { "the order of the others" } else { "the order" };
        let driven =
            if counted.is_empty() { String::new() } else { format!("; {which} hangs most on {}", counted.join(", ")) };
        said.push(("Pairs", format!("{swaps}{driven}.")));
    }
    if found.gaps {
        let turned = |unit: &usize| found.headline.get(*unit).copied().flatten().is_some();
        let turned = units
            .clone()
            .filter(turned)
            .filter(|unit| found.swings.iter().any(|s| s.turns.get(*unit).copied().unwrap_or(false)));
        let names: Vec<&str> = turned.filter_map(|u| short.get(u)).map(String::as_str).collect();
        said.push((
            "Sign",
            match names.is_empty() {
                true => "no factor alone turns the sign of any gap.".into(),
                false => format!("some factor alone can turn the sign of the gap of {}.", names.join(", ")),
            },
        ));
    }
    if let Some(weighed) = &answer.weighed {
        let fixed = weighed.verdicts.iter().zip(&short).filter(|(v, _)| v.label.is_some() && v.levers.is_empty());
        let names: Vec<&str> = fixed.map(|(_, name)| name.as_str()).collect();
        let known = weighed.verdicts.iter().filter(|v| v.label.is_some()).count();
        said.push((
            "Weights",
            match names.len() {
                0 => "every verdict can be changed by some single weight; the tables say by how much.".into(),
                n if n == known => "no single weight changes any verdict.".into(),
                _ => format!(
                    "no single weight changes the verdict of {}; the tables say what changes the others.",
                    names.join(", ")
                ),
            },
        ));
    }
    if let Err(why) = &found.curves {
        said.push(("Choices", format!("no specification curve: {}.", curve::curveless(why))));
    }
    said
}

/// How often each factor or group comes up: "weights for 6, status for 5", the most frequent first.
fn count(answer: &SensitivityAnalysis<'_>, places: impl Iterator<Item = usize>) -> Vec<String> {
    let mut counts = vec![0usize; answer.found.indices.groups.len()];
    for place in places {
        if let Some(n) = counts.get_mut(place) {
            *n += 1;
        }
    }
    let mut found: Vec<(usize, usize)> = counts.into_iter().enumerate().filter(|(_, n)| *n > 0).collect();
    found.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    if let ([(place, n)], 2..) = (found.as_slice(), found.first().map_or(0, |f| f.1)) {
        let all = if *n == 2 { "both".to_owned() } else { format!("all {n}") };
        return vec![format!("{} for {all}", answer.group(*place))];
    }
    found.into_iter().map(|(place, n)| format!("{} for {n}", answer.group(place))).collect()
}

/// Of a factor with more choices the range stands in their place.
const MOST_LEVELS: usize = 6;

/// Every factor that varies with its range.
pub(super) fn varied(answer: &SensitivityAnalysis<'_>) -> Vec<String> {
    let range = |f: &Factor| match &f.kind {
        FactorKind::Discrete { levels, .. } if levels.len() <= MOST_LEVELS => levels.join(", "),
        _ => f.range.clone(),
    };
    answer.found.factors.iter().map(|f| format!("{}: {} ({})", f.code, f.title, range(f))).collect()
}

/// What the first-order indices sum to, where that means something.
fn shared(answer: &SensitivityAnalysis<'_>, sum: f64) -> String {
    if answer.correlated() {
        return format!("{DEPENDENT}.");
    }
    let rest = number::fixed((1.0 - sum).max(0.0), 2);
    format!("First-order indices sum to {}; the rest, {rest}, is {}.", share(sum), answer.interaction())
}

/// Every group with its factors.
pub(super) fn groups(answer: &SensitivityAnalysis<'_>) -> Vec<String> {
    let words = |group| answer.members(group).collect::<Vec<_>>().join(", ");
    answer.named_groups().map(|group| format!("{}: {}", group.code, words(group))).collect()
}

pub(super) fn columns(answer: &SensitivityAnalysis<'_>, single: bool) -> String {
    let grouped = match answer.named_groups().next() {
        None => "",
        Some(_) => {
            " Of a group both are those of all its factors at once: what these do among themselves counts in S and in ST."
        }
    };
    let along = match answer.correlated() {
        false => "",
        true => {
            " With correlated factors what goes with a factor goes with it: S counts what is known of the others once this one is, \
                 and ST only what this one leaves open once all others are known."
        }
    };
    let both = format!(
        "ST, total index: the share of the variance that stays, on average, while this factor alone is open, all others settled; \
         it counts what the factor does together with others.{grouped}{along} ~ not converged."
    );
    match single {
        true => format!(
            "S, first-order index: the share of the variance that goes, on average, when this factor alone is settled. {both} \
             90 % interval: by bootstrap over the base points; it says how exact the figure is, not how far the result moves."
        ),
        false => format!("{both} First-order indices, intervals and all pairs: --format csv or json."),
    }
}

pub(super) fn next(answer: &SensitivityAnalysis<'_>) -> String {
    match answer.origin {
        Origin::Partnerships { .. } => {
            let unit = answer.found.units.first().map_or("", String::as_str);
            match answer.found.units.len() {
                1 => format!("spscore uncertainty {unit}"),
                _ => format!("spscore sensitivity {unit}"),
            }
        }
        Origin::Table { .. } => {
            "spscore ranks --swap A,B, with the same table and framework: the smallest changes of weights that swap two units, exactly"
                .into()
        }
    }
}
