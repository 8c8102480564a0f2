//! Who names whom in speeches: rate, relative attention, regularity.

use super::pool::{ANY, Pooled};
use super::{Gauge, Shortfall, brief, grouped, indices, rows};
use crate::model::evidence::{Counts, Evidence};
use crate::model::measurement::{AbsenceKind, Measurement, MemberCoverage, Reading};
use crate::model::package::Table;
use crate::model::party::PartyId;
use crate::model::window::Year;

/// Indices of [`Pooled::values`] in the mentions and attention tables.
pub(super) const DOCUMENTS: usize = 0;
pub(super) const MENTIONING: usize = 1;
pub(super) const MENTIONS: usize = 2;
pub(super) const WORDS: usize = 3;

/// One side's mentions of a target, and those of all other speakers.
struct Naming {
    years: Vec<Year>,
    own: Pooled,
    others: Pooled,
}

impl Gauge<'_> {
    /// The party's own texts. For a bloc without texts of its own, the pooled texts of its members.
    fn own_texts(&self, from: PartyId, to: PartyId) -> Result<(Vec<Year>, Pooled), Shortfall> {
        let years = self.pools.mentions.years(from, to, ANY, self.window);
        let what = format!("speeches of {} counted for {}", self.name(from), self.name(to));
        self.enough(&years, self.window.years(), &what)?;
        let own = self.pools.mentions.sum(from, to, ANY, &years);
        if own.values[WORDS] <= 0.0 {
            return Err(Box::new(Measurement::missing(AbsenceKind::NotAvailable, "the speeches have no words")));
        }
        Ok((years, own))
    }

    /// `own`, and all speakers less the party itself and less the target's members, who speak of themselves.
    fn naming(&self, from: PartyId, to: PartyId) -> Result<Naming, Shortfall> {
        let (years, own) = self.own_texts(from, to)?;
        let with_base: Vec<Year> = self.pools.mentions.years(PartyId::WORLD, to, ANY, self.window);
        if years.iter().any(|y| !with_base.contains(y)) {
            let reason = format!("no count of how often all speakers name {}", self.name(to));
            return Err(Box::new(Measurement::missing(AbsenceKind::NotAvailable, reason)));
        }
        let mut others = self.pools.mentions.sum(PartyId::WORLD, to, ANY, &years);
        let themselves = self.pools.mentions.sum(to, to, ANY, &years);
        for taken in [&own, &themselves] {
            for (total, part) in others.values.iter_mut().zip(taken.values) {
                *total -= part;
            }
            others.lines.extend_from_slice(&taken.lines);
        }
        if others.values[WORDS] <= 0.0 {
            return Err(Box::new(Measurement::missing(AbsenceKind::NotAvailable, "nobody else speaks")));
        }
        Ok(Naming { years, own, others })
    }

    fn naming_measurement(
        &self,
        from: PartyId,
        to: PartyId,
        years: Vec<Year>,
        own: &Pooled,
        reading: Reading,
    ) -> Measurement {
        let mut m = Measurement::new(reading);
        let [documents, mentioning, mentions, words] = own.values;
        let plural = if documents == 1.0 { "" } else { "es" };
        m.basis = format!("{}x in {} speech{plural}", grouped(mentions), grouped(documents));
        m.quantity(format!("mentions of {} by {} (M)", self.name(to), self.name(from)), mentions, "mentions");
        m.quantity("words (W)", words, "words");
        m.quantity("raw rate M/W", 10_000.0 * mentions / words, "per 10,000 words");
        m.quantity("speeches held", documents, "speeches");
        m.quantity("speeches that name the other", mentioning, "speeches");
        m.members = self.speaking_members(from, to, &years);
        m.rows = rows(Table::Mentions, own).collect();
        m.years = years;
        m
    }

    /// How many members of a bloc have speeches in every one of the years; `None` for a party that speaks for itself.
    fn speaking_members(&self, from: PartyId, to: PartyId, years: &[Year]) -> Option<MemberCoverage> {
        let members = self.members_in_window(from);
        let speaks = |m: &&PartyId| years.iter().all(|y| self.pools.mentions.cell(**m, to, ANY, *y).is_some());
        let have = members.iter().filter(speaks).count();
        let any = members.iter().any(|m| !self.pools.mentions.years(*m, to, ANY, self.window).is_empty());
        any.then_some(MemberCoverage { have, of: members.len() })
    }

    fn with_base(&self, m: &mut Measurement, naming: &Naming, prior_words: f64) {
        if naming.own.values[MENTIONS] == 0.0 {
            m.warnings
                .push("no mention at all: the value is the prior's, and moves with the number of words only".into());
        }
        let base = naming.others.values[MENTIONS] / naming.others.values[WORDS];
        m.quantity("mentions by all other speakers", naming.others.values[MENTIONS], "mentions");
        m.quantity("words of all other speakers", naming.others.values[WORDS], "words");
        m.quantity("base rate b", 10_000.0 * base, "per 10,000 words");
        m.quantity("prior weight B", prior_words, "words");
        m.rows.extend(rows(Table::Mentions, &naming.others));
    }

    pub(super) fn mention_rate(&self, from: PartyId, to: PartyId, prior_words: f64) -> Measurement {
        let naming = match self.naming(from, to) {
            Ok(n) => n,
            Err(missing) => return *missing,
        };
        let (rate, base) = naming.rates(prior_words);
        let mut m =
            self.naming_measurement(from, to, naming.years.clone(), &naming.own, Reading::exact(10_000.0 * rate));
        self.with_base(&mut m, &naming, prior_words);
        m.evidence = naming.evidence(from, to);
        m.working = format!(
            "({} + {} x {}) / ({} + {}) x 10,000 = {}",
            grouped(naming.own.values[MENTIONS]),
            brief(base),
            grouped(prior_words),
            grouped(naming.own.values[WORDS]),
            grouped(prior_words),
            brief(10_000.0 * rate)
        );
        m
    }

    pub(super) fn relative_attention(&self, from: PartyId, to: PartyId, prior_words: f64) -> Measurement {
        let naming = match self.naming(from, to) {
            Ok(n) => n,
            Err(missing) => return *missing,
        };
        let (rate, base) = naming.rates(prior_words);
        if base <= 0.0 {
            return Measurement::missing(AbsenceKind::NotApplicable, "no other speaker names the target");
        }
        let value = indices::relative(rate / base);
        let mut m = self.naming_measurement(from, to, naming.years.clone(), &naming.own, Reading::exact(value));
        self.with_base(&mut m, &naming, prior_words);
        m.evidence = naming.evidence(from, to);
        m.basis = format!("others {:.2}", 10_000.0 * base);
        m.working = format!(
            "r = {}, b = {} per 10,000 words; (r/b - 1)/(r/b + 1) = {}",
            brief(10_000.0 * rate),
            brief(10_000.0 * base),
            brief(value)
        );
        m
    }

    pub(super) fn mention_regularity(&self, from: PartyId, to: PartyId) -> Measurement {
        let (years, own) = match self.own_texts(from, to) {
            Ok(found) => found,
            Err(missing) => return *missing,
        };
        let (naming, held) = (own.values[MENTIONING], own.values[DOCUMENTS]);
        if held <= 0.0 {
            return Measurement::missing(AbsenceKind::NotAvailable, "no speech was held");
        }
        let mut m = self.naming_measurement(from, to, years, &own, Reading::exact(naming / held));
        m.basis = format!("{} of {}", grouped(naming), grouped(held));
        m.evidence = Evidence::Speeches { naming, held };
        m.working = format!("{} / {} = {}", grouped(naming), grouped(held), brief(naming / held));
        m
    }
}

impl Naming {
    fn evidence(&self, from: PartyId, to: PartyId) -> Evidence {
        Evidence::Naming { from, to, own: counts(&self.own), others: counts(&self.others) }
    }

    /// The shrunk rate and the base rate, both per word.
    fn rates(&self, prior_words: f64) -> (f64, f64) {
        let (own, base) = (counts(&self.own), counts(&self.others).rate());
        (indices::shrunk_rate(own.mentions, own.words, base, prior_words), base)
    }
}

/// Mentions and words of pooled rows of texts.
pub(super) fn counts(pooled: &Pooled) -> Counts {
    Counts { mentions: pooled.values[MENTIONS], words: pooled.values[WORDS] }
}
