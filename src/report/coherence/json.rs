//! The structure as JSON.

use std::collections::BTreeMap;

use super::contract::*;
use super::findings::{findings, importances, word};
use super::limits::limits;
use super::{Examined, Source, data_set};
use crate::analysis::structure::Removed;
use crate::statistics::coherence::{Association, Block, Known, Measure, Refusal, Span, Test};

/// Everything, with all digits.
pub fn json(examined: &Examined<'_>) -> serde_json::Result<String> {
    let (index, s) = (&*examined.index, &examined.structure);
    let profiles = s.profiles.iter().enumerate().filter(|(place, _)| examined.unit.is_none_or(|unit| unit == *place));
    let document = Document {
        framework: Framework { code: &index.code, version: &index.version, sha256: &index.sha256 },
        source: origin(&examined.source),
        node: s.scope.map(|id| examined.code(id)),
        described: data_set(s.described),
        related: data_set(s.related),
        filled: examined.cells(&s.sample.filled),
        inapplicable: examined.cells(&s.sample.inapplicable),
        screened_out: s.sample.screened_out.iter().map(|place| examined.unit(*place)).collect(),
        findings: findings(examined).into_iter().map(|f| Said { topic: f.topic, text: f.text }).collect(),
        limits: limits(examined),
        indicators: indicators(examined),
        pairs: pairs(examined),
        links: (s.links.iter())
            .map(|l| Link {
                first: examined.code(l.first),
                second: examined.code(l.second),
                meet: l.meet.map(|id| examined.code(id)),
                units: l.units,
                pearson: unadjusted(&l.pearson),
                spearman: unadjusted(&l.spearman),
                kendall: unadjusted(&l.kendall),
            })
            .collect(),
        sizes: (s.sizes.iter())
            .map(|l| Size {
                indicator: examined.code(l.indicator),
                size: &l.size,
                divided: l.divided,
                units: l.units,
                pearson: unadjusted(&l.pearson),
                spearman: unadjusted(&l.spearman),
                kendall: unadjusted(&l.kendall),
            })
            .collect(),
        together: s.table.overall.as_ref().map(|block| {
            let codes = s.leaves.iter().map(|id| examined.code(*id)).collect();
            node(None, codes, block)
        }),
        nodes: (s.families.iter())
            .filter_map(|f| {
                let codes = f.children.iter().map(|id| examined.code(*id)).collect();
                Some(node(Some(examined.code(f.node)), codes, f.coherence.groups.first()?))
            })
            .collect(),
        importance: importance(examined),
        availability: availability(examined),
        profiles: profiles.map(|(place, _)| profile(examined, place)).collect(),
        removals: s.removals.iter().map(|r| removal(examined, r)).collect(),
    };
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

fn origin<'a>(source: &'a Source<'a>) -> Origin<'a> {
    match source {
        Source::Table { file, sha256, year } => Origin::Table { file, sha256, year: *year },
        Source::Peers { set, window, data, version, sha256, .. } => {
            let (window_from, window_to) = (window.from().get(), window.to().get());
            Origin::Peers { set, window_from, window_to, data, version, sha256 }
        }
    }
}

fn indicators<'a>(examined: &'a Examined<'_>) -> Vec<Indicator<'a>> {
    let all = examined.structure.leaves.iter().zip(&examined.structure.statistics);
    all.map(|(id, s)| Indicator {
        code: examined.code(*id),
        title: &examined.index.node(*id).title,
        node: examined.parent(*id),
        units: s.units,
        known: s.known,
        min: s.min,
        max: s.max,
        mean: Figure::of(&s.mean),
        median: Figure::of(&s.median),
        sd: Figure::of(&s.sd),
        skewness: Figure::of(&s.skewness),
        kurtosis: Figure::of(&s.kurtosis),
        zeros: s.zeros,
        distinct: s.distinct,
        most_frequent: s.most_frequent,
        flags: s.flags.iter().map(word).collect(),
    })
    .collect()
}

fn pairs<'a>(examined: &'a Examined<'_>) -> Vec<Pair<'a>> {
    let correlations = &examined.structure.table.correlations;
    let one = |(place, pair): (usize, &'a crate::statistics::coherence::Pair)| Pair {
        first: examined.leaf(pair.first),
        second: examined.leaf(pair.second),
        node: examined.shared(pair),
        units: pair.units,
        collinear: correlations.collinear.contains(&place),
        negative: correlations.negative.contains(&place),
        pearson: correlation(pair, Measure::Pearson),
        spearman: correlation(pair, Measure::Spearman),
        kendall: correlation(pair, Measure::Kendall),
    };
    correlations.pairs.iter().enumerate().map(one).collect()
}

fn correlation(pair: &crate::statistics::coherence::Pair, measure: Measure) -> Correlation {
    match pair.of(measure) {
        Ok(found) => Correlation {
            value: Some(found.association.value),
            p: Some(found.association.p),
            p_adjusted: Some(found.adjusted_p),
            test: Some(test(found.association.test)),
            reason: None,
        },
        Err(refusal) => {
            Correlation { value: None, p: None, p_adjusted: None, test: None, reason: Some(refusal.to_string()) }
        }
    }
}

fn test(of: Test) -> &'static str {
    match of {
        Test::StudentT => "t",
        Test::KendallExact => "exact",
        Test::KendallNormal => "normal",
    }
}

/// Of a pair whose p-value is adjusted for no others.
fn unadjusted(of: &Result<Association, Refusal>) -> Correlation {
    let found = of.as_ref().ok();
    Correlation {
        value: found.map(|a| a.value),
        p: found.map(|a| a.p),
        p_adjusted: None,
        test: found.map(|a| test(a.test)),
        reason: of.as_ref().err().map(ToString::to_string),
    }
}

