//! The structure as records: one for each figure, unrounded, each with the table it belongs to.

use super::Examined;
use super::findings::importances;
use crate::document::{Cell, Table};
use crate::statistics::coherence::{Association, Block, Known, Measure, Pair, Refusal};

/// What a figure is about; empty where that plays no part.
#[derive(Clone, Copy, Default)]
struct About<'a> {
    table: &'a str,
    node: &'a str,
    element: &'a str,
    /// The other indicator of a pair, the component of a loading.
    other: &'a str,
    unit: &'a str,
}

struct Sheet {
    records: Table,
}

impl Sheet {
    fn row(&mut self, about: About<'_>, figure: &str, value: Result<f64, String>) {
        let (value, reason) = match value {
            Ok(value) => (Cell::exact(Some(value)), String::new()),
            Err(reason) => (Cell::default(), reason),
        };
        let About { table, node, element, other, unit } = about;
        let before = [table, node, element, other, unit, figure].map(Cell::from);
        self.records.push(before.into_iter().chain([value, reason.into()]));
    }

    fn figure(&mut self, about: About<'_>, figure: &str, value: &Result<f64, Refusal>) {
        self.row(about, figure, value.clone().map_err(|refusal| refusal.to_string()))
    }

    fn count(&mut self, about: About<'_>, figure: &str, count: usize) {
        self.row(about, figure, Ok(count as f64))
    }

    fn known(&mut self, about: About<'_>, known: Known) {
        self.count(about, "known", known.known);
        self.count(about, "of", known.of)
    }
}

/// `table,node,element,other,unit,figure,value,reason`. Where there is no value, `reason` says why.
pub(super) fn records(examined: &Examined<'_>) -> Table {
    let heads = ["table", "node", "element", "other", "unit", "figure", "value", "reason"];
    let mut sheet = Sheet { records: Table::records(heads) };
    statistics(&mut sheet, examined);
    pairs(&mut sheet, examined);
    links(&mut sheet, examined);
    blocks(&mut sheet, examined);
    importance(&mut sheet, examined);
    availability(&mut sheet, examined);
    profiles(&mut sheet, examined);
    removals(&mut sheet, examined);
    sheet.records
}

fn statistics(sheet: &mut Sheet, examined: &Examined<'_>) {
    for (id, s) in examined.structure.leaves.iter().zip(&examined.structure.statistics) {
        let (node, element) = (examined.parent(*id), examined.code(*id));
        let about = About { table: "statistics", node, element, ..About::default() };
        let none = || "no unit has a value".to_owned();
        sheet.count(about, "units", s.units);
        sheet.count(about, "known", s.known);
        for (figure, value) in [("min", s.min), ("max", s.max), ("most_frequent_share", s.most_frequent_share)] {
            sheet.row(about, figure, value.ok_or_else(none));
        }
        let figures = [
            ("missing_share", &s.missing_share),
            ("mean", &s.mean),
            ("median", &s.median),
            ("sd", &s.sd),
            ("skewness", &s.skewness),
            ("kurtosis", &s.kurtosis),
        ];
        for (figure, value) in figures {
            sheet.figure(about, figure, value);
        }
        for (figure, count) in [("zeros", s.zeros), ("distinct", s.distinct), ("most_frequent", s.most_frequent)] {
            sheet.count(about, figure, count);
        }
        for flag in &s.flags {
            sheet.row(About { other: super::findings::word(flag), ..about }, "flag", Ok(1.0));
        }
    }
}

fn pairs(sheet: &mut Sheet, examined: &Examined<'_>) {
    let correlations = &examined.structure.table.correlations;
    for (place, pair) in correlations.pairs.iter().enumerate() {
        let (element, other) = (examined.leaf(pair.first), examined.leaf(pair.second));
        let node = examined.shared(pair).unwrap_or_default();
        let about = About { table: "pairs", node, element, other, ..About::default() };
        sheet.count(about, "units", pair.units);
        for (name, measure) in measures() {
            association(sheet, about, name, pair, measure);
        }
        for (figure, places) in [("collinear", &correlations.collinear), ("negative", &correlations.negative)] {
            if places.contains(&place) {
                sheet.row(about, figure, Ok(1.0));
            }
        }
    }
}

