//! Claims of Korolev (2024) that take more than score cards: members left out, and windows before and after a rise of
//! status.

use std::sync::Arc;

use rayon::prelude::*;

use crate::analysis::claims::{Claim, Finding};
use crate::analysis::compare::{Comparison, compare};
use crate::analysis::decompose::measured::{Measured, margin};
use crate::analysis::decompose::passage::years_of;
use crate::analysis::decompose::upgrade::{self, Movement};
use crate::analysis::decompose::{Sustained, sustained};
use crate::analysis::evaluation::Evaluation;
use crate::analysis::timeline;
use crate::measure::{Measurer, Pools};
use crate::model::framework::Framework;
use crate::model::party::Partnership;
use crate::model::window::Window;

/// A comparison in one window with the claim about members added, and that about rises of status where `upgrades` asks
/// for it, since it measures every window of the data. A series has neither: no report shows its claims.
pub fn compare_in_full(
    framework: &Framework,
    measurer: &Measurer<'_>,
    partnerships: &[Partnership],
    upgrades: bool,
) -> Comparison {
    let mut comparison = compare(framework, measurer, partnerships);
    comparison.claims.push(by_members(framework, measurer, &comparison.evaluations));
    if upgrades {
        let effects = effects(framework, measurer, partnerships);
        comparison.claims.push(by_time(framework, &comparison.evaluations, &effects));
    }
    comparison
}

/// "Sustained by individual members": asked where the two largest hold more than half of trade, as leave-one-out costs
/// more than a look at shares. It cannot be determined where CONTENT is withheld without some member and falls by less
/// without the others.
fn by_members(framework: &Framework, measurer: &Measurer<'_>, all: &[Evaluation]) -> Claim {
    let band = framework.verdicts.aligned_to;
    let found = |(evaluation, e): (usize, &Evaluation)| {
        let two: f64 = e.members.trade.as_ref()?.shares.iter().take(2).map(|(_, share)| share).sum();
        if two <= 0.5 {
            return None;
        }
        let Sustained { fall, unknown, .. } = sustained(framework, measurer, e.partnership)?;
        let holds = fall >= band;
        (holds || unknown == 0).then_some(Finding { evaluation, holds, value: fall })
    };
    Claim {
        title: "sustained by individual members",
        rule: format!(
            "where two hold more than half of trade: without one member CONTENT falls by {band} or more; the fall"
        ),
        findings: all.iter().enumerate().filter_map(found).collect(),
    }
}

/// What the last rise of status by the end of the window did to CONTENT, where both windows around it have it.
fn effects(framework: &Framework, measurer: &Measurer<'_>, all: &[Partnership]) -> Vec<(Partnership, f64, Movement)> {
    let (package, window) = (measurer.package(), measurer.window());
    let length = window.years() as u16;
    let Some(data) = years_of(package) else { return Vec::new() };
    let inside = |w: &Window| data.from() <= w.from() && w.to() <= data.to();
    let last = |p: &Partnership| {
        let rises = timeline::rises(framework, package, *p);
        let year = rises.iter().map(|r| r.date.year()).filter(|y| *y <= window.to()).max()?;
        let (before, after) = upgrade::around(year, length)?;
        (inside(&before) && inside(&after)).then_some((*p, year, [before, after], rises))
    };
    let asked: Vec<_> = all.iter().filter_map(last).collect();
    if asked.is_empty() {
        return Vec::new();
    }
    let pools = Arc::new(Pools::new(package, framework, data));
    let over = |w| Measurer::over(Arc::clone(&pools), package, framework, w);
    let one = |(p, year, around, rises): &(Partnership, _, [Window; 2], Vec<timeline::Rise>)| {
        // Both sides first: without them the placebo years would be measured in vain.
        Measured::within(framework, &over, *p, length, data, |w| around.contains(w)).effect(*year, &[]).ok()?;
        let rose: Vec<_> = rises.iter().map(|r| r.date.year()).collect();
        let found = Measured::within(framework, &over, *p, length, data, |_| true).effect(*year, &rose).ok()?;
        Some((*p, found.placebo.effect, found.moved))
    };
    asked.par_iter().filter_map(one).collect()
}

/// "Upgrade changed nothing": held where CONTENT is unchanged, refused where it rose or fell, otherwise not reported.
fn by_time(framework: &Framework, all: &[Evaluation], effects: &[(Partnership, f64, Movement)]) -> Claim {
    let found = |(evaluation, e): (usize, &Evaluation)| {
        let (_, value, moved) = effects.iter().find(|(p, ..)| *p == e.partnership)?;
        (*moved != Movement::Undetermined).then_some(Finding {
            evaluation,
            holds: *moved == Movement::Unchanged,
            value: *value,
        })
    };
    Claim {
        title: "the last upgrade changed nothing",
        rule: format!(
            "CONTENT of the window after it within {} of that before, against other years; the change",
            margin(framework)
        ),
        findings: all.iter().enumerate().filter_map(found).collect(),
    }
}
