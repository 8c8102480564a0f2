//! An operation in words: what was asked of the data.

use crate::model::claim::*;
use crate::model::framework::{Framework, NodeId};
use crate::model::package::Package;
use crate::model::party::{Partnership, PartyId};

/// Names for codes.
pub(super) struct Names<'a> {
    pub package: &'a Package,
    pub framework: &'a Framework,
}

impl Names<'_> {
    fn name(&self, party: PartyId) -> &str {
        self.package.parties.name(party)
    }

    fn all(&self, parties: &[PartyId]) -> String {
        let names: Vec<&str> = parties.iter().map(|p| self.name(*p)).collect();
        joined(&names)
    }

    fn slug(&self, p: Partnership) -> String {
        p.slug(&self.package.parties)
    }

    fn node(&self, id: NodeId) -> &str {
        &self.framework.node(id).code
    }

    /// "Share of Russia in the arms imports of ASEAN, 1996–2017, pooled".
    pub fn asked(&self, operation: &Operation) -> String {
        match operation {
            Operation::Arms(asked) => self.arms(asked),
            Operation::Trade(asked) => self.trade(asked),
            Operation::Products(asked) => self.products(asked),
            Operation::Facts(asked) => self.facts(asked),
            Operation::Form(asked) => self.form(asked),
            Operation::Words(asked) => self.words(asked),
            Operation::Scores(asked) => self.scores(asked),
            Operation::NotHeld(asked) => format!("needs {}", asked.what),
        }
    }

    fn arms(&self, asked: &Arms) -> String {
        let (supplier, recipients, years) = (self.name(asked.supplier), self.all(&asked.recipients), asked.years);
        match &asked.ask {
            AskArms::Share(Take::Mean) => {
                format!(
                    "mean over members of the share of {supplier} in the arms imports of {recipients}, {years}, in TIV"
                )
            }
            AskArms::Share(_) => {
                format!("pooled share of {supplier} in the arms imports of {recipients}, {years}, in TIV")
            }
            AskArms::Sum => format!("arms delivered by {supplier} to {recipients}, {years}, in TIV"),
            AskArms::Rank => {
                format!("place of {supplier} among the suppliers of arms to {recipients}, {years}, in TIV")
            }
            AskArms::Lead(than) => format!(
                "arms delivered to {recipients} by {supplier} less those by {}, {years}, in TIV",
                self.name(*than)
            ),
            AskArms::To(members) => format!(
                "share of {} in the arms delivered by {supplier} to {recipients}, {years}, in TIV",
                self.all(members)
            ),
        }
    }

    fn trade(&self, asked: &Trade) -> String {
        let (of, with, years) = (self.name(asked.of), self.name(asked.with), asked.years);
        let flow = match asked.flow {
            Flow::Exports => format!("exports of {of} to {with}"),
            Flow::Imports => format!("imports of {of} from {with}"),
            Flow::Turnover => format!("trade of {of} and {with}"),
        };
        let table = |table: TradeTable| match table {
            TradeTable::Series => "the reconciled series",
            TradeTable::Published => "totals as others print them",
        };
        match &asked.ask {
            AskTrade::Value(of_table, take) => {
                let take = if years.years() == 1 { "" } else { taken(*take) };
                format!("{take}{flow}, {years}, from {}", table(*of_table))
            }
            AskTrade::Change(of_table, base) => {
                format!("change of the {flow}, {years} against {base}, from {}", table(*of_table))
            }
            AskTrade::Share { outside } => {
                let whole = match asked.flow {
                    Flow::Exports => "exports",
                    Flow::Imports => "imports",
                    Flow::Turnover => "trade",
                };
                let without = if *outside { " outside the bloc" } else { "" };
                format!("share of {with} in all {whole} of {of}{without}, {years}")
            }
            AskTrade::To(members) => format!("share of {} in the {flow}, {years}", self.all(members)),
            AskTrade::Rank => format!("place of {of} among the peers by trade with {with}, {years}"),
            AskTrade::Below => format!("how many peers trade less with {with} than {of}, {years}"),
        }
    }

    fn products(&self, asked: &Products) -> String {
        let (exporter, importer, years) = (self.name(asked.exporter), self.name(asked.importer), asked.years);
        let chapters: Vec<String> = asked.chapters.iter().map(|c| format!("{c:02}")).collect();
        let goods = format!("HS {}", chapters.join(", "));
        let flow = format!("exports of {exporter} to {importer}");
        match &asked.ask {
            AskProducts::Share(take) => format!("{}share of {goods} in the {flow}, {years}", taken(*take)),
            AskProducts::Value => format!("{flow} of {goods}, {years}"),
            AskProducts::Change(base) => format!("change of the {flow} of {goods}, {years} against {base}"),
            AskProducts::To(members) => format!("share of {} in the {flow} of {goods}, {years}", self.all(members)),
        }
    }

    fn facts(&self, asked: &Facts) -> String {
        let id = |place: usize| self.package.facts.get(place).map_or("?".into(), |f| f.id.clone());
        match asked {
            Facts::Arithmetic { of, base, .. } => {
                let base = base.map_or_else(String::new, |year| format!(", a change against {year}"));
                format!("arithmetic on printed figures: {}{base}", of.written(&id))
            }
            Facts::Other(place) => {
                let source = self.package.facts.get(*place).map_or("", |f| f.source.as_str());
                format!("what {source} prints ({})", id(*place))
            }
            Facts::Count { whats, from, to, own } => {
                let whose = if *own { "of the paper" } else { "of other sources" };
                format!("number of facts {whose} of {from} and {to}: {}", whats.join(", ").replace('_', " "))
            }
            Facts::Asymmetry { what, sides: [a, b], without } => {
                let out: Vec<String> = without.iter().map(|place| id(*place)).collect();
                let out = if out.is_empty() { String::new() } else { format!(", without those of {}", out.join(", ")) };
                format!("asymmetry of the paper's facts of {a} and of {b}: {}{out}", what.replace('_', " "))
            }
        }
    }

    fn form(&self, asked: &Form) -> String {
        let pair = |party: &PartyId, with: &PartyId| format!("{} and {}", self.name(*party), self.name(*with));
        match asked {
            Form::Since { party, with, rung } => format!("date of the rung {rung} of {}", pair(party, with)),
            Form::Rung { parties, with, year } => {
                format!("status of {} with {} at the end of {year}", self.all(parties), self.name(*with))
            }
            Form::SameRung { parties, with, year } => {
                format!("whether {} have one status with {} at the end of {year}", self.all(parties), self.name(*with))
            }
            Form::YearsSince { party, with, rung, year } => {
                format!("years from the rung {rung} of {} to {year}", pair(party, with))
            }
            Form::HeldSince { party, with, institution } => {
                format!("date from which {} have {institution}", pair(party, with))
            }
            Form::Held { party, with, institution, year } => {
                format!("whether {} have {institution} in {year}", pair(party, with))
            }
            Form::Times { party, with, institution, year } => {
                format!("how often {} had {institution} by {year}", pair(party, with))
            }
            Form::Members { bloc, year } => format!("members of {} at the end of {year}", self.name(*bloc)),
        }
    }

    fn words(&self, asked: &Words) -> String {
        match asked {
            Words::Asymmetry { from, to, years, unit } => {
                let unit = match unit {
                    CountUnit::Mentions => "mentions",
                    CountUnit::Documents => "speeches with a mention",
                    CountUnit::Rate => "mentions per word",
                    CountUnit::ValidMentions => "valid mentions",
                    CountUnit::ValidDocuments => "speeches with a valid mention",
                };
                let (from, to) = (self.name(*from), self.name(*to));
                format!("asymmetry of naming between {from} and {to}, in {unit}, {years}")
            }
            Words::Stance { from, to, years } => {
                format!("mean stance of the valid mentions of {} by {}, {years}", self.name(*to), self.name(*from))
            }
            Words::Attention { speaker, than, issue, years } => {
                let issue = self.package.issues.get(*issue).map_or("", |i| i.title.as_str());
                let other = than.map_or("all other speakers", |p| self.name(p));
                format!(
                    "mentions of \u{201c}{issue}\u{201d} per word by {} as a multiple of those by {other}, {years}",
                    self.name(*speaker)
                )
            }
        }
    }

    fn scores(&self, asked: &Scores) -> String {
        let window = self.framework.window;
        match asked {
            Scores::Score { of, node } => format!("score `{}` of {}, {window}", self.node(*node), self.slug(*of)),
            Scores::Lead { of, node, than } => {
                let than: Vec<String> = than.iter().map(|p| self.slug(*p)).collect();
                let than: Vec<&str> = than.iter().map(String::as_str).collect();
                format!(
                    "score `{}` of {} less the highest of {}, {window}",
                    self.node(*node),
                    self.slug(*of),
                    joined(&than)
                )
            }
            Scores::Percentile { of, node } => {
                format!("percentile rank of {} among the peers in `{}`, {window}", self.slug(*of), self.node(*node))
            }
            Scores::Gap { of } => format!("FORM less CONTENT of {}, {window}", self.slug(*of)),
            Scores::Met { of } => format!("how many parameters {} meets, {window}", self.slug(*of)),
            Scores::Best { of } => format!("the parameter in which {} scores highest, {window}", self.slug(*of)),
            Scores::Tested { of, claim } => {
                format!("comparative claim \u{201c}{}\u{201d} of {}, {window}", claim.title(), self.slug(*of))
            }
            Scores::Ranked { party, ranking } => format!("place of {} in the ranking {ranking}", self.name(*party)),
        }
    }
}

fn taken(take: Take) -> &'static str {
    match take {
        Take::Pooled => "pooled ",
        Take::Mean => "mean over years of the ",
        Take::Minimum => "least over years of the ",
        Take::Maximum => "most over years of the ",
    }
}

/// "A", "A and B", "A, B and C".
fn joined(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [before @ .., last] => format!("{} and {last}", before.join(", ")),
    }
}
