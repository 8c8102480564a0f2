//! The operations that a claim may name, each with its arguments.

use toml::Spanned;
use toml::de::DeValue;

use super::fields::{Fields, HINT};
use crate::model::claim::*;
use crate::model::party::PartyId;
use crate::model::window::Year;

/// The words of `kind`.
const KINDS: [(&str, Kind); 39] = [
    ("arms_share", Kind::ArmsShare),
    ("arms_sum", Kind::ArmsSum),
    ("arms_rank", Kind::ArmsRank),
    ("arms_lead", Kind::ArmsLead),
    ("arms_to_members", Kind::ArmsTo),
    ("trade_value", Kind::TradeValue),
    ("trade_change", Kind::TradeChange),
    ("trade_share", Kind::TradeShare),
    ("trade_to_members", Kind::TradeTo),
    ("trade_rank", Kind::TradeRank),
    ("trade_partners_below", Kind::TradeBelow),
    ("product_share", Kind::ProductShare),
    ("product_value", Kind::ProductValue),
    ("product_change", Kind::ProductChange),
    ("product_to_members", Kind::ProductTo),
    ("arithmetic", Kind::Arithmetic),
    ("other_fact", Kind::OtherFact),
    ("fact_count", Kind::FactCount),
    ("fact_asymmetry", Kind::FactAsymmetry),
    ("status_since", Kind::StatusSince),
    ("status", Kind::Status),
    ("same_status", Kind::SameStatus),
    ("years_since_status", Kind::YearsSince),
    ("held_since", Kind::HeldSince),
    ("held", Kind::Held),
    ("times_held", Kind::TimesHeld),
    ("members", Kind::Members),
    ("naming_asymmetry", Kind::NamingAsymmetry),
    ("mean_stance", Kind::MeanStance),
    ("attention", Kind::Attention),
    ("score", Kind::Score),
    ("score_lead", Kind::ScoreLead),
    ("score_percentile", Kind::ScorePercentile),
    ("gap", Kind::Gap),
    ("parameters_met", Kind::ParametersMet),
    ("best_parameter", Kind::BestParameter),
    ("tested", Kind::Tested),
    ("published_rank", Kind::PublishedRank),
    ("not_held", Kind::NotHeld),
];

#[derive(Clone, Copy)]
enum Kind {
    ArmsShare,
    ArmsSum,
    ArmsRank,
    ArmsLead,
    ArmsTo,
    TradeValue,
    TradeChange,
    TradeShare,
    TradeTo,
    TradeRank,
    TradeBelow,
    ProductShare,
    ProductValue,
    ProductChange,
    ProductTo,
    Arithmetic,
    OtherFact,
    FactCount,
    FactAsymmetry,
    StatusSince,
    Status,
    SameStatus,
    YearsSince,
    HeldSince,
    Held,
    TimesHeld,
    Members,
    NamingAsymmetry,
    MeanStance,
    Attention,
    Score,
    ScoreLead,
    ScorePercentile,
    Gap,
    ParametersMet,
    BestParameter,
    Tested,
    PublishedRank,
    NotHeld,
}

const SHARES: [(&str, Take); 2] = [("pooled", Take::Pooled), ("mean", Take::Mean)];
const YEARS: [(&str, Take); 4] =
    [("pooled", Take::Pooled), ("mean", Take::Mean), ("minimum", Take::Minimum), ("maximum", Take::Maximum)];
const FLOWS: [(&str, Flow); 3] = [("exports", Flow::Exports), ("imports", Flow::Imports), ("turnover", Flow::Turnover)];
const TABLES: [(&str, TradeTable); 2] = [("trade", TradeTable::Series), ("trade_published", TradeTable::Published)];
const UNITS: [(&str, Unit); 5] = [
    ("percent", Unit::Percent),
    ("usd_billion", Unit::BillionDollars),
    ("count", Unit::Count),
    ("times", Unit::Times),
    ("index", Unit::Index),
];
const COUNT_UNITS: [(&str, CountUnit); 5] = [
    ("mentions", CountUnit::Mentions),
    ("documents", CountUnit::Documents),
    ("rate", CountUnit::Rate),
    ("valid_mentions", CountUnit::ValidMentions),
    ("valid_documents", CountUnit::ValidDocuments),
];

impl Fields<'_, '_, '_, '_> {
    pub(super) fn operation(&mut self, value: Spanned<DeValue<'_>>, owner: &str) -> Option<Operation> {
        let mut f = self.inner(value, &format!("`operation` of {owner}"))?;
        let kind = f.choice("kind", &KINDS)?;
        let found = f.read_operation(kind);
        f.finish();
        found
    }

