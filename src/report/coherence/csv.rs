//! The structure as one long CSV table: one row per figure, full precision, each with the table it belongs to.

use super::Examined;
use super::findings::importances;
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
    writer: csv::Writer<Vec<u8>>,
}

impl Sheet {
    fn row(&mut self, about: About<'_>, figure: &str, value: Result<f64, String>) -> Result<(), csv::Error> {
        let (value, reason) = match value {
            Ok(value) => (value.to_string(), String::new()),
            Err(reason) => (String::new(), reason),
        };
        let About { table, node, element, other, unit } = about;
        self.writer.write_record([table, node, element, other, unit, figure, &value, &reason])
    }

    fn figure(&mut self, about: About<'_>, figure: &str, value: &Result<f64, Refusal>) -> Result<(), csv::Error> {
        self.row(about, figure, value.clone().map_err(|refusal| refusal.to_string()))
    }

    fn count(&mut self, about: About<'_>, figure: &str, count: usize) -> Result<(), csv::Error> {
        self.row(about, figure, Ok(count as f64))
    }

    fn known(&mut self, about: About<'_>, known: Known) -> Result<(), csv::Error> {
        self.count(about, "known", known.known)?;
        self.count(about, "of", known.of)
    }
}

/// `table,node,element,other,unit,figure,value,reason`. Where there is no value, `reason` says why.
pub fn csv(examined: &Examined<'_>) -> Result<String, csv::Error> {
    let mut sheet = Sheet { writer: csv::Writer::from_writer(Vec::new()) };
    sheet.writer.write_record(["table", "node", "element", "other", "unit", "figure", "value", "reason"])?;
    statistics(&mut sheet, examined)?;
    pairs(&mut sheet, examined)?;
    blocks(&mut sheet, examined)?;
    importance(&mut sheet, examined)?;
    availability(&mut sheet, examined)?;
    profiles(&mut sheet, examined)?;
    removals(&mut sheet, examined)?;
    crate::report::csv::text(sheet.writer)
}

fn statistics(sheet: &mut Sheet, examined: &Examined<'_>) -> Result<(), csv::Error> {
    for (id, s) in examined.structure.leaves.iter().zip(&examined.structure.statistics) {
        let (node, element) = (examined.parent(*id), examined.code(*id));
        let about = About { table: "statistics", node, element, ..About::default() };
        let none = || "no unit has a value".to_owned();
        sheet.count(about, "units", s.units)?;
        sheet.count(about, "known", s.known)?;
        for (figure, value) in [("min", s.min), ("max", s.max), ("most_frequent_share", s.most_frequent_share)] {
            sheet.row(about, figure, value.ok_or_else(none))?;
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
            sheet.figure(about, figure, value)?;
        }
        for (figure, count) in [("zeros", s.zeros), ("distinct", s.distinct), ("most_frequent", s.most_frequent)] {
            sheet.count(about, figure, count)?;
        }
        for flag in &s.flags {
            sheet.row(About { other: super::findings::word(flag), ..about }, "flag", Ok(1.0))?;
        }
    }
    Ok(())
}

fn pairs(sheet: &mut Sheet, examined: &Examined<'_>) -> Result<(), csv::Error> {
    let correlations = &examined.structure.table.correlations;
    for (place, pair) in correlations.pairs.iter().enumerate() {
        let (element, other) = (examined.leaf(pair.first), examined.leaf(pair.second));
        let node = examined.shared(pair).unwrap_or_default();
        let about = About { table: "pairs", node, element, other, ..About::default() };
        sheet.count(about, "units", pair.units)?;
        for (name, measure) in measures() {
            association(sheet, about, name, pair, measure)?;
        }
        for (figure, places) in [("collinear", &correlations.collinear), ("negative", &correlations.negative)] {
            if places.contains(&place) {
                sheet.row(about, figure, Ok(1.0))?;
            }
        }
    }
    Ok(())
}

