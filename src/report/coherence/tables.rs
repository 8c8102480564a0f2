//! The tables for people: rows of rounded cells, the ones that matter first.

use super::findings::{alpha, by_effect, disproportion, importances, strong_sizes, word};
use super::{Examined, correlation, known, number, p_value, percent, short, value};
use crate::analysis::structure::{Family, SizeLink};
use crate::document::Table;
use crate::model::framework::NodeId;
use crate::report::Detail;
use crate::statistics::coherence::{Association, Block, DropOne, Importance, Measure, Pair, Refusal};

/// How many rows a screen has room for; in full all.
fn most(detail: Detail, brief: usize) -> usize {
    match detail {
        Detail::Brief => brief,
        Detail::Full => usize::MAX,
    }
}

/// The first `most` of some rows under a title, with what the columns mean.
pub(super) fn filled(
    title: impl Into<String>,
    note: &str,
    heads: &[&str],
    words: usize,
    (rows, most): (Vec<Vec<String>>, usize),
) -> Table {
    let left_out = rows.len().saturating_sub(most);
    let more = if left_out > 0 { format!(" ({left_out} more rows: --format csv)") } else { String::new() };
    let mut t = Table::new(format!("{}{more}", title.into()), heads.iter().copied(), words);
    rows.into_iter().take(most).for_each(|row| t.push(row));
    t.note = note.to_owned();
    t
}

pub(super) fn tables(examined: &Examined<'_>, detail: Detail) -> Vec<Table> {
    let all = [
        indicators(examined, detail),
        pairs(examined, detail),
        sizes(examined, detail),
        links(examined, detail),
        nodes(examined),
        drop_one(examined, detail),
        components(examined, detail),
        importance(examined, detail),
        availability(examined, detail),
        removals(examined, detail),
    ];
    all.into_iter().filter(|t| !t.rows.is_empty()).collect()
}

fn indicators(examined: &Examined<'_>, detail: Detail) -> Table {
    let statistics = examined.structure.statistics.iter().enumerate();
    let shown = statistics.filter(|(_, s)| detail == Detail::Full || !s.flags.is_empty());
    let rows = shown.map(|(place, s)| {
        let flags: Vec<&str> = s.flags.iter().map(word).collect();
        let plain = |x: Option<f64>| x.map_or_else(|| "–".to_owned(), |x| number::plain(x).replace('-', "−"));
        let mut row = vec![examined.leaf(place).to_owned(), flags.join(", ")];
        row.extend([format!("{}/{}", s.known, s.units), s.zeros.to_string()]);
        row.extend([s.min, known(&s.median), known(&s.mean), s.max, known(&s.sd)].map(plain));
        row.extend([&s.skewness, &s.kurtosis].map(|r| correlation(known(r))));
        row
    });
    let rows: Vec<Vec<String>> = rows.collect();
    // On a screen the two figures that most flags rest on stand before the rest.
    let header = ["indicator", "flags", "known", "zeros", "min", "median", "mean", "max", "sd", "skew.", "kurt."];
    let order = [0, 1, 2, 3, 9, 10, 4, 5, 6, 7, 8];
    let turned = |row: &Vec<String>| order.iter().filter_map(|i| row.get(*i)).cloned().collect::<Vec<String>>();
    let header: Vec<&str> = order.iter().filter_map(|i| header.get(*i)).copied().collect();
    let words =
        "skew., kurt.: bias-corrected; outliers: |skew.| > 2 and kurt. > 3.5; ties: under half of the values differ";
    filled("Indicators", words, &header, 2, (rows.iter().map(turned).collect(), most(detail, 10)))
}

fn pairs(examined: &Examined<'_>, detail: Detail) -> Table {
    let correlations = &examined.structure.table.correlations;
    let mut found: Vec<&Pair> = correlations
        .collinear
        .iter()
        .chain(&correlations.negative)
        .filter_map(|p| correlations.pairs.get(*p))
        .collect();
    found.dedup_by_key(|p| (p.first, p.second));
    let strength = |p: &Pair| value(p, Measure::Pearson).map_or(0.0, f64::abs);
    found.sort_by(|a, b| b.within.cmp(&a.within).then(strength(b).total_cmp(&strength(a))));
    let row = |p: &&Pair| {
        let node = examined.shared(p).unwrap_or("across").to_owned();
        let adjusted = p.pearson.as_ref().ok().map(|a| a.adjusted_p);
        let mut row = vec![examined.leaf(p.first).to_owned(), examined.leaf(p.second).to_owned(), node];
        row.push(correlation(value(p, Measure::Pearson)));
        row.push(p_value(adjusted));
        row.extend([Measure::Spearman, Measure::Kendall].map(|m| correlation(value(p, m))));
        row.push(p.units.to_string());
        row
    };
    let words = "r: Pearson; p adjusted for all pairs (Benjamini-Hochberg); rho: Spearman; tau: Kendall's tau-b";
    let header = ["first", "second", "node", "r", "p adj.", "rho", "tau", "units"];
    filled("Pairs that stand out", words, &header, 3, (found.iter().map(row).collect(), most(detail, 8)))
}