    fn read_operation(&mut self, kind: Kind) -> Option<Operation> {
        use Kind::*;
        match kind {
            ArmsShare | ArmsSum | ArmsRank | ArmsLead | ArmsTo => self.arms(kind).map(Operation::Arms),
            TradeValue | TradeChange | TradeShare | TradeTo | TradeRank | TradeBelow => {
                self.trade(kind).map(Operation::Trade)
            }
            ProductShare | ProductValue | ProductChange | ProductTo => self.products(kind).map(Operation::Products),
            Arithmetic | OtherFact | FactCount | FactAsymmetry => self.figures(kind).map(Operation::Facts),
            StatusSince | Status | SameStatus | YearsSince | HeldSince | Held | TimesHeld | Kind::Members => {
                self.form(kind).map(Operation::Form)
            }
            NamingAsymmetry | MeanStance | Attention => self.words(kind).map(Operation::Words),
            Kind::NotHeld => {
                let what = self.text("what");
                let (indicators, facts) = (self.names("indicators"), self.names("facts"));
                let (what, indicators, facts) = (what?.1, indicators?, facts?);
                Some(Operation::NotHeld(crate::model::claim::NotHeld { what, indicators, facts }))
            }
            _ => self.scores(kind).map(Operation::Scores),
        }
    }

    fn names(&mut self, key: &'static str) -> Option<Vec<String>> {
        Some(self.open::<Vec<String>>(key)?.map(|(_, names)| names).unwrap_or_default())
    }

    fn arms(&mut self, kind: Kind) -> Option<Arms> {
        let (supplier, recipients, years) = (self.party("supplier"), self.parties("recipients"), self.years("years"));
        let ask = match kind {
            Kind::ArmsShare => self.choice_or("take", &SHARES, Take::Pooled).map(AskArms::Share),
            Kind::ArmsRank => Some(AskArms::Rank),
            Kind::ArmsLead => self.party("than").map(AskArms::Lead),
            Kind::ArmsTo => self.parties("members").map(AskArms::To),
            _ => Some(AskArms::Sum),
        };
        Some(Arms { supplier: supplier?, recipients: recipients?, years: years?, ask: ask? })
    }

    fn trade(&mut self, kind: Kind) -> Option<Trade> {
        let (of, with) = (self.party("of"), self.party("with"));
        let flow = self.choice_or("flow", &FLOWS, Flow::Turnover);
        let years = self.years("years");
        let ask = match kind {
            Kind::TradeValue => {
                let table = self.choice_or("table", &TABLES, TradeTable::Series);
                let take = self.choice_or("take", &YEARS, Take::Pooled);
                table.zip(take).map(|(table, take)| AskTrade::Value(table, take))
            }
            Kind::TradeChange => {
                let table = self.choice_or("table", &TABLES, TradeTable::Series);
                let base = self.base(years.map(|y| (y.from(), y.years())));
                table.zip(base).map(|(table, base)| AskTrade::Change(table, base))
            }
            Kind::TradeShare => {
                let outside = self.open::<bool>("outside_bloc");
                outside.map(|outside| AskTrade::Share { outside: outside.is_some_and(|(_, outside)| outside) })
            }
            Kind::TradeTo => self.parties("members").map(AskTrade::To),
            Kind::TradeRank => Some(AskTrade::Rank),
            _ => Some(AskTrade::Below),
        };
        Some(Trade { of: of?, with: with?, flow: flow?, years: years?, ask: ask? })
    }

    /// The year a change is measured against: before the one that is asked about.
    fn base(&mut self, later: Option<(Year, usize)>) -> Option<Year> {
        let base = self.year("base_year");
        let (base, (later, years)) = (base?, later?);
        if years > 1 || base >= later {
            let message = "a change goes from `base_year` to one later year".to_owned();
            self.report(self.at(), message, "years = \"2023\", base_year = 2022");
            return None;
        }
        Some(base)
    }

    fn products(&mut self, kind: Kind) -> Option<Products> {
        let (exporter, importer) = (self.party("exporter"), self.party("importer"));
        let chapters = self.needed::<Vec<u8>>("chapters");
        if let Some((at, _)) =
            chapters.as_ref().filter(|(_, c)| c.is_empty() || c.iter().any(|c| !(1..=99).contains(c)))
        {
            self.report(*at, "HS chapters are numbers from 1 to 99".to_owned(), HINT);
            return None;
        }
        let years = self.years("years");
        let ask = match kind {
            Kind::ProductShare => self.choice_or("take", &YEARS, Take::Pooled).map(AskProducts::Share),
            Kind::ProductChange => self.base(years.map(|y| (y.from(), y.years()))).map(AskProducts::Change),
            Kind::ProductTo => self.parties("members").map(AskProducts::To),
            _ => Some(AskProducts::Value),
        };
        Some(Products { exporter: exporter?, importer: importer?, chapters: chapters?.1, years: years?, ask: ask? })
    }

