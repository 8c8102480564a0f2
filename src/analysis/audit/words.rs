//! Who names whom, in which manner, and who speaks of which issue, as claims speak of it.

use super::{Context, Found, Missing};
use crate::measure::brief;
use crate::measure::sums::Heard;
use crate::model::claim::{Answer, CountUnit, Unit, Words};
use crate::model::party::PartyId;
use crate::model::window::Window;

impl Context<'_> {
    pub(super) fn words(&self, asked: &Words) -> Result<Found, Missing> {
        match *asked {
            Words::Asymmetry { from, to, years, unit } => self.asymmetry(from, to, years, unit),
            Words::Stance { from, to, years } => {
                let note = self.spoken(from, to, years)?;
                let heard = self.coded(from, to, years)?;
                let tally = heard.tally;
                if tally.sentences <= 0.0 {
                    return Err(format!("no valid mention of {} by {} in {years}", self.code(to), self.code(from)));
                }
                let mean = tally.stance / tally.sentences;
                let working = format!(
                    "{} / {} valid mentions (mean over coders) = {}",
                    brief(tally.stance),
                    brief(tally.sentences),
                    brief(mean)
                );
                Ok(Found::new(Answer::Number(mean, Unit::Index), working, heard.rows).noted(note))
            }
            Words::Attention { speaker, than, issue, years } => self.attention(speaker, than, issue, years),
        }
    }

    /// Enough years with texts, or why not; a note on those without.
    fn spoken(&self, from: PartyId, to: PartyId, years: Window) -> Result<Option<String>, Missing> {
        let held = self.sums()?.naming_years(from, to, years);
        let what = format!("texts of {} searched for {}", self.code(from), self.code(to));
        Ok(self.years(years, &what, |y| held.contains(&y))?.1)
    }

    /// The coded mentions of one direction, if every counted mention is coded.
    fn coded(&self, from: PartyId, to: PartyId, years: Window) -> Result<Heard, Missing> {
        let sums = self.sums()?;
        let (naming, _) = sums.naming(from, to, years);
        let heard = sums.heard(from, to, years);
        let uncoded = naming.mentions as f64 - heard.coded;
        if uncoded > 0.0 {
            return Err(format!("{} of {} mentions of {years} are not coded", brief(uncoded), naming.mentions));
        }
        Ok(heard)
    }

    fn asymmetry(&self, from: PartyId, to: PartyId, years: Window, unit: CountUnit) -> Result<Found, Missing> {
        let sums = self.sums()?;
        let note = [self.spoken(from, to, years)?, self.spoken(to, from, years)?].into_iter().flatten().next();
        let [(n, there), (m, back)] = [(from, to), (to, from)].map(|(from, to)| {
            let (naming, rows) = sums.naming(from, to, years);
            match unit {
                CountUnit::Mentions => (Some(naming.mentions as f64), rows),
                CountUnit::Documents => (Some(naming.naming as f64), rows),
                CountUnit::Rate => (naming.rate(), rows),
                CountUnit::ValidMentions | CountUnit::ValidDocuments => {
                    let heard = self.coded(from, to, years).ok();
                    let valid = heard.as_ref().map(|heard| match unit {
                        CountUnit::ValidMentions => heard.tally.mentions,
                        _ => heard.tally.documents,
                    });
                    (valid, heard.map_or(rows, |heard| heard.rows))
                }
            }
        });
        let lacking = || format!("not every mention of {years} is coded, or there are no words");
        let (n, m) = (n.ok_or_else(lacking)?, m.ok_or_else(lacking)?);
        if n + m <= 0.0 {
            return Err(format!("neither names the other in {years}"));
        }
        let value = (n - m) / (n + m);
        let working = format!("({n} - {m}) / ({n} + {m}) = {x}", n = brief(n), m = brief(m), x = brief(value));
        Ok(Found::new(Answer::Number(value, Unit::Index), working, [there, back].concat()).noted(note))
    }

    /// All other speakers are the table's sum of the world without the speaker.
    fn attention(
        &self,
        speaker: PartyId,
        than: Option<PartyId>,
        issue: usize,
        years: Window,
    ) -> Result<Found, Missing> {
        let sums = self.sums()?;
        let (own, mut rows) = sums.attention(speaker, issue, years);
        let (mut other, more) = sums.attention(than.unwrap_or(PartyId::WORLD), issue, years);
        rows.extend(more);
        if than.is_none() {
            other.mentions = other.mentions.saturating_sub(own.mentions);
            other.words = other.words.saturating_sub(own.words);
        }
        let name = than.map_or("all others", |p| self.code(p));
        let (Some(mine), Some(theirs)) = (own.rate(), other.rate()) else {
            return Err(format!("no texts of {} and {name} in {years}", self.code(speaker)));
        };
        if theirs <= 0.0 {
            return Err(format!("{name} did not speak of it in {years}"));
        }
        let value = mine / theirs;
        let working = format!(
            "{} ({} mentions by {}, per 10,000 words) / {} ({} mentions, {name}) = {}",
            brief(mine),
            own.mentions,
            self.code(speaker),
            brief(theirs),
            other.mentions,
            brief(value)
        );
        Ok(Found::new(Answer::Number(value, Unit::Times), working, rows))
    }
}