fn sizes(examined: &Examined<'_>, detail: Detail) -> Table {
    let one = |a: &Result<Association, Refusal>| correlation(a.as_ref().ok().map(|a| a.value));
    let row = |l: &&SizeLink| {
        let mut row = vec![examined.code(l.indicator).to_owned(), l.size.clone()];
        row.push(if l.divided { "yes".to_owned() } else { String::new() });
        row.extend([&l.pearson, &l.spearman, &l.kendall].map(one));
        row.push(l.units.to_string());
        row
    };
    let words = "raw values before they are divided; divided: the framework divides by this size";
    let header = ["indicator", "size", "divided", "r", "rho", "tau", "units"];
    let rows = strong_sizes(examined).iter().map(row).collect();
    filled("Indicators that go with a size", words, &header, 3, (rows, most(detail, 8)))
}

/// Inner nodes with one another, in full; the rest stands in the records.
fn links(examined: &Examined<'_>, detail: Detail) -> Table {
    let inner = |id: NodeId| examined.composite(id);
    let shown = examined.structure.links.iter().filter(|l| detail == Detail::Full && inner(l.first) && inner(l.second));
    let one = |a: &Result<Association, Refusal>| correlation(a.as_ref().ok().map(|a| a.value));
    let rows = shown.map(|l| {
        let mut row = vec![examined.code(l.first).to_owned(), examined.code(l.second).to_owned()];
        row.push(l.meet.map_or_else(String::new, |id| examined.code(id).to_owned()));
        row.extend([&l.pearson, &l.spearman, &l.kendall].map(one));
        row.push(l.units.to_string());
        row
    });
    let words = "scores; meet: the lowest node that both are or lie below; with indicators: --format csv";
    let header = ["first", "second", "meet", "r", "rho", "tau", "units"];
    filled("Nodes with one another", words, &header, 3, (rows.collect(), usize::MAX))
}

/// A figure of the block, or nothing.
fn of<T>(block: Option<&Block>, figure: impl Fn(&Block) -> Option<T>) -> Option<T> {
    block.and_then(figure)
}

fn nodes(examined: &Examined<'_>) -> Table {
    let families = examined.structure.families.iter();
    let whole = examined.structure.table.overall.as_ref().map(|block| row_of("all indicators".into(), None, block));
    let rows = families.filter(|f| f.children.len() > 1).filter_map(|f| {
        let block = f.coherence.groups.first()?;
        Some(row_of(examined.code(f.node).to_owned(), alpha(f), block))
    });
    let words = "alpha: Cronbach's, of standardised elements and raw; KMO of two elements is always 0.50; > 1: eigenvalues above 1; \
                 first: share the first component explains";
    let header = ["node", "elem.", "units", "alpha", "raw", "KMO", "Bartlett p", "> 1", "first"];
    filled("Nodes", words, &header, 1, (whole.into_iter().chain(rows).collect(), usize::MAX))
}

fn row_of(name: String, alpha: Option<f64>, block: &Block) -> Vec<String> {
    let reliability = block.reliability.as_ref().ok();
    let standardised = alpha.or_else(|| reliability.and_then(|r| known(&r.alpha.standardised)));
    let raw = reliability.and_then(|r| known(&r.alpha.raw));
    let adequacy = block.adequacy.as_ref().ok();
    let components = block.components.as_ref().ok();
    let first = of(Some(block), |b| Some(b.components.as_ref().ok()?.components.first()?.explained));
    let minus = |text: String| text.replace('-', "−");
    vec![
        name,
        block.elements.len().to_string(),
        block.complete_units.to_string(),
        minus(short(standardised)),
        minus(short(raw)),
        short(adequacy.and_then(|a| known(&a.kmo))),
        p_value(adequacy.map(|a| a.sphericity.p)),
        components.map_or_else(|| "–".to_owned(), |c| c.above_one.to_string()),
        percent(first),
    ]
}

