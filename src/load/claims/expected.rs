//! What counts as agreement with a fact: its own print, or the auditor's reading of its words, with the reason.

use toml::Spanned;
use toml::de::DeValue;

use super::fields::{Fields, HINT};
use crate::model::claim::{Expected, Facts, Operation, Relation, Unit};
use crate::model::date::PartialDate;
use crate::model::records::{PublishedFact, Qualifier};

/// The relations that a file may name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Equal,
    About,
    AtLeast,
    AtMost,
    Positive,
    Negative,
    Date,
    Period,
    Word,
    True,
}

const RELATIONS: [(&str, Named); 10] = [
    ("equal", Named::Equal),
    ("about", Named::About),
    ("at_least", Named::AtLeast),
    ("at_most", Named::AtMost),
    ("positive", Named::Positive),
    ("negative", Named::Negative),
    ("date", Named::Date),
    ("period", Named::Period),
    ("word", Named::Word),
    ("true", Named::True),
];

impl Fields<'_, '_, '_, '_> {
    /// What the file says, or, where it says nothing, what the fact prints.
    pub(super) fn expected(
        &mut self,
        stated: Option<Spanned<DeValue<'_>>>,
        fact: &PublishedFact,
        operation: &Operation,
    ) -> Option<Expected> {
        let at = self.at();
        let Some(stated) = stated else {
            if matches!(operation, Operation::NotHeld(_)) {
                return Some(Expected { relation: Relation::True, reason: String::new() });
            }
            let about = fact.qualifier == Some(Qualifier::About);
            let printed = Relation::printed(fact).filter(|_| !about);
            if printed.is_none() {
                let (why, hint) = match about {
                    true => ("says about how much", "expect = { relation = \"about\", within = .., reason = \"..\" }"),
                    false => ("prints no number", "expect = { relation = \"..\" } says what agrees with it"),
                };
                self.report(at, format!("fact `{}` {why}, and the claim does not say what agrees", fact.id), hint);
            }
            return Some(Expected { relation: printed?, reason: String::new() });
        };
        let mut inner = self.inner(stated, "`expect`")?;
        let named = inner.choice("relation", &RELATIONS);
        let (value, within) = (inner.open::<f64>("value"), inner.open::<f64>("within"));
        let (word, reason) = (inner.maybe_text("word"), inner.maybe_text("reason"));
        inner.finish();
        let (named, value, within) = (named?, value?, within?);
        self.agreement(named, fact, value, within, word, reason)
    }

    fn agreement(
        &mut self,
        named: Named,
        fact: &PublishedFact,
        value: Option<(usize, f64)>,
        within: Option<(usize, f64)>,
        word: Option<(usize, String)>,
        reason: Option<(usize, String)>,
    ) -> Option<Expected> {
        let at = self.at();
        let takes_value = matches!(named, Named::Equal | Named::About | Named::AtLeast | Named::AtMost);
        let judged = value.is_some() || within.is_some() || word.is_some();
        let own = fact.value.or(fact.lower).or(fact.upper);
        if let Some((at, _)) = value.filter(|_| !takes_value || own.is_some()) {
            let message = match takes_value {
                true => format!("the published value comes from fact `{}`; leave `value` out", fact.id),
                false => "this relation takes no `value`".to_owned(),
            };
            self.report(at, message, HINT);
            return None;
        }
        if let Some((at, _)) = within.filter(|(_, w)| named != Named::About || !(w.is_finite() && *w >= 0.0)) {
            let message = "a tolerance belongs to `about`, and is 0 or more".to_owned();
            self.report(at, message, "relation = \"about\", within = 2.5");
            return None;
        }
        if let Some((at, _)) = word.as_ref().filter(|_| named != Named::Word) {
            self.report(*at, "`word` belongs to the relation `word`".to_owned(), HINT);
            return None;
        }
        if reason.is_none() && judged {
            let message = "a value, word or tolerance of the auditor's needs a `reason`".to_owned();
            self.report(at, message, "say how the words of the paper are read");
            return None;
        }
        let number = value.map(|(_, v)| v).or(own);
        let relation = match named {
            Named::Positive => Some(Relation::Positive),
            Named::Negative => Some(Relation::Negative),
            Named::True => Some(Relation::True),
            Named::Equal => number.map(|value| Relation::Equal { value, within: fact.half_unit() }),
            Named::About => number.zip(within).map(|(value, (_, within))| Relation::Equal { value, within }),
            Named::AtLeast => number.map(Relation::AtLeast),
            Named::AtMost => number.map(Relation::AtMost),
            Named::Date => PartialDate::parse(&fact.period).map(Relation::Date),
            Named::Period => Some(Relation::Word(fact.period.clone())).filter(|_| !fact.period.is_empty()),
            Named::Word => word.map(|(_, word)| Relation::Word(word)),
        };
        if relation.is_none() {
            let lacking = match named {
                Named::About => {
                    "`about` needs `within`, and a value that the fact prints or the claim states".to_owned()
                }
                Named::Date => format!("the period of fact `{}` is no date", fact.id),
                Named::Period => format!("fact `{}` has no period", fact.id),
                Named::Word => "the relation `word` needs a `word`".to_owned(),
                _ => format!("fact `{}` prints no number, and the claim states no `value`", fact.id),
            };
            self.report(at, lacking, HINT);
        }
        Some(Expected { relation: relation?, reason: reason.map(|(_, reason)| reason).unwrap_or_default() })
    }

