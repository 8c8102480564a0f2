//! A sensitivity analysis as text: the largest driver, what single factors and single weights can do, every index.

mod curve;
mod doubts;
mod json;
mod records;
mod tables;
mod weights;
mod words;

pub use curve::{curveless, curves};

pub use crate::analysis::verbs::SensitivityAnalysis;

use crate::analysis::sensitivity::{FactorGroup, Quantity};
use crate::document::{Document, Table, number};
use crate::model::framework::NodeId;
use crate::report::origin::{Origin, made};
use crate::report::{Detail, Report, uncertainty};
use crate::statistics::sobol::{Index, Indices, Outcome, OutputAnalysis};

impl SensitivityAnalysis<'_> {
    /// What a headline is called.
    fn headline(&self) -> &'static str {
        if self.found.gaps { "GAP" } else { "Score" }
    }

    /// A unit's quantity that is shown in full: its headline, or its ranked score where the gap has no indices.
    fn shown(&self, unit: usize) -> Quantity {
        let headline = self.found.headline_of(unit);
        if defined(self.found.of(headline)).is_some() { headline } else { Quantity::Score(unit) }
    }

    /// What a quantity is called in print.
    fn called(&self, quantity: Quantity) -> String {
        match quantity {
            Quantity::Gap(_) => "GAP".into(),
            Quantity::Residual(_) => "the residual among the peers".into(),
            Quantity::Score(_) => self.ranked(),
            Quantity::Rank(_) => "rank".into(),
            Quantity::Order(..) => "order".into(),
            Quantity::Shift => "mean rank shift".into(),
        }
    }

    /// The title of the node by which units are ranked.
    fn ranked(&self) -> String {
        let node = self.origin.nodes().iter().find(|n| n.code == self.found.ranked);
        node.map_or_else(|| "score".into(), |n| n.title.clone())
    }

    fn factor(&self, place: usize) -> &str {
        self.found.factors.get(place).map_or("", |f| f.code.as_str())
    }

    /// The word of what has indices, by its place among them: a factor, or a group of factors.
    fn group(&self, place: usize) -> &str {
        self.found.indices.groups.get(place).map_or("", |group| group.code.as_str())
    }

    fn group_title(&self, place: usize) -> &str {
        self.found.indices.groups.get(place).map_or("", |group| group.title.as_str())
    }

    /// The groups of more than one factor.
    fn named_groups(&self) -> impl Iterator<Item = &FactorGroup> {
        self.found.indices.groups.iter().filter(|group| group.is_group())
    }

    /// What the first-order indices leave to 1.
    fn interaction(&self) -> &'static str {
        match self.named_groups().next() {
            None => "what factors do only together",
            Some(_) => "what groups and other factors do only together",
        }
    }

    /// Whether some factors are correlated, so that their indices share nothing out.
    fn correlated(&self) -> bool {
        !self.found.layout.correlations.is_empty()
    }

    /// The words of a group's factors.
    fn members<'a>(&'a self, group: &'a FactorGroup) -> impl Iterator<Item = &'a str> {
        group.members.iter().map(|place| self.factor(*place))
    }

    fn node(&self, id: NodeId) -> (&str, &str) {
        self.origin.nodes().get(id.0).map_or(("", ""), |n| (n.code.as_str(), n.title.as_str()))
    }

    /// Names without a partner that all of them share.
    fn short(&self) -> Vec<String> {
        let parts: Vec<Option<(&str, &str)>> = self.names.iter().map(|n| n.split_once(" – ")).collect();
        let partner = parts.first().copied().flatten().map(|(_, b)| b);
        match partner {
            Some(b) if parts.len() > 1 && parts.iter().all(|p| p.is_some_and(|(_, other)| other == b)) => {
                parts.into_iter().flatten().map(|(a, _)| a.to_owned()).collect()
            }
            _ => self.names.to_vec(),
        }
    }

    /// Decimals of headlines.
    fn decimals(&self) -> usize {
        match self.origin {
            Origin::Partnerships { .. } => 1,
            Origin::Table { .. } => {
                let ends = self.found.swings.iter().flat_map(|s| s.ends.iter().flatten());
                number::decimals_for(ends.flat_map(|(low, high)| [*low, *high]))
            }
        }
    }

    /// A headline as it is printed: gaps with their sign.
    fn write(&self, x: f64) -> String {
        if self.found.gaps { number::signed(x, self.decimals()) } else { number::fixed(x, self.decimals()) }
    }

    fn write_or_none(&self, x: Option<f64>) -> String {
        x.map_or_else(|| "–".into(), |x| self.write(x))
    }
}