fn drop_one(examined: &Examined<'_>, detail: Detail) -> Table {
    let dropped = |f: &Family| -> Vec<(NodeId, f64, DropOne)> {
        let block = f.coherence.groups.first();
        let Some(Ok(reliability)) = block.map(|b| &b.reliability) else { return Vec::new() };
        let whole = known(&reliability.alpha.standardised);
        let gain = |one: &DropOne| Some(known(&one.alpha.standardised)? - whole?);
        let rows = reliability.drop_one.iter().filter_map(|one| Some((f.node, gain(one)?, one.clone())));
        rows.filter(|(_, gain, _)| detail == Detail::Full || *gain > 0.0).collect()
    };
    let mut rows: Vec<(NodeId, f64, DropOne)> = examined.structure.families.iter().flat_map(dropped).collect();
    rows.sort_by(|a, b| b.1.total_cmp(&a.1));
    let row = |(node, gain, one): &(NodeId, f64, DropOne)| {
        vec![
            one.code.clone(),
            examined.code(*node).to_owned(),
            short(known(&one.alpha.standardised)).replace('-', "−"),
            correlation(Some(*gain)),
            correlation(known(&one.item_total_standardised)),
        ]
    };
    let words = "standardised alpha without the element; its correlation with the sum of the others";
    let header = ["element left out", "of node", "alpha", "change", "with others"];
    let title = if detail == Detail::Full { "Alpha without each element" } else { "Alpha is higher without" };
    filled(title, words, &header, 2, (rows.iter().map(row).collect(), most(detail, 5)))
}

/// The components of all indicators together, or of the one node there is.
fn components(examined: &Examined<'_>, detail: Detail) -> Table {
    let words = "of all indicators together; loadings are correlations with the component";
    let heads = ["no.", "eigenvalue", "explained", "so far", "loads most on", "and on"];
    let table = |rows: Vec<Vec<String>>| {
        let mut t = filled("Components", words, &heads, 0, (rows, most(detail, 5)));
        t.columns.iter_mut().skip(4).for_each(|c| c.words = true);
        t
    };
    let block = whole(examined);
    let Some(Ok(components)) = block.map(|b| &b.components) else { return table(Vec::new()) };
    let above = components.components.iter().filter(|c| c.eigenvalue > 0.0).enumerate();
    let shown = above.filter(|(_, c)| detail == Detail::Full || c.eigenvalue > 1.0);
    let row = |(place, c): (usize, &crate::statistics::coherence::Component)| {
        let mut loadings: Vec<(usize, f64)> = c.loadings.iter().copied().enumerate().collect();
        loadings.sort_by(|a, b| b.1.abs().total_cmp(&a.1.abs()));
        let say =
            |(place, loading): &(usize, f64)| format!("{} {}", examined.leaf(*place), correlation(Some(*loading)));
        let most = loadings.iter().take(2).map(say);
        let numbers = [number::two_decimals(c.eigenvalue), percent(Some(c.explained)), percent(Some(c.cumulative))];
        [(place + 1).to_string()].into_iter().chain(numbers).chain(most).collect()
    };
    table(shown.map(row).collect())
}

/// The block of all indicators: where one node holds them all, its own.
pub(super) fn whole<'a>(examined: &'a Examined<'_>) -> Option<&'a Block> {
    let table = &examined.structure.table;
    table.overall.as_ref().or_else(|| table.groups.first())
}

fn importance(examined: &Examined<'_>, detail: Detail) -> Table {
    let mut rows: Vec<(NodeId, NodeId, &Importance)> =
        importances(examined).filter(|(_, _, i)| i.nominal != Ok(1.0)).collect();
    if detail == Detail::Brief {
        rows.retain(|(_, _, i)| i.correlation.is_ok());
        rows.sort_by(|a, b| disproportion(b.2).unwrap_or(0.0).total_cmp(&disproportion(a.2).unwrap_or(0.0)));
    }
    let row = |(element, node, i): &(NodeId, NodeId, &Importance)| {
        let effect = i.main_effect.as_ref().ok();
        vec![
            examined.code(*element).to_owned(),
            examined.code(*node).to_owned(),
            percent(known(&i.nominal)),
            percent(known(&i.effective)),
            correlation(known(&i.correlation)),
            short(known(&i.squared_correlation)),
            short(effect.map(|e| e.value)),
            short(effect.map(|e| e.cross_validated)).replace('-', "−"),
        ]
    };
    let words = "counts: the main effect as a share of its siblings'; r with the node's score; cross: main effect on units \
                 left out";
    let header = ["element", "in node", "weighs", "counts", "r", "r²", "main effect", "cross"];
    filled("Weight and importance", words, &header, 2, (rows.iter().map(row).collect(), most(detail, 8)))
}