    fn figures(&mut self, kind: Kind) -> Option<Facts> {
        match kind {
            Kind::Arithmetic => {
                let (of, unit) = (self.expression("of"), self.choice("unit", &UNITS));
                let base = self.maybe_year("base_year");
                Some(Facts::Arithmetic { of: of?, unit: unit?, base: base? })
            }
            Kind::OtherFact => self.fact("fact").map(|(_, fact)| Facts::Other(fact)),
            Kind::FactCount => {
                let (whats, from, to) = (self.names("what"), self.text("from"), self.text("to"));
                let own = self.open::<bool>("own");
                let own = own?.is_some_and(|(_, own)| own);
                let (whats, (_, from), (_, to)) = (whats?, from?, to?);
                Some(Facts::Count { whats, from, to, own })
            }
            _ => {
                let (what, from, to) = (self.text("what"), self.text("from"), self.text("to"));
                let without = self.facts("without");
                let (what, sides) = (what?.1, [from?.1, to?.1]);
                Some(Facts::Asymmetry { what, sides, without: without? })
            }
        }
    }

    fn rung(&mut self) -> Option<String> {
        let (at, rung) = self.text("rung")?;
        let known = self.scope.package.status.iter().map(|s| s.rung.as_str());
        let mut words: Vec<&str> = known.collect();
        words.sort_unstable();
        words.dedup();
        if words.contains(&rung.as_str()) {
            return Some(rung);
        }
        let hint = crate::load::nearest(&rung, words.iter().copied())
            .map_or_else(|| format!("the table has {}", words.join(", ")), |near| format!("did you mean `{near}`?"));
        self.report(at, format!("the status table has no rung `{rung}`"), hint);
        None
    }

    fn form(&mut self, kind: Kind) -> Option<Form> {
        if let Kind::Members = kind {
            let (bloc, year) = (self.party("bloc"), self.year("year"));
            return Some(Form::Members { bloc: bloc?, year: year? });
        }
        if let Kind::Status | Kind::SameStatus = kind {
            let (parties, with, year) = (self.parties("parties"), self.party("with"), self.year("year"));
            let (parties, with, year) = (parties?, with?, year?);
            return Some(match kind {
                Kind::Status => Form::Rung { parties, with, year },
                _ => Form::SameRung { parties, with, year },
            });
        }
        let (party, with): (Option<PartyId>, Option<PartyId>) = (self.party("party"), self.party("with"));
        Some(match kind {
            Kind::StatusSince => {
                let rung = self.rung();
                Form::Since { party: party?, with: with?, rung: rung? }
            }
            Kind::YearsSince => {
                let (rung, year) = (self.rung(), self.year("year"));
                Form::YearsSince { party: party?, with: with?, rung: rung?, year: year? }
            }
            Kind::HeldSince => {
                let institution = self.text("institution");
                Form::HeldSince { party: party?, with: with?, institution: institution?.1 }
            }
            _ => {
                let (institution, year) = (self.text("institution"), self.year("year"));
                let (party, with, (_, institution), year) = (party?, with?, institution?, year?);
                match kind {
                    Kind::Held => Form::Held { party, with, institution, year },
                    _ => Form::Times { party, with, institution, year },
                }
            }
        })
    }

    fn words(&mut self, kind: Kind) -> Option<Words> {
        let years = self.years("years");
        Some(match kind {
            Kind::NamingAsymmetry => {
                let (from, to) = (self.party("from"), self.party("to"));
                let unit = self.choice("unit", &COUNT_UNITS);
                Words::Asymmetry { from: from?, to: to?, years: years?, unit: unit? }
            }
            Kind::MeanStance => {
                let (from, to) = (self.party("from"), self.party("to"));
                Words::Stance { from: from?, to: to?, years: years? }
            }
            _ => {
                let (speaker, than, issue) = (self.party("speaker"), self.maybe_party("than"), self.issue("issue"));
                Words::Attention { speaker: speaker?, than: than?, issue: issue?, years: years? }
            }
        })
    }

    fn scores(&mut self, kind: Kind) -> Option<Scores> {
        if let Kind::PublishedRank = kind {
            let (party, ranking) = (self.party("party"), self.text("ranking"));
            return Some(Scores::Ranked { party: party?, ranking: ranking?.1 });
        }
        let of = self.partnership("partnership");
        Some(match kind {
            Kind::Score | Kind::ScorePercentile => {
                let node = self.node("node");
                let (of, node) = (of?, node?);
                if let Kind::Score = kind { Scores::Score { of, node } } else { Scores::Percentile { of, node } }
            }
            Kind::ScoreLead => {
                let (node, than) = (self.node("node"), self.partnerships("than"));
                Scores::Lead { of: of?, node: node?, than: than? }
            }
            Kind::ParametersMet => Scores::Met { of: of? },
            Kind::BestParameter => Scores::Best { of: of? },
            Kind::Tested => {
                let claim = self.choice("claim", &Tested::ALL);
                Scores::Tested { of: of?, claim: claim? }
            }
            _ => Scores::Gap { of: of? },
        })
    }
}
