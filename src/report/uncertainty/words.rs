//! Sentences about an uncertainty analysis.

use super::{Driver, UncertaintyAnalysis};
use crate::analysis::multiverse::{Factor, RANK, RESIDUAL};
use crate::analysis::uncertainty::{GapShares, Plan, Uncertainty, Unit};
use crate::document::number;
use crate::report::answer::{self, Drawn};
use crate::report::origin::Origin;
use crate::statistics::sobol::Correlation;
use crate::statistics::spread::Spread;

/// The sentence of METHOD section 7.
pub fn sentence(shares: &GapShares, framework: &str, plan: Plan, driver: Option<&Driver>) -> String {
    let known = number::plain(shares.known as f64);
    let driver = driver.map_or_else(String::new, |d| format!("; the largest driver is {}", driven(d)));
    format!(
        "The gap is positive in {} of {known} model variants on absolute scales ({framework}, seed {}){driver}.",
        number::percent_of_draws(shares.positive),
        plan.seed
    )
}

/// "weights (ST = 0.42)".
fn driven(d: &Driver) -> String {
    let unsure = if d.total.converged { "" } else { ", not converged" };
    format!("{} (ST = {}{unsure})", d.title, number::fixed(d.total.estimate, 2))
}

/// Every declared correlation.
pub(in crate::report) fn correlated(correlations: &[Correlation], factors: &[Factor]) -> Vec<String> {
    let pair = |c: &Correlation| {
        let [a, b] = c.factors.map(|place| factors.get(place).map_or("", |f| f.code.as_str()));
        format!("{a} with {b}: Spearman's rank correlation {}", number::plain(c.spearman).replace('-', "−"))
    };
    correlations.iter().map(pair).collect()
}

/// The two answers about a partnership, as its score card gives them; none for the rows of a table.
pub(super) fn answer(
    analysis: &UncertaintyAnalysis<'_>,
    unit: &Unit,
    [driver, relative]: [Option<&Driver>; 2],
) -> Vec<String> {
    let Origin::Partnerships { framework: f, package, .. } = analysis.origin else { return Vec::new() };
    let nominal = |place: usize| unit.nominal.get(place).copied().flatten();
    let of = |code: &str| analysis.found.outputs.iter().position(|o| o == code).and_then(nominal);
    let Some(scores) = nominal(f.form.0).zip(nominal(f.content.0)) else { return Vec::new() };
    let draws = analysis.found.plan.draws;
    let cause = |d: Option<&'_ Driver>| d.map(|d| d.title.clone());
    let (cause, relative_cause) = (cause(driver), cause(relative));
    let shares = unit.gap.as_ref().map(|shares| Drawn { shares, draws, cause: cause.as_deref() });
    let mut said = vec![answer::absolute(scores, &f.verdicts, shares)];
    if let Some(both) = of(RANK).zip(of(RESIDUAL)) {
        let shares = unit.peers.as_ref().map(|shares| Drawn { shares, draws, cause: relative_cause.as_deref() });
        let with = package.parties.by_code(&f.peers.with).map_or(&*f.peers.with, |id| package.parties.name(id));
        said.push(answer::relative(with, both, f.verdicts.tolerance, shares));
    }
    said
}

