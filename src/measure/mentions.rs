//! Who names whom in speeches: rate, relative attention, regularity.

use super::pool::{ANY, Pooled};
use super::sentences::CodedMentions;
use super::tally::Tally;
use super::{Measurer, Shortfall, brief, grouped, indices, rows};
use crate::model::evidence::{Counts, Evidence, Sentence};
use crate::model::framework::{Mentions, Prior};
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

impl Measurer<'_> {
    /// The party's own texts. For a bloc without texts of its own, the pooled texts of its members.
    pub(super) fn own_texts(&self, from: PartyId, to: PartyId) -> Result<(Vec<Year>, Pooled), Shortfall> {
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
        (counted, reading): (&Counted, Reading),
    ) -> Measurement {
        let mut m = Measurement::new(reading);
        let [documents, mentioning, mentions, words] = own.values;
        let plural = if documents == 1.0 { "" } else { "es" };
        m.basis = format!("{}x in {} speech{plural}", grouped(mentions), grouped(documents));
        m.quantity(format!("mentions of {} by {} (M)", self.name(to), self.name(from)), mentions, "mentions");
        if let Counted::Valid { tally, heard } = counted {
            m.basis = format!("{} valid of {}", shown(tally.mentions), m.basis);
            m.quantity("of which valid, mean over coders", tally.mentions, "mentions");
            m.quantity("speeches with a valid mention", tally.documents, "speeches");
            m.rows = heard.rows().collect();
        }
        if let Counted::Uncoded(n) = counted {
            let text =
                format!("{} of {} mentions were not coded: all count, valid or not", grouped(*n), grouped(mentions));
            m.warnings.push(text.clone());
            m.left_out.push(text);
        }
        m.quantity("words (W)", words, "words");
        m.quantity("raw rate M/W", 10_000.0 * mentions / words, "per 10,000 words");
        m.quantity("speeches held", documents, "speeches");
        m.quantity("speeches that name the other", mentioning, "speeches");
        m.members = self.speaking_members(from, to, &years);
        m.rows.extend(rows(Table::Mentions, own));
        m.years = years;
        m
    }

    /// Which of a party's mentions count, and how many these are.
    fn counted(&self, from: PartyId, to: PartyId, years: &[Year], own: &Pooled, mentions: Mentions) -> Counted {
        match mentions {
            Mentions::All => Counted::All,
            Mentions::Valid => match self.all_coded_mentions(from, to, years, own.values[MENTIONS]) {
                Ok(heard) => Counted::Valid { tally: heard.tally(), heard },
                Err(uncoded) => Counted::Uncoded(uncoded),
            },
        }
    }

    /// The sentences, where all are coded, whether or not the measure asks for them: a variant may.
    fn sentences(&self, from: PartyId, to: PartyId, years: &[Year], own: &Pooled) -> Option<Vec<Sentence>> {
        self.all_coded_mentions(from, to, years, own.values[MENTIONS]).ok().map(|heard| heard.sentences)
    }

    /// How many members of a bloc have speeches in every one of the years; `None` for a party that speaks for itself.
    pub(super) fn speaking_members(&self, from: PartyId, to: PartyId, years: &[Year]) -> Option<MemberCoverage> {
        let members = self.members_in_window(from);
        let speaks = |m: &&PartyId| years.iter().all(|y| self.pools.mentions.cell(**m, to, ANY, *y).is_some());
        let have = members.iter().filter(speaks).count();
        let any = members.iter().any(|m| self.pools.mentions.knows(*m, to, ANY, self.window));
        any.then_some(MemberCoverage { have, of: members.len() })
    }

    fn with_base(&self, m: &mut Measurement, naming: &Naming, counted: &Counted, prior: Prior) {
        let raw = naming.own.values[MENTIONS];
        if counted.mentions(raw) == 0.0 {
            let what = if raw == 0.0 { "no mention at all" } else { "no valid mention" };
            m.warnings.push(format!("{what}: the value is the prior's, and moves with the number of words only"));
        }
        let base = naming.others.values[MENTIONS] / naming.others.values[WORDS];
        m.quantity("mentions by all other speakers", naming.others.values[MENTIONS], "mentions");
        m.quantity("words of all other speakers", naming.others.values[WORDS], "words");
        m.quantity("base rate b", 10_000.0 * base, "per 10,000 words");
        match prior {
            Prior::Words(words) => m.quantity("prior weight B", words, "words"),
            Prior::Mentions(expected) => {
                m.quantity("prior weight k", expected, "expected mentions");
                m.quantity("words that hold them at the base rate, k/b", prior.weight(base), "words");
            }
        }
        self.valid_against_all(m, counted);
        m.rows.extend(rows(Table::Mentions, &naming.others));
    }

    /// A limit of the data, reported where the number is explained.
    fn valid_against_all(&self, m: &mut Measurement, counted: &Counted) {
        if matches!(counted, Counted::Valid { .. }) {
            let text =
                "the validity of other speakers' mentions: nobody coded them, so the base rate is that of all mentions";
            m.left_out.push(text.into());
        }
    }

    pub(super) fn mention_rate(&self, from: PartyId, to: PartyId, prior: Prior, mentions: Mentions) -> Measurement {
        let naming = match self.naming(from, to) {
            Ok(n) => n,
            Err(missing) => return *missing,
        };
        if let Some(missing) = naming.no_expectation(prior) {
            return missing;
        }
        let counted = self.counted(from, to, &naming.years, &naming.own, mentions);
        let (rate, base) = naming.rates(&counted, prior);
        let reading = Reading::exact(10_000.0 * rate);
        let mut m = self.naming_measurement(from, to, naming.years.clone(), &naming.own, (&counted, reading));
        self.with_base(&mut m, &naming, &counted, prior);
        m.evidence = naming.evidence(from, to, self.sentences(from, to, &naming.years, &naming.own));
        let (used, words) = (counted.mentions(naming.own.values[MENTIONS]), grouped(naming.own.values[WORDS]));
        m.working = match prior {
            Prior::Words(weight) => format!(
                "({} + {} x {}) / ({words} + {}) x 10,000 = {}",
                shown(used),
                brief(base),
                grouped(weight),
                grouped(weight),
                brief(10_000.0 * rate)
            ),
            Prior::Mentions(expected) => format!(
                "({} + {k}) / ({words} + {k} / {}) x 10,000 = {}",
                shown(used),
                brief(base),
                brief(10_000.0 * rate),
                k = brief(expected)
            ),
        };
        m
    }

    pub(super) fn relative_attention(
        &self,
        from: PartyId,
        to: PartyId,
        prior: Prior,
        mentions: Mentions,
    ) -> Measurement {
        let naming = match self.naming(from, to) {
            Ok(n) => n,
            Err(missing) => return *missing,
        };
        if naming.others.values[MENTIONS] <= 0.0 {
            return Measurement::missing(AbsenceKind::NotApplicable, "no other speaker names the target");
        }
        let counted = self.counted(from, to, &naming.years, &naming.own, mentions);
        let (rate, base) = naming.rates(&counted, prior);
        let value = indices::relative(rate / base);
        let reading = Reading::exact(value);
        let mut m = self.naming_measurement(from, to, naming.years.clone(), &naming.own, (&counted, reading));
        self.with_base(&mut m, &naming, &counted, prior);
        m.evidence = naming.evidence(from, to, self.sentences(from, to, &naming.years, &naming.own));
        m.basis = format!("others {:.2}", 10_000.0 * base);
        m.working = format!(
            "r = {}, b = {} per 10,000 words; (r/b - 1)/(r/b + 1) = {}",
            brief(10_000.0 * rate),
            brief(10_000.0 * base),
            brief(value)
        );
        m
    }

    pub(super) fn mention_regularity(
        &self,
        from: PartyId,
        to: PartyId,
        expected: Option<f64>,
        mentions: Mentions,
    ) -> Measurement {
        // The share of all other speakers is asked for only where something is drawn towards it.
        let found = match expected {
            Some(_) => self.naming(from, to).map(|n| (n.years, n.own, Some(n.others))),
            None => self.own_texts(from, to).map(|(years, own)| (years, own, None)),
        };
        let (years, own, others) = match found {
            Ok(found) => found,
            Err(missing) => return *missing,
        };
        let held = own.values[DOCUMENTS];
        if held <= 0.0 {
            return Measurement::missing(AbsenceKind::NotAvailable, "no speech was held");
        }
        let base = others.as_ref().map(|o| o.values[MENTIONING] / o.values[DOCUMENTS]);
        if base.is_some_and(|b| b <= 0.0) {
            return Measurement::missing(AbsenceKind::NotApplicable, NOBODY_ELSE);
        }
        let counted = self.counted(from, to, &years, &own, mentions);
        let naming = counted.documents(own.values[MENTIONING]);
        let value = indices::regularity(naming, held, expected.zip(base));
        let evidence = self.sentences(from, to, &years, &own);
        let mut m = self.naming_measurement(from, to, years, &own, (&counted, Reading::exact(value)));
        m.basis = match counted {
            Counted::Valid { .. } => format!("valid in {} of {}", shown(naming), grouped(held)),
            _ => format!("{} of {}", grouped(naming), grouped(held)),
        };
        m.working = format!("{} / {} = {}", shown(naming), grouped(held), brief(value));
        if let (Some((k, base)), Some(others)) = (expected.zip(base), &others) {
            if naming == 0.0 {
                m.warnings.push("no speech with a mention that counts: the value is the prior's".into());
            }
            m.quantity("raw share D/N", own.values[MENTIONING] / held, "share");
            m.quantity("speeches of all other speakers", others.values[DOCUMENTS], "speeches");
            m.quantity("of them naming the same", others.values[MENTIONING], "speeches");
            m.quantity("base share b", base, "share");
            m.quantity("prior weight k", k, "expected speeches with a mention");
            m.working = format!(
                "({} + {k}) / ({} + {k} / {}) = {}",
                shown(naming),
                grouped(held),
                brief(base),
                brief(value),
                k = brief(k)
            );
            self.valid_against_all(&mut m, &counted);
            m.rows.extend(rows(Table::Mentions, others));
        }
        m.evidence = Evidence::Speeches { from, to, naming: own.values[MENTIONING], held, base, sentences: evidence };
        m
    }
}

