//! The page of agreement between coders.

use serde::Serialize;

use super::several;
use crate::document::{Cell, Document, Notation, Table, number};
use crate::report::{Detail, Report};
use crate::text::agreement::{Agreement, Coefficient, Reliability};

/// Disagreements on a brief page.
const BRIEF: usize = 40;

fn cell(coefficient: Coefficient) -> Cell {
    Cell::maybe(coefficient.ok(), Notation::Decimals(3))
}

fn maybe(coefficient: Option<Coefficient>) -> Cell {
    coefficient.map_or_else(Cell::default, cell)
}

impl Report for Reliability {
    fn document(&self, detail: Detail) -> Document {
        let mut d = Document::new("Agreement of coders", self.coders.join(", "));
        d.fact("Coded", format!("{} by {}", several(self.units, "unit"), several(self.coders.len(), "coder")));
        d.table(self.coefficients());
        d.table(self.values());
        let n = self.disagreements.len();
        let shown = if detail == Detail::Full { n } else { n.min(BRIEF) };
        let mut table = Table::new("Disagreements", ["code", "unit", "values", "sentence"], 4);
        for one in self.disagreements.iter().take(shown) {
            let said: Vec<&str> = one.values.iter().map(|v| if v.is_empty() { "–" } else { v }).collect();
            table.push([one.code.clone(), one.unit.clone(), said.join(" / "), one.text.clone()].map(Cell::from));
        }
        table.note = format!("values in the order {}", self.coders.join(", "));
        d.table(table);
        let mut notes = self.notes();
        if shown < n {
            notes.push(format!("{} more disagreements; every format but the terminal's has all", n - shown));
        }
        d.list("Notes", notes);
        d
    }

    fn records(&self) -> Option<Table> {
        let heads = [
            "code",
            "level",
            "units",
            "percent_agreement",
            "sentences",
            "percent_agreement_by_sentence",
            "cohens_kappa",
            "weighted_kappa_linear",
            "weighted_kappa_quadratic",
            "alpha_nominal",
            "alpha_ordinal",
            "alpha_interval",
            "alpha_ratio",
            "alpha_lower",
            "alpha_upper",
            "gwets_ac1",
        ];
        let mut table = Table::records(heads);
        for code in &self.codes {
            let exact = |c: Coefficient| Cell::exact(c.ok());
            let ordered = |c: Option<Coefficient>| Cell::exact(c.and_then(Result::ok));
            let alpha = |i: usize| Cell::exact(code.alphas.get(i).and_then(|(_, a)| a.ok()));
            let end = |f: fn(&crate::statistics::reliability::Interval) -> f64| {
                Cell::exact(code.interval.as_ref().ok().map(f))
            };
            let mut cells: Vec<Cell> = vec![code.code.as_str().into(), code.level.word().into(), code.units.into()];
            cells.extend([exact(code.percent), code.sentences.into(), exact(code.by_sentence), exact(code.kappa)]);
            cells.extend([ordered(code.linear), ordered(code.quadratic)]);
            cells.extend((0..4).map(alpha));
            cells.extend([end(|i| i.lower), end(|i| i.upper), exact(code.ac1)]);
            table.push(cells);
        }
        Some(table)
    }

    fn json(&self) -> serde_json::Result<String> {
        let page = Page {
            coders: &self.coders,
            units: self.units,
            left_open: &self.open,
            draws: self.bootstrap.draws,
            seed: self.bootstrap.seed,
            codes: self.codes.iter().map(code).collect(),
            disagreements: self
                .disagreements
                .iter()
                .map(|d| Apart { code: &d.code, unit: &d.unit, values: &d.values, text: &d.text })
                .collect(),
            notes: self.notes(),
        };
        Ok(serde_json::to_string_pretty(&page)? + "\n")
    }
}

#[derive(Serialize)]
struct Page<'a> {
    coders: &'a [String],
    units: usize,
    left_open: &'a [usize],
    draws: usize,
    seed: u64,
    codes: Vec<Code<'a>>,
    disagreements: Vec<Apart<'a>>,
    notes: Vec<String>,
}