/// The answer for one unit.
pub(super) fn headline(
    analysis: &UncertaintyAnalysis<'_>,
    unit: &Unit,
    drivers: [Option<&Driver>; 2],
) -> Vec<(&'static str, String)> {
    let found = &analysis.found;
    let place = found.headline_output;
    let [driver, relative] = drivers;
    let (full, data) = (unit.absolute.get(place).copied().flatten(), unit.data.get(place).copied().flatten());
    let nominal = unit.nominal.get(place).copied().flatten();
    let mut said = Vec::new();
    let answers = answer(analysis, unit, drivers);
    if !answers.is_empty() {
        said.push(("Answer", answers.join(" ")));
    }
    let (Some(nominal), Some(full)) = (nominal, full) else {
        said.push(("Result", "withheld for coverage: nothing to vary".to_owned()));
        return said;
    };
    let signed = unit.gap.is_some();
    let decimals = analysis.decimals();
    let write = |x: f64| if signed { number::signed(x, decimals) } else { number::fixed(x, decimals) };
    let between = |s: Spread| format!("{} to {}", write(s.low), write(s.high));
    let alone =
        data.filter(|_| found.has_data).map_or_else(String::new, |d| format!("; by the data alone {}", between(d)));
    let label = if signed { "GAP" } else { "Score" };
    said.push((
        label,
        format!("{}, 90 % interval {}, median {}{alone}", write(nominal), between(full), write(full.median)),
    ));
    if let Some(shares) = &unit.gap {
        let sure = shares.sureness(found.plan.draws);
        said.push((
            "Absolute",
            format!("{}. {}", sure.words(), sentence(shares, &analysis.origin.framework(), found.plan, driver)),
        ));
        let likely = |(label, share): &(String, f64)| format!("{label} {}", number::percent_of_draws(*share));
        let verdicts: Vec<String> = shares.verdicts.iter().rev().map(likely).collect();
        said.push(("Verdicts", verdicts.join(" · ")));
        let met: Vec<String> = shares
            .met
            .iter()
            .enumerate()
            .map(|(n, share)| format!("{n}: {}", number::percent_of_draws(*share)))
            .collect();
        said.push(("Met", format!("parameters that reach the threshold, {}", met.join(" · "))));
        if found.has_data {
            said.push((
                "",
                format!(
                    "By the data alone the gap is positive in {}.",
                    number::percent_of_draws(shares.positive_by_data)
                ),
            ));
        }
        if let Some(peers) = &unit.peers {
            let sure = peers.sureness(found.plan.draws);
            let driver =
                relative.map_or_else(String::new, |d| format!("; the largest driver of the residual is {}", driven(d)));
            let known = number::plain(peers.known as f64);
            said.push((
                "Relative",
                format!(
                    "{}. {} with everything as the framework has it; {}, yardsticks apart in {}, of {known} that have both{driver}.",
                    sure.words(),
                    crate::report::capital(peers.own.words()),
                    answer::split(peers),
                    number::percent_of_draws(peers.apart)
                ),
            ));
        }
    } else if let Some(driver) = driver {
        let total = number::fixed(driver.total.estimate, 2);
        said.push(("Driver", format!("the largest driver is {} (ST = {total})", driver.title)));
    }
    let holes = found.plan.draws.saturating_sub(full.known);
    let of = if signed { " on absolute scales" } else { "" };
    if holes > 0 {
        let (holes, draws) = (number::plain(holes as f64), number::plain(found.plan.draws as f64));
        said.push(("", format!("In {holes} of {draws} variants{of} it is withheld; they count nowhere.")));
    }
    said.push(("", "These are shares of declared model variants, never probabilities that a claim is true.".into()));
    said
}

pub(super) fn failed(found: &Uncertainty) -> Option<String> {
    let [data, absolute, full] = found.failed;
    let of = number::plain(found.plan.draws as f64);
    let gaps = found.units.iter().any(|u| u.gap.is_some());
    let absolute_said = if gaps { format!(", {absolute} of those on absolute scales") } else { String::new() };
    (data + absolute + full > 0).then(|| {
        format!(
            "{full} of {of} variants could not be computed{absolute_said}, and {data} of those of the data alone; they count nowhere"
        )
    })
}

pub(super) fn next(analysis: &UncertaintyAnalysis<'_>) -> String {
    let units: Vec<&str> = analysis.found.units.iter().take(2).map(|u| u.code.as_str()).collect();
    match analysis.origin {
        Origin::Partnerships { .. } => format!("spscore sensitivity {}", units.join(" ")),
        Origin::Table { .. } => "spscore sensitivity, with the same table and framework".into(),
    }
}