fn node<'a>(node: Option<&'a str>, elements: Vec<&'a str>, block: &Block) -> Node<'a> {
    let reliability = block.reliability.as_ref();
    let alpha = |of: fn(&crate::statistics::coherence::Alpha) -> &Result<f64, Refusal>| match reliability {
        Ok(reliability) => Figure::of(of(&reliability.alpha)),
        Err(refusal) => Figure::of(&Err(refusal.clone())),
    };
    let adequacy = block.adequacy.as_ref().ok();
    let by_element =
        |figures: &[Result<f64, Refusal>]| elements.iter().copied().zip(figures.iter().map(Figure::of)).collect();
    Node {
        node,
        complete_units: block.complete_units,
        alpha_standardised: alpha(|a| &a.standardised),
        alpha_raw: alpha(|a| &a.raw),
        drop_one: (reliability.iter().flat_map(|r| &r.drop_one))
            .map(|one| DropOne {
                element: one.code.clone(),
                alpha_standardised: Figure::of(&one.alpha.standardised),
                alpha_raw: Figure::of(&one.alpha.raw),
                item_total_standardised: Figure::of(&one.item_total_standardised),
                item_total_raw: Figure::of(&one.item_total_raw),
            })
            .collect(),
        kmo: Figure::of(&block.adequacy.as_ref().map_err(Clone::clone).and_then(|a| a.kmo.clone())),
        kmo_each: adequacy.map_or_else(BTreeMap::new, |a| by_element(&a.kmo_each)),
        bartlett: adequacy.map(|a| Bartlett {
            chi_squared: a.sphericity.chi_squared,
            freedom: a.sphericity.freedom,
            p: a.sphericity.p,
        }),
        components: (block.components.iter().flat_map(|c| &c.components))
            .map(|c| Component {
                eigenvalue: c.eigenvalue,
                explained: c.explained,
                cumulative: c.cumulative,
                loadings: elements.iter().copied().zip(c.loadings.iter().copied()).collect(),
            })
            .collect(),
        components_reason: block.components.as_ref().err().map(ToString::to_string),
        elements,
    }
}

fn importance<'a>(examined: &'a Examined<'_>) -> Vec<Importance<'a>> {
    let one = |(element, node, i): (_, _, &crate::statistics::coherence::Importance)| Importance {
        element: examined.code(element),
        node: examined.code(node),
        nominal: Figure::of(&i.nominal),
        effective: Figure::of(&i.effective),
        correlation: Figure::of(&i.correlation),
        squared_correlation: Figure::of(&i.squared_correlation),
        main_effect: i.main_effect.as_ref().ok().map(|e| Effect {
            value: e.value,
            cross_validated: e.cross_validated,
            units: e.units,
            span: match e.span {
                Span::Tenths(tenths) => Some(tenths as f64 / 10.0),
                Span::Line => None,
            },
        }),
        main_effect_reason: i.main_effect.as_ref().err().map(ToString::to_string),
    };
    importances(examined).map(one).collect()
}

fn cells(known: Known) -> Cells {
    Cells { known: known.known, of: known.of }
}

fn availability<'a>(examined: &'a Examined<'_>) -> Availability<'a> {
    let a = &examined.structure.availability;
    let codes = || a.nodes.iter().map(|(code, _)| code.as_str());
    Availability {
        overall: cells(a.overall),
        nodes: a.nodes.iter().map(|(code, known)| (code.as_str(), cells(*known))).collect(),
        units: (a.units.iter().enumerate())
            .map(|(place, of)| UnitAvailability {
                unit: examined.unit(place),
                overall: cells(of.overall),
                zeros: of.zeros,
                nodes: codes().zip(of.nodes.iter().map(|k| cells(*k))).collect(),
            })
            .collect(),
    }
}

fn profile<'a>(examined: &'a Examined<'_>, unit: usize) -> Profile<'a> {
    let profile = examined.structure.profiles.get(unit);
    let codes = |places: fn(&crate::statistics::coherence::Profile) -> &Vec<usize>| -> Vec<&'a str> {
        profile.map_or_else(Vec::new, |p| places(p).iter().map(|place| examined.leaf(*place)).collect())
    };
    let standings = profile.iter().flat_map(|p| &p.standings).enumerate();
    Profile {
        unit: examined.unit(unit),
        name: examined.structure.sample.units.get(unit).and_then(|u| u.name.as_deref()),
        strengths: codes(|p| &p.strengths),
        weaknesses: codes(|p| &p.weaknesses),
        places: standings
            .map(|(place, standing)| {
                let place_of = |s: &crate::statistics::coherence::Standing| Place {
                    value: s.value,
                    rank: s.rank,
                    of: s.of,
                    percentile: Figure::of(&s.percentile),
                    z: Figure::of(&s.z),
                };
                (examined.leaf(place), standing.as_ref().map(place_of))
            })
            .collect(),
    }
}

fn removal<'a>(examined: &'a Examined<'_>, removed: &Removed) -> Removal<'a> {
    let moved = |e: &crate::statistics::coherence::Removal| RankChanges {
        units: e.units,
        lost: e.lost,
        gained: e.gained,
        moved: e.moved,
        greatest_rank_change: e.greatest_rank_change,
        mean_rank_change: Figure::of(&e.mean_rank_change),
        mean_score_change: Figure::of(&e.mean_score_change),
        spearman: Figure::of(&e.spearman),
    };
    Removal {
        element: examined.code(removed.node),
        score_of: examined.code(removed.root),
        effect: removed.effect.as_ref().ok().map(moved),
        reasons: removed.effect.as_ref().err().into_iter().flatten().map(ToString::to_string).collect(),
    }
}