    /// Whether what the operation gives can agree with what is expected: a number with a number of its unit, a date with a
    /// date. A change is measured against the year that the fact states.
    pub(super) fn comparable(
        &mut self,
        at: usize,
        operation: &Operation,
        fact: &PublishedFact,
        expected: Option<&Expected>,
    ) -> bool {
        let Some(expected) = expected else { return true };
        let prints = fact.value.or(fact.lower).or(fact.upper).is_some();
        let gives = operation.gives();
        let wrong = match (gives, &expected.relation) {
            (Gives::Nothing, _)
            | (Gives::Date, Relation::Date(_))
            | (Gives::Word, Relation::Word(_))
            | (Gives::Truth, Relation::True)
            | (Gives::Number(_), Relation::Positive | Relation::Negative) => None,
            (
                Gives::Number(unit),
                Relation::Equal { .. } | Relation::AtLeast(_) | Relation::AtMost(_) | Relation::Between { .. },
            ) => (prints && !unit.comparable(&fact.unit)).then(|| {
                let gives = if unit.words().is_empty() { "a number" } else { unit.words() };
                format!("the operation gives {gives}, and fact `{}` prints {}", fact.id, or_none(&fact.unit))
            }),
            (Gives::Printed, _) => None,
            (gives, _) => Some(format!("the operation gives {}, which this relation does not take", gives.words())),
        };
        if let Some(message) = wrong {
            self.report(at, message, HINT);
            return false;
        }
        true
    }
}

fn or_none(unit: &str) -> String {
    if unit.is_empty() { "no unit".into() } else { format!("`{unit}`") }
}

/// What an operation gives.
#[derive(Clone, Copy)]
pub(super) enum Gives {
    Number(Unit),
    Date,
    Word,
    Truth,
    /// What another fact prints, whatever that is.
    Printed,
    Nothing,
}

impl Gives {
    fn words(self) -> &'static str {
        match self {
            Gives::Number(_) => "a number",
            Gives::Date => "a date",
            Gives::Word => "a word",
            Gives::Truth => "yes or no",
            Gives::Printed => "a print",
            Gives::Nothing => "nothing",
        }
    }
}

impl Operation {
    fn gives(&self) -> Gives {
        use crate::model::claim::{AskArms, AskProducts, AskTrade, Form, Scores, Words};
        let number = Gives::Number;
        match self {
            Operation::Arms(arms) => number(match arms.ask {
                AskArms::Share(_) | AskArms::To(_) => Unit::Percent,
                AskArms::Sum | AskArms::Lead(_) => Unit::BillionTiv,
                AskArms::Rank => Unit::Rank,
            }),
            Operation::Trade(trade) => number(match trade.ask {
                AskTrade::Value(..) => Unit::BillionDollars,
                AskTrade::Change(..) | AskTrade::Share { .. } | AskTrade::To(_) => Unit::Percent,
                AskTrade::Rank => Unit::Rank,
                AskTrade::Below => Unit::Count,
            }),
            Operation::Products(products) => number(match products.ask {
                AskProducts::Value => Unit::BillionDollars,
                _ => Unit::Percent,
            }),
            Operation::Facts(Facts::Arithmetic { unit, .. }) => number(*unit),
            Operation::Facts(Facts::Other(_)) => Gives::Printed,
            Operation::Facts(Facts::Count { .. }) => number(Unit::Count),
            Operation::Facts(Facts::Asymmetry { .. })
            | Operation::Words(Words::Asymmetry { .. } | Words::Stance { .. }) => number(Unit::Index),
            Operation::Words(Words::Attention { .. }) => number(Unit::Times),
            Operation::Form(form) => match form {
                Form::Since { .. } | Form::HeldSince { .. } => Gives::Date,
                Form::Rung { .. } => Gives::Word,
                Form::SameRung { .. } | Form::Held { .. } => Gives::Truth,
                Form::YearsSince { .. } => number(Unit::Years),
                Form::Times { .. } | Form::Members { .. } => number(Unit::Count),
            },
            Operation::Scores(scores) => match scores {
                Scores::Best { .. } => Gives::Word,
                Scores::Tested { .. } => Gives::Truth,
                Scores::Met { .. } => number(Unit::Count),
                Scores::Ranked { .. } => number(Unit::Rank),
                _ => number(Unit::Points),
            },
            Operation::NotHeld(_) => Gives::Nothing,
        }
    }
}
