//! One partnership measured in every window of one length, and the change of CONTENT across a year.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::analysis::decompose::upgrade::{self, Effect, NoEffect};
use crate::measure::Measurer;
use crate::model::framework::Framework;
use crate::model::measurement::Reading;
use crate::model::party::Partnership;
use crate::model::tree;
use crate::model::window::{Window, Year};
use crate::scoring::{ScoreCard, score};

type Readings = Vec<Option<Reading>>;

/// The readings of one partnership by window.
pub struct Measured<'f> {
    framework: &'f Framework,
    length: u16,
    data: Window,
    windows: BTreeMap<(Year, Year), Readings>,
}

impl<'f> Measured<'f> {
    /// Measures the requested windows of so many years that lie within the data.
    pub fn within<'a>(
        framework: &'f Framework,
        measurer: &(impl Fn(Window) -> Measurer<'a> + Sync),
        p: Partnership,
        length: u16,
        data: Window,
        asked: impl Fn(&Window) -> bool,
    ) -> Self {
        let windows = data.iter().map(|end| Window::ending(end, length)).filter(asked);
        let windows: Vec<Window> =
            windows.filter(|w| w.from() >= data.from() && w.years() == usize::from(length)).collect();
        let one = |w: &Window| ((w.from(), w.to()), measurer(*w).measure(framework, p).readings());
        Measured { framework, length, data, windows: windows.par_iter().map(one).collect() }
    }

    fn readings(&self, w: Window) -> Option<&Readings> {
        self.windows.get(&(w.from(), w.to()))
    }

    /// CONTENT before and after a year, both on the indicators that both windows have: what is missing or does not
    /// apply in one is taken out of the other, so that no difference is the coming or going of data.
    fn sides(&self, year: Year) -> Option<(f64, f64)> {
        let (before, after) = upgrade::around(year, self.length)?;
        let (mut before, mut after) = (self.readings(before)?.clone(), self.readings(after)?.clone());
        for (b, a) in before.iter_mut().zip(&mut after) {
            match (b.as_ref(), a.as_ref()) {
                (Some(Reading::Missing(_)), Some(Reading::Observed { .. })) => a.clone_from(b),
                (Some(Reading::Observed { .. }), Some(Reading::Missing(_))) => b.clone_from(a),
                _ => {}
            }
        }
        let content = |readings: &Readings| score(self.framework, readings).content().score;
        Some((content(&before)?, content(&after)?))
    }

    /// The difference of CONTENT across a year against those across all years that have one and in which no status
    /// rose.
    pub fn effect(&self, year: Year, rose: &[Year]) -> Result<Effect, NoEffect> {
        let other = |y: &Year| *y != year && !rose.contains(y) && self.sides(*y).is_some();
        let placebos: Vec<Year> = self.data.iter().filter(other).collect();
        upgrade::effect(year, &placebos, margin(self.framework), |y| self.sides(y)).map_err(|_| self.why_not(year))
    }

    fn why_not(&self, year: Year) -> NoEffect {
        let (data, around) = (self.data, upgrade::around(year, self.length));
        let Some((before, after)) = around else { return NoEffect::Outside { window: data, data } };
        for window in [before, after] {
            let Some(readings) = self.readings(window) else { return NoEffect::Outside { window, data } };
            let card = score(self.framework, readings);
            if card.content().score.is_none() {
                return NoEffect::Withheld { window, reasons: reasons(self.framework, readings, &card) };
            }
        }
        let reasons = vec!["too few indicators are known in both windows".to_owned()];
        NoEffect::Withheld { window: after, reasons }
    }
}

/// Why CONTENT has no score: the reasons of the indicators that are missing below the parameters that have none.
fn reasons(framework: &Framework, readings: &Readings, card: &ScoreCard) -> Vec<String> {
    let without = |id: &_| card.node(*id).score.is_none();
    let parameters: Vec<_> = framework.parameters().iter().copied().filter(without).collect();
    let mut reasons: Vec<String> = Vec::new();
    for (id, ..) in framework.indicators() {
        let inside = tree::ancestors(&framework.nodes, id).any(|a| parameters.contains(&a));
        let Some(Some(Reading::Missing(absence))) = readings.get(id.0).filter(|_| inside) else { continue };
        if !reasons.contains(&absence.reason) {
            reasons.push(absence.reason.clone());
        }
    }
    reasons
}

/// Half of what still counts as aligned: a change of CONTENT that cannot carry a partnership out of the middle of that
/// band.
pub fn margin(framework: &Framework) -> f64 {
    framework.verdicts.aligned_to / 2.0
}
