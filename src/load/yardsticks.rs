//! Reads the parts of a framework file that only partnerships have: window, verdict, peers, reference sample.

use crate::diagnostic::Problem;
use crate::load::framework_file::*;
use crate::load::reader::{Reader, SMALLEST};
use crate::model::date::PartialDate;
use crate::model::framework::*;
use crate::model::window::Window;

impl Reader<'_> {
    pub(super) fn window(&mut self, raw: RawWindow) -> Option<(Window, f64)> {
        let window = self.years(&raw.default);
        let share = self.fraction(&raw.minimum_share, "the share of years", SMALLEST, 1.0);
        Some((window?, share?))
    }

    pub(super) fn verdicts(&mut self, raw: &RawVerdict) -> Option<Verdicts> {
        let from = *raw.aligned_from.get_ref();
        if !(from < raw.aligned_to && raw.aligned_to < raw.nominal_above && (raw.nominal_above - from).is_finite()) {
            let hint = "write aligned_from < aligned_to < nominal_above";
            self.report_with_hint(raw.aligned_from.span().start, "the bands of the verdict do not ascend", hint);
            return None;
        }
        self.fraction(&raw.threshold, "the threshold", 1.0, 100.0)?;
        self.fraction(&raw.strategic_status, "the strategic status", f64::MIN, f64::MAX)?;
        let tolerance = match &raw.tolerance {
            Some(tolerance) => self.fraction(tolerance, "the tolerance", 0.0, 100.0)?,
            None => 0.0,
        };
        Some(Verdicts {
            aligned_from: from,
            aligned_to: raw.aligned_to,
            nominal_above: raw.nominal_above,
            labels: raw.labels.clone(),
            tolerance,
        })
    }

    pub(super) fn reference(&mut self, raw: RawReference) -> Option<Reference> {
        let ending = self.years(&raw.ending)?;
        let (lower, upper) = (*raw.lower_percentile.get_ref(), raw.upper_percentile);
        if !(0.0 <= lower && lower < upper && upper <= 100.0) {
            let hint = "write 0 <= lower_percentile < upper_percentile <= 100";
            self.report_with_hint(raw.lower_percentile.span().start, "the percentiles are in the wrong order", hint);
            return None;
        }
        let length = *raw.length.get_ref();
        if !(1..=50).contains(&length) {
            let (what, range) = ("the length of a window".into(), "1 to 50".into());
            self.report(raw.length.span().start, Problem::OutOfRange { value: length.to_string(), what, range });
            return None;
        }
        Some(Reference { description: raw.description, ending, length, lower, upper, sha256: raw.sha256 })
    }

    pub(super) fn peers(&mut self, raw: RawPeers) -> Option<PeerSet> {
        let Some(as_of) = PartialDate::parse(raw.as_of.get_ref()) else {
            let value = raw.as_of.get_ref().clone();
            self.report(raw.as_of.span().start, Problem::NotADate { value });
            return None;
        };
        for (i, code) in raw.members.iter().enumerate() {
            if raw.members.iter().take(i).any(|earlier| earlier == code) {
                let message = format!("peer `{code}` is named twice");
                self.report_with_hint(raw.as_of.span().start, message, "name each peer once");
            }
        }
        if raw.members.contains(&raw.with) {
            let message = format!("`{}` is paired with itself", raw.with);
            self.report_with_hint(raw.as_of.span().start, message, "take it out of `members`");
        }
        Some(PeerSet { name: raw.name, as_of, members: raw.members, with: raw.with })
    }
}
