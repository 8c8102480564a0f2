//! Published figures among themselves: a paper's arithmetic, and what other sources print.

use super::{Context, Found, Missing};
use crate::measure::brief;
use crate::model::claim::{Answer, Facts, Unit};
use crate::model::package::{RowRef, Table};
use crate::model::records::PublishedFact;
use crate::model::window::Year;

impl Context<'_> {
    pub(super) fn figures(&self, asked: &Facts) -> Result<Found, Missing> {
        match asked {
            Facts::Arithmetic { of, unit, base } => {
                let facts = &self.package.facts;
                let Some(found) = of.enclosed(facts) else {
                    return Err("the arithmetic divides by what may be 0 within the rounding of the prints".into());
                };
                let shown = |place: usize| facts.get(place).and_then(|f| f.value).map_or("?".into(), |v| v.to_string());
                let named = |place: usize| facts.get(place).map_or("?".into(), |f| f.id.clone());
                let against = base.map_or_else(String::new, |year| format!(", against {year}"));
                let working = format!(
                    "{} = {} = {} ({} to {} with the rounding of the prints){against}",
                    of.written(&named),
                    of.written(&shown),
                    brief(found.value),
                    brief(found.low),
                    brief(found.high)
                );
                let rows = of.facts().into_iter().filter_map(|place| facts.get(place)).map(at).collect();
                let mut result = Found::new(Answer::Number(found.value, *unit), working, rows);
                result.bounds = Some([found.low, found.high]);
                Ok(result)
            }
            Facts::Other(place) => {
                let fact = self.package.facts.get(*place).ok_or("there is no such fact")?;
                if fact.source == self.set.source {
                    return Err(format!("fact {} is the audited paper's own", fact.id));
                }
                let answer = match fact.value {
                    Some(value) => Answer::Number(value, unit_of(&fact.unit)),
                    None => Answer::Word(fact.period.clone()),
                };
                let printed = fact.value.map_or_else(|| fact.period.clone(), |value| format!("{value} {}", fact.unit));
                let working = format!("{} ({}) prints {printed}", fact.id, fact.source);
                Ok(Found::new(answer, working, vec![at(fact)]))
            }
            Facts::Count { whats, from, to, own } => {
                let counted: Vec<&PublishedFact> = self
                    .package
                    .facts
                    .iter()
                    .filter(|f| whats.contains(&f.what) && f.from == *from && f.to == *to)
                    .filter(|f| (f.source == self.set.source) == *own)
                    .collect();
                let ids: Vec<&str> = counted.iter().map(|f| f.id.as_str()).collect();
                let whose = if *own { "of the paper" } else { "of other sources" };
                let working = match ids.is_empty() {
                    true => format!("no fact {whose}"),
                    false => format!("facts {whose}: {}", ids.join(", ")),
                };
                let rows = counted.iter().map(|f| at(f)).collect();
                Ok(Found::new(Answer::Number(counted.len() as f64, Unit::Count), working, rows))
            }
            Facts::Asymmetry { what, sides, without } => self.fact_asymmetry(what, sides, without),
        }
    }

    fn fact_asymmetry(&self, what: &str, sides: &[String; 2], without: &[usize]) -> Result<Found, Missing> {
        let facts = &self.package.facts;
        let left_out: Vec<&PublishedFact> = without.iter().filter_map(|place| facts.get(*place)).collect();
        let excluded = |f: &PublishedFact| {
            left_out.iter().any(|out| out.from == f.from && out.to == f.to && spans(&out.period, &f.period))
        };
        let (mut counts, mut rows) = ([0usize; 2], Vec::new());
        for f in facts.iter().filter(|f| f.what == what && f.source == self.set.source && !excluded(f)) {
            let [a, b] = sides;
            let there = f.from == *a && f.to == *b;
            if there || (f.from == *b && f.to == *a) {
                counts[usize::from(!there)] += 1;
                rows.push(at(f));
            }
        }
        rows.extend(left_out.iter().map(|f| at(f)));
        let [n, m] = counts.map(|n| n as f64);
        if n + m == 0.0 {
            return Err(format!("the paper has no fact of the kind `{what}`"));
        }
        let value = (n - m) / (n + m);
        let working = format!("({n} - {m}) / ({n} + {m}) = {}", brief(value));
        Ok(Found::new(Answer::Number(value, Unit::Index), working, rows))
    }
}

/// Whether a year lies in a period such as `2020-2023`.
fn spans(period: &str, year: &str) -> bool {
    let window = crate::model::window::Window::parse(period).ok();
    window.zip(Year::parse(year)).is_some_and(|(window, year)| window.contains(year))
}

fn at(fact: &PublishedFact) -> RowRef {
    RowRef { table: Table::Facts, line: fact.line }
}

fn unit_of(printed: &str) -> Unit {
    match printed {
        "percent" => Unit::Percent,
        "usd_billion" => Unit::BillionDollars,
        "rank" => Unit::Rank,
        "times" => Unit::Times,
        _ => Unit::Count,
    }
}