/// A count; a mean over coders need not be whole.
fn shown(count: f64) -> String {
    if count.fract() == 0.0 { grouped(count) } else { brief(count) }
}

/// What is reported where an expectation would need words without end.
const NOBODY_ELSE: &str = "no other speaker names the target, so that no number of words holds an expected mention";

/// Which mentions count.
enum Counted {
    All,
    Valid {
        tally: Tally,
        heard: CodedMentions,
    },
    /// Valid ones were asked for, and so many of the mentions are not coded: all count.
    Uncoded(f64),
}

impl Counted {
    /// M, of `all` mentions.
    fn mentions(&self, all: f64) -> f64 {
        match self {
            Counted::Valid { tally, .. } => tally.mentions,
            Counted::All | Counted::Uncoded(_) => all,
        }
    }

    /// D, of `all` speeches that name the other.
    fn documents(&self, all: f64) -> f64 {
        match self {
            Counted::Valid { tally, .. } => tally.documents,
            Counted::All | Counted::Uncoded(_) => all,
        }
    }
}

impl Naming {
    fn evidence(&self, from: PartyId, to: PartyId, sentences: Option<Vec<Sentence>>) -> Evidence {
        Evidence::Naming { from, to, own: counts(&self.own), others: counts(&self.others), sentences }
    }

    /// The measurement there is where a prior of expected mentions has nothing to expect.
    fn no_expectation(&self, prior: Prior) -> Option<Measurement> {
        let nothing = matches!(prior, Prior::Mentions(_)) && self.others.values[MENTIONS] <= 0.0;
        nothing.then(|| Measurement::missing(AbsenceKind::NotApplicable, NOBODY_ELSE))
    }

    /// The shrunk rate and the base rate, both per word.
    fn rates(&self, counted: &Counted, prior: Prior) -> (f64, f64) {
        let (own, base) = (counts(&self.own), counts(&self.others).rate());
        (indices::shrunk_rate(counted.mentions(own.mentions), own.words, base, prior.weight(base)), base)
    }
}

/// Mentions and words of pooled rows of texts.
pub(super) fn counts(pooled: &Pooled) -> Counts {
    Counts { mentions: pooled.values[MENTIONS], words: pooled.values[WORDS] }
}
