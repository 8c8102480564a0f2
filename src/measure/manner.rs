//! In which manner one side names the other: the mean stance of its coded valid mentions.

use super::mentions::MENTIONS;
use super::tally::mean_stance;
use super::{Measurer, brief, grouped, rows_at};
use crate::model::evidence::Evidence;
use crate::model::measurement::{AbsenceKind, Measurement, Reading};
use crate::model::package::Table;
use crate::model::party::PartyId;

impl Measurer<'_> {
    /// `(S + k m)/(V + k)`: S the stances of V sentences with a valid mention, m the mean of all such sentences of that direction,
    /// k expected mentions.
    ///
    /// The mean is that of all coded years, its own sentences among them. In one window a direction has as few as three valid
    /// sentences, and their mean wanders from 1.0 to 1.4: who says nothing would be scored by what a few others said just then.
    pub(super) fn manner(&self, from: PartyId, to: PartyId, expected: f64) -> Measurement {
        let (years, own) = match self.own_texts(from, to) {
            Ok(found) => found,
            Err(missing) => return *missing,
        };
        let counted = own.values[MENTIONS];
        let heard = match self.all_coded_mentions(from, to, &years, counted) {
            Ok(heard) if counted > 0.0 || self.is_coded(to) => heard,
            Ok(_) => {
                let reason = format!("nobody's mentions of {} were coded", self.name(to));
                return Measurement::missing(AbsenceKind::NotAvailable, reason);
            }
            Err(uncoded) => {
                let reason = format!("{} of {} mentions were not coded", grouped(uncoded), grouped(counted));
                return Measurement::missing(AbsenceKind::NotAvailable, reason);
            }
        };
        let (stances, lines) = self.stances_of_direction(to);
        let Some(mean) = mean_stance(&stances) else {
            let reason = "no valid mention of this direction was coded";
            return Measurement::missing(AbsenceKind::NotAvailable, reason);
        };
        let tally = heard.tally();
        let value = tally.manner(expected, mean);
        let mut m = Measurement::new(Reading::exact(value));
        m.members = self.speaking_members(from, to, &years);
        m.basis = match tally.sentences {
            0.0 => "no valid mention".into(),
            n => format!("{} valid, raw {}", brief(n), hundredths(tally.stance / n)),
        };
        m.working = format!(
            "({} + {k} x {}) / ({} + {k}) = {}",
            brief(tally.stance),
            brief(mean),
            brief(tally.sentences),
            brief(value),
            k = brief(expected)
        );
        if tally.sentences == 0.0 {
            m.warnings.push("no valid mention: the value is the mean of its direction, which is weak evidence".into());
        }
        let all: f64 = stances.iter().map(|(_, n)| n).sum();
        m.quantity(format!("mentions of {} by {}", self.name(to), self.name(from)), counted, "mentions");
        m.quantity("sentences with a mention", heard.sentences.len() as f64, "sentences");
        m.quantity("of which valid, mean over coders (V)", tally.sentences, "sentences");
        m.quantity("sum of their stances (S)", tally.stance, "stance");
        m.quantity("raw mean stance S/V", (tally.sentences > 0.0).then(|| tally.stance / tally.sentences), "stance");
        m.quantity("valid sentences of this direction, all years", all, "sentences");
        m.quantity("their mean stance (m)", mean, "stance");
        m.quantity("prior weight k", expected, "expected mentions");
        // What is asked about first; the direction's other sentences behind it.
        m.rows = heard.rows().chain(rows_at(Table::CodedMentions, &lines)).collect();
        m.evidence = Evidence::Manner { from, to, sentences: heard.sentences, direction: stances };
        m.years = years;
        m
    }
}

/// Two decimals for the basis; never for results.
fn hundredths(value: f64) -> String {
    let text = format!("{value:.2}");
    if text == "-0.00" { "0.00".into() } else { text }
}
