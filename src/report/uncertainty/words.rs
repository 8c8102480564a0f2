//! Sentences about an uncertainty analysis.

use super::{Driver, Moved};
use crate::analysis::uncertainty::{GapShares, Plan, Spread, Uncertainty, Unit};
use crate::report::number;
use crate::report::origin::Origin;

/// A share as per cent, one decimal; 0 and 100 are only said where nothing and everything is.
pub fn percent(share: f64) -> String {
    match share {
        s if s > 0.0 && s < 0.000_5 => "< 0.1 %".into(),
        s if s < 1.0 && s > 0.999_5 => "> 99.9 %".into(),
        s => format!("{} %", number::fixed(100.0 * s, 1)),
    }
}

/// The sentence of METHOD section 7.
pub fn sentence(shares: &GapShares, framework: &str, plan: Plan, driver: Option<&Driver>) -> String {
    let [_, positive] = shares.positive;
    let known = number::plain(shares.known as f64);
    let driver = driver.map_or_else(String::new, |d| {
        let unsure = if d.total.converged { "" } else { ", not converged" };
        format!("; the largest driver is {} (ST = {}{unsure})", d.title, number::fixed(d.total.estimate, 2))
    });
    format!(
        "The gap is positive in {} of {known} model variants ({framework}, seed {}){driver}.",
        percent(positive),
        plan.seed
    )
}

/// What a score card says of one unit's intervals: "+12.3 to +45.6 in 90 % of variants; positive in 97.2 %".
pub fn summary(unit: &Unit, headline: usize, draws: usize) -> Option<String> {
    let full = unit.full.get(headline).copied().flatten()?;
    let shares = unit.gap.as_ref()?;
    let ends = format!("{} to {}", number::signed(full.low, 1), number::signed(full.high, 1));
    let [_, positive] = shares.positive;
    let of = match (number::plain(shares.known as f64), number::plain(draws as f64)) {
        (known, draws) if known == draws => format!("{draws} variants"),
        (known, draws) => format!("the {known} of {draws} variants that have a gap"),
    };
    Some(format!("90 % interval {ends} · positive in {} of {of}", percent(positive)))
}

/// The answer for one unit.
pub(super) fn headline(moved: &Moved<'_>, unit: &Unit, driver: Option<&Driver>) -> Vec<(&'static str, String)> {
    let found = moved.found;
    let place = found.headline_output;
    let (full, data) = (unit.full.get(place).copied().flatten(), unit.data.get(place).copied().flatten());
    let nominal = unit.nominal.get(place).copied().flatten();
    let mut said = Vec::new();
    let (Some(nominal), Some(full)) = (nominal, full) else {
        said.push(("Result", "withheld for coverage: nothing to vary".to_owned()));
        return said;
    };
    let signed = unit.gap.is_some();
    let decimals = moved.decimals();
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
        let likely = |(label, share): &(String, f64)| format!("{label} {}", percent(*share));
        let verdicts: Vec<String> = shares.verdicts.iter().rev().map(likely).collect();
        said.push(("Verdicts", verdicts.join(" · ")));
        let met: Vec<String> =
            shares.met.iter().enumerate().map(|(n, share)| format!("{n}: {}", percent(*share))).collect();
        said.push(("Met", format!("parameters that reach the threshold, {}", met.join(" · "))));
        said.push(("", sentence(shares, &moved.origin.framework(), found.plan, driver)));
        if found.has_data {
            let [data, _] = shares.positive;
            said.push(("", format!("By the data alone it is positive in {}.", percent(data))));
        }
    } else if let Some(driver) = driver {
        let total = number::fixed(driver.total.estimate, 2);
        said.push(("Driver", format!("the largest driver is {} (ST = {total})", driver.title)));
    }
    let holes = found.plan.draws.saturating_sub(full.known);
    if holes > 0 {
        let (holes, draws) = (number::plain(holes as f64), number::plain(found.plan.draws as f64));
        said.push(("", format!("In {holes} of {draws} variants it is withheld; they count nowhere.")));
    }
    said.push(("", "These are shares of declared model variants, never probabilities that a claim is true.".into()));
    said
}

pub(super) fn failed(found: &Uncertainty) -> Option<String> {
    let [data, full] = found.failed;
    let of = number::plain(found.plan.draws as f64);
    (data + full > 0).then(|| {
        format!(
            "{full} of {of} variants could not be computed, and {data} of those of the data alone; they count nowhere"
        )
    })
}

pub(super) fn next(moved: &Moved<'_>) -> String {
    let units: Vec<&str> = moved.found.units.iter().take(2).map(|u| u.code.as_str()).collect();
    match moved.origin {
        Origin::Partnerships { .. } => format!("spscore sensitivity {}", units.join(" ")),
        Origin::Table { .. } => "spscore sensitivity, with the same table and framework".into(),
    }
}