/// The three correlations by their names.
pub(super) fn measures() -> [(&'static str, Measure); 3] {
    [("pearson", Measure::Pearson), ("spearman", Measure::Spearman), ("kendall", Measure::Kendall)]
}

fn association(
    sheet: &mut Sheet,
    about: About<'_>,
    name: &str,
    pair: &Pair,
    measure: Measure,
) -> Result<(), csv::Error> {
    match pair.of(measure) {
        Ok(found) => {
            let Association { value, p, .. } = found.association;
            sheet.row(about, name, Ok(value))?;
            sheet.row(about, &format!("{name}_p"), Ok(p))?;
            sheet.row(about, &format!("{name}_p_adjusted"), Ok(found.adjusted_p))
        }
        Err(refusal) => sheet.row(about, name, Err(refusal.to_string())),
    }
}

fn blocks(sheet: &mut Sheet, examined: &Examined<'_>) -> Result<(), csv::Error> {
    let structure = &examined.structure;
    if let Some(block) = &structure.table.overall {
        let codes: Vec<&str> = structure.leaves.iter().map(|id| examined.code(*id)).collect();
        one_block(sheet, "", &codes, block)?;
    }
    for family in &structure.families {
        let codes: Vec<&str> = family.children.iter().map(|id| examined.code(*id)).collect();
        if let Some(block) = family.coherence.groups.first() {
            one_block(sheet, examined.code(family.node), &codes, block)?;
        }
    }
    Ok(())
}

/// Alpha, adequacy and components; no node stands for all indicators together.
fn one_block(sheet: &mut Sheet, node: &str, codes: &[&str], block: &Block) -> Result<(), csv::Error> {
    let whole = About { table: "nodes", node, ..About::default() };
    sheet.count(whole, "elements", block.elements.len())?;
    sheet.count(whole, "complete_units", block.complete_units)?;
    match &block.reliability {
        Err(refusal) => sheet.row(whole, "alpha_standardised", Err(refusal.to_string()))?,
        Ok(reliability) => {
            sheet.figure(whole, "alpha_standardised", &reliability.alpha.standardised)?;
            sheet.figure(whole, "alpha_raw", &reliability.alpha.raw)?;
            for one in &reliability.drop_one {
                let about = About { table: "drop_one", element: &one.code, ..whole };
                sheet.figure(about, "alpha_standardised", &one.alpha.standardised)?;
                sheet.figure(about, "alpha_raw", &one.alpha.raw)?;
                sheet.figure(about, "item_total_standardised", &one.item_total_standardised)?;
                sheet.figure(about, "item_total_raw", &one.item_total_raw)?;
            }
        }
    }
    match &block.adequacy {
        Err(refusal) => sheet.row(whole, "kmo", Err(refusal.to_string()))?,
        Ok(adequacy) => {
            sheet.figure(whole, "kmo", &adequacy.kmo)?;
            sheet.row(whole, "bartlett_chi_squared", Ok(adequacy.sphericity.chi_squared))?;
            sheet.count(whole, "bartlett_freedom", adequacy.sphericity.freedom)?;
            sheet.row(whole, "bartlett_p", Ok(adequacy.sphericity.p))?;
            for (element, kmo) in codes.iter().zip(&adequacy.kmo_each) {
                sheet.figure(About { table: "kmo", element, ..whole }, "kmo", kmo)?;
            }
        }
    }
    let components = match &block.components {
        Err(refusal) => return sheet.row(whole, "eigenvalues_above_one", Err(refusal.to_string())),
        Ok(components) => components,
    };
    sheet.count(whole, "eigenvalues_above_one", components.above_one)?;
    for (place, component) in components.components.iter().enumerate() {
        let name = (place + 1).to_string();
        let about = About { table: "components", other: &name, ..whole };
        sheet.row(about, "eigenvalue", Ok(component.eigenvalue))?;
        sheet.row(about, "explained", Ok(component.explained))?;
        sheet.row(about, "cumulative", Ok(component.cumulative))?;
        for (element, loading) in codes.iter().zip(&component.loadings) {
            sheet.row(About { table: "loadings", element, ..about }, "loading", Ok(*loading))?;
        }
    }
    Ok(())
}

fn importance(sheet: &mut Sheet, examined: &Examined<'_>) -> Result<(), csv::Error> {
    for (element, node, i) in importances(examined) {
        let (element, node) = (examined.code(element), examined.code(node));
        let about = About { table: "importance", node, element, ..About::default() };
        sheet.figure(about, "nominal", &i.nominal)?;
        sheet.figure(about, "effective", &i.effective)?;
        sheet.figure(about, "correlation", &i.correlation)?;
        sheet.figure(about, "squared_correlation", &i.squared_correlation)?;
        match &i.main_effect {
            Err(refusal) => sheet.row(about, "main_effect", Err(refusal.to_string()))?,
            Ok(effect) => {
                sheet.row(about, "main_effect", Ok(effect.value))?;
                sheet.row(about, "main_effect_cross_validated", Ok(effect.cross_validated))?;
                sheet.count(about, "units", effect.units)?;
            }
        }
    }
    Ok(())
}

fn availability(sheet: &mut Sheet, examined: &Examined<'_>) -> Result<(), csv::Error> {
    let a = &examined.structure.availability;
    let table = About { table: "availability", ..About::default() };
    sheet.known(table, a.overall)?;
    for (node, known) in &a.nodes {
        sheet.known(About { node, ..table }, *known)?;
    }
    for (place, of) in a.units.iter().enumerate() {
        let about = About { unit: examined.unit(place), ..table };
        sheet.known(about, of.overall)?;
        sheet.count(about, "zeros", of.zeros)?;
        for ((node, _), known) in a.nodes.iter().zip(&of.nodes) {
            sheet.known(About { node, ..about }, *known)?;
        }
    }
    Ok(())
}

/// Of the unit asked for, or of all.
fn profiles(sheet: &mut Sheet, examined: &Examined<'_>) -> Result<(), csv::Error> {
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
                sheet.row(about, "value", Err("missing".to_owned()))?;
                continue;
            };
            sheet.row(about, "value", Ok(s.value))?;
            sheet.count(about, "rank", s.rank)?;
            sheet.count(about, "of", s.of)?;
            sheet.figure(about, "percentile", &s.percentile)?;
            sheet.figure(about, "z", &s.z)?;
            for (figure, places) in [("strength", &profile.strengths), ("weakness", &profile.weaknesses)] {
                if let Some(order) = places.iter().position(|p| *p == element) {
                    sheet.count(about, figure, order + 1)?;
                }
            }
        }
    }
    Ok(())
}

fn removals(sheet: &mut Sheet, examined: &Examined<'_>) -> Result<(), csv::Error> {
    for removed in &examined.structure.removals {
        let (element, node) = (examined.code(removed.node), examined.code(removed.root));
        let about = About { table: "removal", node, element, ..About::default() };
        let effect = match &removed.effect {
            Ok(effect) => effect,
            Err(refused) => {
                let reasons: Vec<String> = refused.iter().map(ToString::to_string).collect();
                sheet.row(about, "mean_rank_change", Err(reasons.join("; ")))?;
                continue;
            }
        };
        sheet.figure(about, "mean_rank_change", &effect.mean_rank_change)?;
        sheet.figure(about, "mean_score_change", &effect.mean_score_change)?;
        sheet.figure(about, "spearman", &effect.spearman)?;
        let counts = [
            ("greatest_rank_change", effect.greatest_rank_change),
            ("moved", effect.moved),
            ("units", effect.units),
            ("lost", effect.lost),
            ("gained", effect.gained),
        ];
        for (figure, count) in counts {
            sheet.count(about, figure, count)?;
        }
    }
    Ok(())
}