fn availability(examined: &Examined<'_>, detail: Detail) -> Table {
    let a = &examined.structure.availability;
    let mut places: Vec<usize> = (0..a.units.len()).collect();
    let missing = |place: &usize| a.units.get(*place).map_or(0, |u| u.overall.of - u.overall.known);
    places.retain(|place| missing(place) > 0);
    places.sort_by_key(|place| std::cmp::Reverse(missing(place)));
    let row = |place: &usize| {
        let unit = a.units.get(*place);
        let gaps = unit.map(|u| {
            let nodes = a.nodes.iter().zip(&u.nodes).filter(|(_, k)| k.known < k.of);
            nodes.map(|((code, _), k)| format!("{code} {}/{}", k.known, k.of)).collect::<Vec<_>>()
        });
        let overall = unit.map(|u| u.overall).unwrap_or_default();
        let gaps = gaps.unwrap_or_default();
        let gaps = if detail == Detail::Full { gaps.join(", ") } else { super::some(&gaps, 2) };
        vec![
            examined.unit(*place).to_owned(),
            gaps,
            format!("{}/{}", overall.known, overall.of),
            percent(overall.share()),
        ]
    };
    let words = "units with missing values, and in which nodes";
    let header = ["unit", "gaps in", "known", "share"];
    filled("Availability", words, &header, 2, (places.iter().map(row).collect(), most(detail, 5)))
}

fn removals(examined: &Examined<'_>, detail: Detail) -> Table {
    let row = |r: &&crate::analysis::structure::Removed| {
        let mut row = vec![examined.code(r.node).to_owned(), examined.code(r.root).to_owned()];
        match &r.effect {
            Ok(e) => {
                row.extend([short(known(&e.mean_rank_change)), e.greatest_rank_change.to_string()]);
                row.extend([format!("{}/{}", e.moved, e.units), short(known(&e.spearman)).replace('-', "−")]);
                row.push(short(known(&e.mean_score_change)));
                row.push(lost(e.lost, e.gained));
            }
            Err(_) => row.extend(["refused", "", "", "", "", ""].map(str::to_owned)),
        }
        row
    };
    let words = "mean and largest change of rank, units whose rank changes, rank correlation, mean change of score";
    let header = ["without", "score of", "ranks", "at most", "moved", "rho", "score", "lost"];
    let rows = by_effect(examined).iter().map(row).collect();
    filled("Removal of each element", words, &header, 2, (rows, most(detail, 8)))
}

/// Units that lose their score, and those that gain one.
fn lost(lost: usize, gained: usize) -> String {
    match (lost, gained) {
        (0, 0) => String::new(),
        (lost, 0) => format!("−{lost}"),
        (0, gained) => format!("+{gained}"),
        (lost, gained) => format!("−{lost} +{gained}"),
    }
}

/// Why figures of nodes are missing: the reasons, each with its nodes.
pub(super) fn refusals(examined: &Examined<'_>) -> Vec<String> {
    let mut reasons: Vec<(String, Vec<String>)> = Vec::new();
    let mut note = |name: &str, what: &str, refusal: &Refusal| {
        let reason = format!("{what}: {refusal}");
        let name = name.to_owned();
        match reasons.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, names)) => names.push(name),
            None => reasons.push((reason, vec![name])),
        }
    };
    let families = examined.structure.families.iter().filter(|f| f.children.len() > 1);
    let named = families.filter_map(|f| Some((examined.code(f.node), f.coherence.groups.first()?)));
    let whole = examined.structure.table.overall.iter().map(|block| ("all indicators", block));
    for (name, block) in whole.chain(named) {
        if let Err(refusal) = &block.reliability {
            note(name, "alpha", refusal);
        }
        if let Err(refusal) = &block.components {
            note(name, "components", refusal);
        }
        if let Err(refusal) = &block.adequacy {
            note(name, "KMO and Bartlett", refusal);
        }
    }
    reasons.into_iter().map(|(reason, names)| format!("no {reason} ({})", super::some(&names, 4))).collect()
}
