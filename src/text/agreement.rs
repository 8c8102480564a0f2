//! Whether coders agree, code by code, and where they do not.

use std::collections::BTreeMap;

use super::codebook::Code;
use super::coding::Coding;
use crate::statistics::krippendorff::Level;
use crate::statistics::reliability::{
    Bootstrap, Interval, Undefined, Unit, Weights, alpha, alpha_interval, coded_by_both, cohens_kappa, gwets_ac1,
    percent_agreement, weighted_kappa,
};

/// A coefficient, or why it has no value.
pub type Coefficient = Result<f64, Undefined>;

/// The agreement on one code.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    pub code: String,
    pub level: Level,
    /// Units that at least two coders gave this code.
    pub units: usize,
    pub percent: Coefficient,
    /// The share of sentences in every unit of which the coders agree: one sentence may name several targets, and its units are not
    /// independent of one another.
    pub by_sentence: Coefficient,
    pub sentences: usize,
    pub kappa: Coefficient,
    /// Of scales with an order alone.
    pub linear: Option<Coefficient>,
    pub quadratic: Option<Coefficient>,
    /// Alpha at the levels up to that of the codebook.
    pub alphas: Vec<(Level, Coefficient)>,
    /// Of alpha at the codebook's level.
    pub interval: Result<Interval, Undefined>,
    pub ac1: Coefficient,
    /// How often each value of the scale was given.
    pub given: Vec<(String, usize)>,
}

impl Agreement {
    /// Alpha at the codebook's level.
    pub fn alpha(&self) -> Coefficient {
        self.alphas.iter().find(|(level, _)| *level == self.level).map_or(Err(Undefined::NoPairs), |(_, alpha)| *alpha)
    }

    /// A value that so few gave that coefficients which correct for chance hang on single units.
    pub fn rare(&self) -> Option<&(String, usize)> {
        self.given.iter().filter(|(_, n)| (1..10).contains(n)).min_by_key(|(_, n)| *n)
    }
}

/// A unit that coders read differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreement {
    pub code: String,
    pub unit: String,
    /// By coder; empty where one gave nothing.
    pub values: Vec<String>,
    pub text: String,
}

/// The agreement of coders on every code.
#[derive(Clone, Debug, PartialEq)]
pub struct Reliability {
    pub coders: Vec<String>,
    pub units: usize,
    pub codes: Vec<Agreement>,
    pub disagreements: Vec<Disagreement>,
    pub bootstrap: Bootstrap,
    /// Units that each coder left open.
    pub open: Vec<usize>,
}

const LEVELS: [Level; 4] = [Level::Nominal, Level::Ordinal, Level::Interval, Level::Ratio];

/// The agreement of the coders of these sheets.
pub fn reliability(coding: &Coding, bootstrap: Bootstrap) -> Reliability {
    let codes = coding.book.codes.iter().enumerate();
    let agreement = |(at, code): (usize, &Code)| agreement(coding, at, code, bootstrap);
    Reliability {
        coders: coding.coders.clone(),
        units: coding.units.len(),
        codes: codes.map(agreement).collect(),
        disagreements: disagreements(coding),
        bootstrap,
        open: coding.open(),
    }
}

fn agreement(coding: &Coding, at: usize, code: &Code, bootstrap: Bootstrap) -> Agreement {
    let values = |given: &super::coding::Given| code.number(given.values.get(at).map_or("", String::as_str));
    let units: Vec<Unit> = coding.given.iter().map(|given| given.iter().map(values).collect()).collect();
    let scale = code.scale();
    let ordered = code.level != Level::Nominal;
    let at_level = LEVELS.iter().position(|l| *l == code.level).unwrap_or_default();
    let counted = |value: &String| {
        let all = coding.given.iter().flatten().filter(|g| g.values.get(at) == Some(value));
        (value.clone(), all.count())
    };
    let (by_sentence, sentences) = by_sentence(coding, &units);
    Agreement {
        code: code.code.clone(),
        level: code.level,
        units: coded_by_both(&units),
        percent: percent_agreement(&units),
        by_sentence,
        sentences,
        kappa: cohens_kappa(&units),
        linear: ordered.then(|| weighted_kappa(&units, &scale, Weights::Linear)),
        quadratic: ordered.then(|| weighted_kappa(&units, &scale, Weights::Quadratic)),
        alphas: LEVELS.iter().take(at_level + 1).map(|level| (*level, alpha(&units, *level))).collect(),
        interval: alpha_interval(&units, code.level, bootstrap),
        ac1: gwets_ac1(&units, scale.len()),
        given: code.values.iter().map(counted).collect(),
    }
}

/// The share of sentences with units of at least two values in which every such unit is agreed upon, and how many there are.
fn by_sentence(coding: &Coding, units: &[Unit]) -> (Coefficient, usize) {
    let mut agreed: BTreeMap<(&str, &str), bool> = BTreeMap::new();
    for (unit, values) in coding.units.iter().zip(units) {
        let given: Vec<f64> = values.iter().flatten().copied().collect();
        if given.len() > 1 {
            let same = given.iter().zip(given.iter().skip(1)).all(|(a, b)| a == b);
            *agreed.entry((&unit.document, &unit.sentence)).or_insert(true) &= same;
        }
    }
    let n = agreed.len();
    let share = agreed.values().filter(|a| **a).count() as f64 / n as f64;
    (if n == 0 { Err(Undefined::NoPairs) } else { Ok(share) }, n)
}

fn disagreements(coding: &Coding) -> Vec<Disagreement> {
    let mut found = Vec::new();
    for (at, code) in coding.book.codes.iter().enumerate() {
        for (unit, given) in coding.units.iter().zip(&coding.given) {
            let values: Vec<String> = given.iter().filter_map(|g| g.values.get(at).cloned()).collect();
            let mut said = values.iter().filter(|v| !v.is_empty());
            let first = said.next();
            if first.is_some_and(|first| said.any(|v| v != first)) {
                let (code, unit, text) = (code.code.clone(), unit.unit.clone(), unit.text.clone());
                found.push(Disagreement { code, unit, values, text });
            }
        }
    }
    found
}