/// Nodes with one another, and indicators with sizes.
fn links(sheet: &mut Sheet, examined: &Examined<'_>) {
    let mut three = |about: About<'_>, units: usize, found: [&Result<Association, Refusal>; 3]| {
        sheet.count(about, "units", units);
        for ((name, _), association) in measures().into_iter().zip(found) {
            let value = |of: fn(&Association) -> f64| association.as_ref().map(of).map_err(ToString::to_string);
            sheet.row(about, name, value(|a| a.value));
            sheet.row(about, &format!("{name}_p"), value(|a| a.p));
        }
    };
    for l in &examined.structure.links {
        let node = l.meet.map_or("", |id| examined.code(id));
        let (element, other) = (examined.code(l.first), examined.code(l.second));
        let about = About { table: "links", node, element, other, ..About::default() };
        three(about, l.units, [&l.pearson, &l.spearman, &l.kendall]);
    }
    for l in &examined.structure.sizes {
        let (element, other) = (examined.code(l.indicator), l.size.as_str());
        let about = About { table: "sizes", node: examined.parent(l.indicator), element, other, ..About::default() };
        three(about, l.units, [&l.pearson, &l.spearman, &l.kendall]);
    }
}

/// The three correlations by their names.
pub(super) fn measures() -> [(&'static str, Measure); 3] {
    [("pearson", Measure::Pearson), ("spearman", Measure::Spearman), ("kendall", Measure::Kendall)]
}

fn association(sheet: &mut Sheet, about: About<'_>, name: &str, pair: &Pair, measure: Measure) {
    match pair.of(measure) {
        Ok(found) => {
            let Association { value, p, .. } = found.association;
            sheet.row(about, name, Ok(value));
            sheet.row(about, &format!("{name}_p"), Ok(p));
            sheet.row(about, &format!("{name}_p_adjusted"), Ok(found.adjusted_p))
        }
        Err(refusal) => sheet.row(about, name, Err(refusal.to_string())),
    }
}

fn blocks(sheet: &mut Sheet, examined: &Examined<'_>) {
    let structure = &examined.structure;
    if let Some(block) = &structure.table.overall {
        let codes: Vec<&str> = structure.leaves.iter().map(|id| examined.code(*id)).collect();
        one_block(sheet, "", &codes, block);
    }
    for family in &structure.families {
        let codes: Vec<&str> = family.children.iter().map(|id| examined.code(*id)).collect();
        if let Some(block) = family.coherence.groups.first() {
            one_block(sheet, examined.code(family.node), &codes, block);
        }
    }
}

/// Alpha, adequacy and components; no node stands for all indicators together.
fn one_block(sheet: &mut Sheet, node: &str, codes: &[&str], block: &Block) {
    let whole = About { table: "nodes", node, ..About::default() };
    sheet.count(whole, "elements", block.elements.len());
    sheet.count(whole, "complete_units", block.complete_units);
    match &block.reliability {
        Err(refusal) => sheet.row(whole, "alpha_standardised", Err(refusal.to_string())),
        Ok(reliability) => {
            sheet.figure(whole, "alpha_standardised", &reliability.alpha.standardised);
            sheet.figure(whole, "alpha_raw", &reliability.alpha.raw);
            for one in &reliability.drop_one {
                let about = About { table: "drop_one", element: &one.code, ..whole };
                sheet.figure(about, "alpha_standardised", &one.alpha.standardised);
                sheet.figure(about, "alpha_raw", &one.alpha.raw);
                sheet.figure(about, "item_total_standardised", &one.item_total_standardised);
                sheet.figure(about, "item_total_raw", &one.item_total_raw);
            }
        }
    }
    match &block.adequacy {
        Err(refusal) => sheet.row(whole, "kmo", Err(refusal.to_string())),
        Ok(adequacy) => {
            sheet.figure(whole, "kmo", &adequacy.kmo);
            sheet.row(whole, "bartlett_chi_squared", Ok(adequacy.sphericity.chi_squared));
            sheet.count(whole, "bartlett_freedom", adequacy.sphericity.freedom);
            sheet.row(whole, "bartlett_p", Ok(adequacy.sphericity.p));
            for (element, kmo) in codes.iter().zip(&adequacy.kmo_each) {
                sheet.figure(About { table: "kmo", element, ..whole }, "kmo", kmo);
            }
        }
    }
    let components = match &block.components {
        Err(refusal) => return sheet.row(whole, "eigenvalues_above_one", Err(refusal.to_string())),
        Ok(components) => components,
    };
    sheet.count(whole, "eigenvalues_above_one", components.above_one);
    for (place, component) in components.components.iter().enumerate() {
        let name = (place + 1).to_string();
        let about = About { table: "components", other: &name, ..whole };
        sheet.row(about, "eigenvalue", Ok(component.eigenvalue));
        sheet.row(about, "explained", Ok(component.explained));
        sheet.row(about, "cumulative", Ok(component.cumulative));
        for (element, loading) in codes.iter().zip(&component.loadings) {
            sheet.row(About { table: "loadings", element, ..about }, "loading", Ok(*loading));
        }
    }
}

fn importance(sheet: &mut Sheet, examined: &Examined<'_>) {
    for (element, node, i) in importances(examined) {
        let (element, node) = (examined.code(element), examined.code(node));
        let about = About { table: "importance", node, element, ..About::default() };
        sheet.figure(about, "nominal", &i.nominal);
        sheet.figure(about, "effective", &i.effective);
        sheet.figure(about, "correlation", &i.correlation);
        sheet.figure(about, "squared_correlation", &i.squared_correlation);
        match &i.main_effect {
            Err(refusal) => sheet.row(about, "main_effect", Err(refusal.to_string())),
            Ok(effect) => {
                sheet.row(about, "main_effect", Ok(effect.value));
                sheet.row(about, "main_effect_cross_validated", Ok(effect.cross_validated));
                sheet.count(about, "units", effect.units);
            }
        }
    }
}

fn availability(sheet: &mut Sheet, examined: &Examined<'_>) {
    let a = &examined.structure.availability;
    let table = About { table: "availability", ..About::default() };
    sheet.known(table, a.overall);
    for (node, known) in &a.nodes {
        sheet.known(About { node, ..table }, *known);
    }
    for (place, of) in a.units.iter().enumerate() {
        let about = About { unit: examined.unit(place), ..table };
        sheet.known(about, of.overall);
        sheet.count(about, "zeros", of.zeros);
        for ((node, _), known) in a.nodes.iter().zip(&of.nodes) {
            sheet.known(About { node, ..about }, *known);
        }
    }
}

/// Of the unit asked for, or of all.
fn profiles(sheet: &mut Sheet, examined: &Examined<'_>) {
    let profiles = examined.structure.profiles.iter().enumerate();
    for (place, profile) in profiles.filter(|(place, _)| examined.unit.is_none_or(|unit| unit == *place)) {
        for (element, standing) in profile.standings.iter().enumerate() {
            let about = About {
                table: "profile",
                element: examined.leaf(element),
                unit: examined.unit(place),
                ..About::default()
            };
            let Some(s) = standing else {
                sheet.row(about, "value", Err("missing".to_owned()));
                continue;
            };
            sheet.row(about, "value", Ok(s.value));
            sheet.count(about, "rank", s.rank);
            sheet.count(about, "of", s.of);
            sheet.figure(about, "percentile", &s.percentile);
            sheet.figure(about, "z", &s.z);
            for (figure, places) in [("strength", &profile.strengths), ("weakness", &profile.weaknesses)] {
                if let Some(order) = places.iter().position(|p| *p == element) {
                    sheet.count(about, figure, order + 1);
                }
            }
        }
    }
}

fn removals(sheet: &mut Sheet, examined: &Examined<'_>) {
    for removed in &examined.structure.removals {
        let (element, node) = (examined.code(removed.node), examined.code(removed.root));
        let about = About { table: "removal", node, element, ..About::default() };
        let effect = match &removed.effect {
            Ok(effect) => effect,
            Err(refused) => {
                let reasons: Vec<String> = refused.iter().map(ToString::to_string).collect();
                sheet.row(about, "mean_rank_change", Err(reasons.join("; ")));
                continue;
            }
        };
        sheet.figure(about, "mean_rank_change", &effect.mean_rank_change);
        sheet.figure(about, "mean_score_change", &effect.mean_score_change);
        sheet.figure(about, "spearman", &effect.spearman);
        let counts = [
            ("greatest_rank_change", effect.greatest_rank_change),
            ("moved", effect.moved),
            ("units", effect.units),
            ("lost", effect.lost),
            ("gained", effect.gained),
        ];
        for (figure, count) in counts {
            sheet.count(about, figure, count);
        }
    }
}
