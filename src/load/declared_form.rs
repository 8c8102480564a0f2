//! What a framework file declares of FORM: platforms and bodies, and the ladder of status.

use std::collections::BTreeMap;

use toml::Spanned;

use super::framework_file::{RawPlatform, RawReplacedBy, RawRung};
use super::reader::Reader;
use crate::diagnostic::Problem;
use crate::model::PartialDate;
use crate::model::ladder::{Ladder, ReplacedBy, Rung};
use crate::model::platform::{OpenTo, Platform};

impl Reader<'_> {
    /// The platforms that the file declares, in its order; a code that stands twice is refused.
    pub(super) fn declared_platforms(&mut self, declared: Vec<Option<RawPlatform>>) -> Vec<Platform> {
        let mut platforms: Vec<Platform> = Vec::new();
        for raw in declared.into_iter().flatten() {
            let at = raw.code.span().start;
            let code = raw.code.get_ref().clone();
            if platforms.iter().any(|p| p.code == code) {
                self.report_with_hint(at, format!("platform `{code}` is declared twice"), "take one of the two out");
                continue;
            }
            let [since, until] = [raw.since, raw.until].map(|date| date.and_then(|d| self.date(&d)));
            if let (Some(since), Some(until)) = (since, until)
                && until.surely_before(since)
            {
                self.report(at, Problem::DatesReversed { from: since.to_string(), to: until.to_string() });
            }
            platforms.push(Platform {
                code,
                title: raw.title,
                terms: Vec::new(),
                since,
                until,
                open_to: raw.open_to.iter().map(|word| OpenTo::parse(word)).collect(),
                documented: raw.documented,
                reason: raw.reason,
            });
        }
        platforms
    }

    fn date(&mut self, text: &Spanned<String>) -> Option<PartialDate> {
        let date = PartialDate::parse(text.get_ref());
        if date.is_none() {
            self.report(text.span().start, Problem::NotADate { value: text.get_ref().clone() });
        }
        date
    }
}

/// The ladder with what the file says of its rungs.
pub(super) fn ladder(rungs: BTreeMap<String, RawRung>, replaced_by: Option<RawReplacedBy>) -> Ladder {
    let rungs = rungs.into_iter().map(|(code, raw)| match raw {
        RawRung::Value(value) => Rung { code, value, title: None, reason: None },
        RawRung::Table(table) => Rung { code, value: table.value, title: table.title, reason: table.reason },
    });
    let replaced_by = match replaced_by {
        Some(RawReplacedBy::Later) => ReplacedBy::Later,
        Some(RawReplacedBy::Higher) | None => ReplacedBy::Higher,
    };
    Ladder { rungs: rungs.collect(), replaced_by }
}

/// Whether a ladder has the rung of those without a status, and every rung a number.
pub(super) fn is_a_ladder(rungs: &BTreeMap<String, RawRung>) -> bool {
    let value = |raw: &RawRung| match raw {
        RawRung::Value(value) => *value,
        RawRung::Table(table) => table.value,
    };
    rungs.contains_key("none") && rungs.values().all(|raw| value(raw).is_finite())
}