#[derive(Serialize)]
struct Apart<'a> {
    code: &'a str,
    unit: &'a str,
    values: &'a [String],
    text: &'a str,
}

/// Coefficients that are not defined are null; `notes` says why.
#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
    level: &'static str,
    units: usize,
    percent_agreement: Option<f64>,
    percent_agreement_by_sentence: Option<f64>,
    cohens_kappa: Option<f64>,
    weighted_kappa_linear: Option<f64>,
    weighted_kappa_quadratic: Option<f64>,
    krippendorffs_alpha: std::collections::BTreeMap<&'static str, Option<f64>>,
    alpha_interval: Option<[f64; 2]>,
    gwets_ac1: Option<f64>,
    given: std::collections::BTreeMap<&'a str, usize>,
}

fn code(a: &Agreement) -> Code<'_> {
    Code {
        code: &a.code,
        level: a.level.word(),
        units: a.units,
        percent_agreement: a.percent.ok(),
        percent_agreement_by_sentence: a.by_sentence.ok(),
        cohens_kappa: a.kappa.ok(),
        weighted_kappa_linear: a.linear.and_then(Result::ok),
        weighted_kappa_quadratic: a.quadratic.and_then(Result::ok),
        krippendorffs_alpha: a.alphas.iter().map(|(level, alpha)| (level.word(), alpha.ok())).collect(),
        alpha_interval: a.interval.as_ref().ok().map(|i| [i.lower, i.upper]),
        gwets_ac1: a.ac1.ok(),
        given: a.given.iter().map(|(value, n)| (value.as_str(), *n)).collect(),
    }
}

impl Reliability {
    fn coefficients(&self) -> Table {
        let heads =
            ["code", "level", "units", "agree", "by sentence", "kappa", "linear", "quadratic", "alpha", "95 %", "AC1"];
        let mut table = Table::new("Agreement", heads, 2);
        for code in &self.codes {
            let three = Notation::Decimals(3);
            let interval =
                code.interval.as_ref().map_or_else(|_| Cell::missing(), |i| Cell::range(i.lower, i.upper, three));
            table.push([
                Cell::from(code.code.as_str()),
                code.level.word().into(),
                code.units.into(),
                cell(code.percent),
                cell(code.by_sentence),
                cell(code.kappa),
                maybe(code.linear),
                maybe(code.quadratic),
                cell(code.alpha()),
                interval,
                cell(code.ac1),
            ]);
        }
        table.note = format!(
            "agree: share of units in agreement; by sentence: share of sentences with every unit in agreement; kappa: Cohen's, linear and \
             quadratic weights for scales with an order; alpha: Krippendorff's at the level of the codebook, with the interval of {} \
             resamples of the units (seed {}); AC1: Gwet's",
            self.bootstrap.draws, self.bootstrap.seed
        );
        table
    }

    fn values(&self) -> Table {
        let mut table = Table::new("Values given, by all coders together", ["code", "values"], 2);
        for code in &self.codes {
            let given = code.given.iter().map(|(value, n)| format!("{value}: {n}")).collect::<Vec<_>>().join(", ");
            table.push([code.code.clone(), given]);
        }
        table
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        for code in &self.codes {
            let named = [("kappa", code.kappa), ("alpha", code.alpha()), ("AC1", code.ac1)];
            for (name, why) in named.iter().filter_map(|(name, c)| Some((name, c.err()?))) {
                notes.push(format!("{}: {name} is not defined: {why}", code.code));
            }
            if let Some((value, n)) = code.rare() {
                let times = several(*n, "time");
                notes.push(format!("{}: the value {value} was given {times}; coefficients hang on these", code.code));
            }
            if let Ok(interval) = &code.interval
                && interval.undefined > 0
            {
                let share = number::percent_of_draws(interval.undefined as f64 / self.bootstrap.draws as f64);
                notes.push(format!(
                    "{}: alpha is not defined in {share} of the resamples, which are left out",
                    code.code
                ));
            }
        }
        for (coder, open) in self.coders.iter().zip(&self.open).filter(|(_, open)| **open > 0) {
            notes.push(format!("{coder} left {} open", several(*open, "unit")));
        }
        notes
    }
}