/// What is other with correlated factors.
const DEPENDENT: &str =
    "Factors are correlated: S may exceed ST, and neither sums to 1 (Kucherenko, Tarantola and Annoni 2012)";

fn defined(output: Option<&OutputAnalysis>) -> Option<&Indices> {
    match &output?.outcome {
        Outcome::Defined(indices) => Some(indices),
        Outcome::Undefined(_) => None,
    }
}

/// An index with its mark: `0.45`, `0.45~`.
fn index(index: Index) -> String {
    format!("{}{}", share(index.estimate), if index.converged { "" } else { "~" })
}

/// A share of the variance, which may lie a little below 0.
fn share(x: f64) -> String {
    match number::fixed(x, 2) {
        zero if zero == "-0.00" => "0.00".into(),
        text => text.replace('-', "−"),
    }
}

fn interval(index: Index) -> String {
    index.interval.map_or_else(|| "–".into(), |i| format!("{} to {}", share(i.lower), share(i.upper)))
}

impl Report for SensitivityAnalysis<'_> {
    fn document(&self, _: Detail) -> Document {
        document(self)
    }

    fn records(&self) -> Option<Table> {
        Some(records::records(self))
    }

    fn json(&self) -> serde_json::Result<String> {
        json::json(self)
    }
}

fn document(answer: &SensitivityAnalysis<'_>) -> Document {
    let found = &answer.found;
    let what = match (found.gaps, found.units.len()) {
        (true, 1) => "what the gap depends on",
        (true, _) => "what gaps and ranks depend on",
        (false, 1) => "what the score depends on",
        (false, _) => "what scores and ranks depend on",
    };
    let who = match (answer.names.as_slice(), answer.origin) {
        ([name], _) => name.clone(),
        (names, Origin::Partnerships { .. }) => format!("{} partnerships", names.len()),
        (names, Origin::Table { .. }) => format!("{} units", names.len()),
    };
    let analysis = &found.indices.analysis;
    let runs = number::plain(analysis.runs as f64);
    let design = format!("seed {} · {} base points, {runs} variants", found.layout.seed, analysis.base_points);
    let mut d = Document::new(format!("{who}: {what}"), format!("{} · {design}", made(answer.origin)));
    let single = found.units.len() == 1;
    let said = if single { words::of_one(answer, 0) } else { words::of_many(answer) };
    for (label, text) in said {
        d.fact(label, text);
    }
    d.fact("", "These are shares of declared model variants, never probabilities that a claim is true.");
    d.list("Caveats", doubts::doubts(answer));
    let own = if single { one(answer) } else { many(answer) };
    for table in own {
        d.table(table);
    }
    d.pause();
    d.list("Varied", words::varied(answer));
    d.list("Groups", words::groups(answer));
    d.list("Correlated", uncertainty::correlated(&found.layout.correlations, &found.factors));
    d.list("Not varied", answer.not_varied.iter().map(|(code, why)| format!("{code}: {why}")).collect());
    d.list("Notes", answer.notes.to_vec());
    d.fact("Columns", words::columns(answer, single));
    d.fact("Next", words::next(answer));
    d.with_roots(answer.origin.own_roots())
}

fn one(answer: &SensitivityAnalysis<'_>) -> Vec<Table> {
    let mut all = vec![tables::indices(answer, answer.shown(0))];
    let residual = Quantity::Residual(0);
    all.extend(answer.found.of(residual).map(|_| tables::indices(answer, residual)));
    all.push(tables::swings(answer, 0));
    all.extend(weights::verdict_of_one(answer));
    all.extend(curve::of_one(answer));
    all.extend(tables::stages(answer, 0));
    all
}

fn many(answer: &SensitivityAnalysis<'_>) -> Vec<Table> {
    let found = &answer.found;
    let headlines: Vec<Quantity> = (0..found.units.len()).map(|unit| found.headline_of(unit)).collect();
    let residuals: Vec<Quantity> = (0..found.units.len()).map(Quantity::Residual).collect();
    let mut all = vec![tables::totals(answer, &headlines, answer.headline(), &found.headline)];
    if residuals.iter().any(|q| found.of(*q).is_some()) {
        all.push(tables::totals(answer, &residuals, "residual", &found.residual));
    }
    all.push(tables::ranks(answer));
    all.extend(weights::neighbours(answer));
    all.extend(tables::pairs(answer));
    all.push(tables::widths(answer));
    all.extend(weights::verdicts(answer));
    all.extend(curve::of_many(answer));
    all
}
