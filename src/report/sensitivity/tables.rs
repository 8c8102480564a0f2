//! Tables of indices and swings.

use super::{DEPENDENT, SensitivityAnalysis, defined, index, interval, share};
use crate::analysis::sensitivity::Quantity;
use crate::document::{Cell, Table, number};
use crate::statistics::sobol::{Outcome, Why};

/// Both indices of every factor and group, by the total one.
pub(super) fn indices(answer: &SensitivityAnalysis<'_>, shown: Quantity) -> Table {
    let title = format!("Sobol' indices of {}", answer.called(shown));
    let mut t = Table::new(title, ["factor", "ST", "90 % interval", "S", "90 % interval"], 1);
    let Some(found) = defined(answer.found.of(shown)) else { return t };
    for place in answer.found.by_total(&[shown]).into_iter().filter(|p| answer.found.concerns(shown, *p)) {
        let Some(factor) = found.factors.get(place) else { continue };
        let (total, first) = (factor.total, factor.first);
        let name = answer.group(place).to_owned();
        t.push([name, index(total), interval(total), index(first), interval(first)]);
    }
    if answer.correlated() {
        t.note = format!("{DEPENDENT}.");
        return t;
    }
    let (sum, none) = (found.first_sum, "–".to_owned());
    t.push(["sum of S".into(), String::new(), String::new(), index(sum), interval(sum)]);
    let rest = 1.0 - sum.estimate;
    let rest = if rest > 0.0 { number::fixed(rest, 2) } else { none };
    let interaction = answer.interaction();
    t.note = format!("What the sum of S leaves to 1 ({rest}) is interaction: {interaction}.");
    t
}

/// One factor at a time, the widest first; of partnerships that are ranked among the peers the residual beside the gap.
pub(super) fn swings(answer: &SensitivityAnalysis<'_>, unit: usize) -> Table {
    let called = answer.headline();
    let gaps = answer.found.gaps;
    let known = |list: &[Option<f64>]| list.get(unit).copied().flatten().is_some();
    let ranked = gaps && known(&answer.found.residual);
    let mut header = vec!["factor", "low", "high", "width"];
    header.extend(gaps.then_some("sign turns"));
    header.extend(ranked.then_some(["res. low", "high", "sign turns"]).into_iter().flatten());
    let mut t = Table::new(format!("One factor at a time: {called}"), header, 1);
    if ranked {
        t.title += " and residual among the peers";
    }
    let known = known(&answer.found.headline);
    let turned = |turns: &[bool], known: bool| match (known, turns.get(unit).copied().unwrap_or(false)) {
        (false, _) => "–".to_owned(),
        (true, true) => "yes".into(),
        (true, false) => "no".into(),
    };
    let mut rows: Vec<(f64, Vec<String>)> = Vec::new();
    for swing in &answer.found.swings {
        let ends = swing.ends.get(unit).copied().flatten();
        let relative = swing.relative.get(unit).copied().flatten().filter(|_| ranked);
        if ends.is_none() && relative.is_none() {
            continue;
        }
        let end = |x: Option<f64>| answer.write_or_none(x);
        let width = ends.map(|(low, high)| high - low);
        let mut cells = vec![answer.factor(swing.factor).to_owned(), end(ends.map(|e| e.0)), end(ends.map(|e| e.1))];
        cells.push(width.map_or_else(|| "–".into(), |w| number::fixed(w, answer.decimals())));
        if gaps {
            cells.push(turned(&swing.turns, known && ends.is_some()));
        }
        if ranked {
            let [low, high] = [relative.map(|e| e.0), relative.map(|e| e.1)].map(end);
            cells.extend([low, high, turned(&swing.relative_turns, relative.is_some())]);
        }
        rows.push((width.unwrap_or(f64::NEG_INFINITY), cells));
    }
    rows.sort_by(|a, b| b.0.total_cmp(&a.0));
    rows.into_iter().for_each(|(_, cells)| t.push(cells));
    let own = answer.write_or_none(answer.found.headline.get(unit).copied().flatten());
    let scales = if gaps { " GAP on absolute scales alone, the residual on all." } else { "" };
    t.note = format!(
        "All other factors as the framework has them ({called} {own}). Of discrete choices the lowest and the highest result, of \
         all others the 5th and the 95th percentile over {} settings.{scales} What matters only beside another factor does not show here.",
        crate::analysis::sensitivity::STEPS
    );
    t
}

/// Total indices as the design grows.
pub(super) fn stages(answer: &SensitivityAnalysis<'_>, unit: usize) -> Option<Table> {
    let shown = answer.shown(unit);
    let found = defined(answer.found.of(shown))?;
    let mut t = Table::new(format!("Convergence: ST of {} by base points", answer.called(shown)), ["factor"], 1);
    t.numbers(found.stages.iter().map(|s| s.base_points.to_string()));
    for place in answer.found.by_total(&[shown]) {
        let at = |stage: &crate::statistics::sobol::Stage| {
            let total = stage.factors.as_ref().and_then(|f| f.get(place)).map(|f| f.total);
            total.map_or_else(|| "–".into(), share)
        };
        let name = answer.group(place).to_owned();
        t.push(std::iter::once(name).chain(found.stages.iter().map(at)));
    }
    t.note = "What a smaller design, the first points of this one, would have given.".into();
    Some(t)
}

/// Total indices of several units' headline: a row for each unit, a column for each factor.
pub(super) fn totals(
    answer: &SensitivityAnalysis<'_>,
    quantities: &[Quantity],
    called: &str,
    own: &[Option<f64>],
) -> Table {
    let found = &answer.found;
    let mut t = Table::new(format!("Total indices ST of {called}"), ["", called], 1);
    let concerns = |place: &usize| quantities.iter().any(|q| found.concerns(*q, *place));
    let order: Vec<usize> = found.by_total(quantities).into_iter().filter(concerns).collect();
    t.numbers(order.iter().map(|place| answer.group(*place)));
    for (unit, (name, quantity)) in answer.short().into_iter().zip(quantities).enumerate() {
        let driver = found.driver(*quantity).map(|(place, _)| place);
        let indices = defined(found.of(*quantity));
        let cell = |place: &usize| {
            let total = indices.and_then(|i| i.factors.get(*place)).map(|f| f.total);
            total.map_or_else(
                || "–".into(),
                |total| format!("{}{}", index(total), if driver == Some(*place) { "*" } else { "" }),
            )
        };
        let own = answer.write_or_none(own.get(unit).copied().flatten());
        t.push([name, own].into_iter().chain(order.iter().map(cell)));
    }
    pad_marks(&mut t);
    t.note = "* the largest of the unit.".into();
    t
}

/// Numbers stay below one another whatever marks follow them.
fn pad_marks(t: &mut Table) {
    let marks = |cell: &str| cell.chars().rev().take_while(|c| "~*!".contains(*c)).count();
    for column in 0..t.columns.len() {
        if t.columns.get(column).is_none_or(|c| c.words) {
            continue;
        }
        let of = |cell: &Cell| marks(&cell.words());
        let widest = t.rows.iter().filter_map(|r| r.cells.get(column)).map(of).max().unwrap_or(0);
        for cell in t.rows.iter_mut().filter_map(|r| r.cells.get_mut(column)) {
            let missing = widest - of(cell);
            cell.mark.push_str(&" ".repeat(missing));
        }
    }
}

/// The three largest drivers of each unit's rank.
pub(super) fn ranks(answer: &SensitivityAnalysis<'_>) -> Table {
    let found = &answer.found;
    let mut t = Table::new(
        format!("What ranks by {} depend on (ST)", answer.ranked()),
        ["rank", "", "largest", "second", "third"],
        5,
    );
    let short = answer.short();
    for (place, unit) in found.standing().into_iter().enumerate() {
        let quantity = Quantity::Rank(unit);
        let name = short.get(unit).cloned().unwrap_or_default();
        let mut cells = vec![(place + 1).to_string(), name];
        cells.extend(largest(answer, quantity));
        t.push(cells);
    }
    let mut shift = vec![String::new(), "mean rank shift".into()];
    shift.extend(largest(answer, Quantity::Shift));
    t.push(shift);
    t.note = "Mean rank shift: by how many ranks a unit moves on average over all units.".into();
    t
}

/// The three factors with the largest total indices, each as a cell.
fn largest(answer: &SensitivityAnalysis<'_>, quantity: Quantity) -> Vec<String> {
    let found = &answer.found;
    match found.of(quantity).map(|o| &o.outcome) {
        Some(Outcome::Defined(indices)) => {
            let order = found.by_total(&[quantity]).into_iter().take(3);
            let cell = |place: usize| {
                let total = indices.factors.get(place).map(|f| f.total)?;
                (total.estimate > 0.0).then(|| format!("{} {}", answer.group(place), index(total)))
            };
            order.map(|place| cell(place).unwrap_or_else(|| "–".into())).collect()
        }
        Some(Outcome::Undefined(Why::Constant { .. })) => vec!["never changes".into(), "–".into(), "–".into()],
        _ => vec!["–".into(), "–".into(), "–".into()],
    }
}

/// More units than this are left to the other formats.
const MOST: usize = 12;

/// Which factor drives the order of each pair: the driver's number below the diagonal, the share of variants above it.
pub(super) fn pairs(answer: &SensitivityAnalysis<'_>) -> Option<Table> {
    let found = &answer.found;
    let standing = found.standing();
    if !found.layout.pairs || standing.len() < 3 || standing.len() > MOST {
        return None;
    }
    let short = answer.short();
    let columns = standing.len() - 1;
    let heads = std::iter::once(String::new()).chain((1..=columns).map(|n| n.to_string()));
    let mut t = Table::new("What the order of each pair depends on", heads, 1);
    let mut used = Vec::new();
    for (row, unit) in standing.iter().enumerate().skip(1) {
        let name = short.get(*unit).map_or("", String::as_str);
        let cell = |other: &usize| match found.of(pair(*unit, *other)).map(|o| &o.outcome) {
            Some(Outcome::Defined(_)) => found.driver(pair(*unit, *other)).map(|(place, _)| place),
            Some(Outcome::Undefined(Why::Constant { .. })) => Some(usize::MAX),
            _ => None,
        };
        let drivers: Vec<Option<usize>> = standing.iter().take(row).map(cell).collect();
        used.extend(drivers.iter().flatten().copied());
        let word = |driver: Option<usize>| match driver {
            Some(usize::MAX) => "·".to_owned(),
            Some(place) => abbreviation(answer, place),
            None => "–".into(),
        };
        let mut cells = vec![format!("{} {name}", row + 1)];
        cells.extend(drivers.into_iter().map(word));
        cells.resize(columns + 1, String::new());
        t.push(cells);
    }
    used.sort_unstable();
    used.dedup();
    let legend = used
        .iter()
        .filter(|p| **p != usize::MAX)
        .map(|place| format!("{} {}", abbreviation(answer, *place), answer.group(*place)));
    let mut words: Vec<String> = legend.collect();
    if used.contains(&usize::MAX) {
        words.push("· never swaps".into());
    }
    let first = standing.first().and_then(|u| short.get(*u)).map_or("", String::as_str);
    t.note = format!(
        "Rows and columns in the order of {}, 1 being {first}. The factor with the largest ST: {}.",
        answer.ranked(),
        words.join(", ")
    );
    Some(t)
}

pub(super) fn pair(a: usize, b: usize) -> Quantity {
    Quantity::Order(a.min(b), a.max(b))
}

/// The shortest beginning of the word of a factor or group, of three letters at least, that no other has.
fn abbreviation(answer: &SensitivityAnalysis<'_>, place: usize) -> String {
    let word = answer.group(place);
    let others = || answer.found.indices.groups.iter().map(|g| g.code.as_str()).filter(|other| *other != word);
    let length = (3..word.len()).find(|n| word.get(..*n).is_some_and(|begun| others().all(|o| !o.starts_with(begun))));
    length.and_then(|n| word.get(..n)).unwrap_or(word).to_owned()
}

/// How wide each factor alone swings each unit's headline.
pub(super) fn widths(answer: &SensitivityAnalysis<'_>) -> Table {
    let found = &answer.found;
    let called = answer.headline();
    let mut t = Table::new(format!("One factor at a time: width of the swing of {called}"), [""], 1);
    let width = |factor: usize, unit: usize| {
        let ends = found.swings.get(factor).and_then(|s| s.ends.get(unit).copied().flatten());
        ends.map(|(low, high)| high - low)
    };
    let units = 0..found.units.len();
    let widest = |factor: usize| units.clone().filter_map(|unit| width(factor, unit)).fold(f64::NEG_INFINITY, f64::max);
    let mut order: Vec<usize> = (0..found.factors.len()).collect();
    order.sort_by(|a, b| widest(*b).total_cmp(&widest(*a)).then(a.cmp(b)));
    t.numbers(order.iter().map(|place| answer.factor(*place)));
    for (unit, name) in answer.short().into_iter().enumerate() {
        let known = found.gaps && found.headline.get(unit).copied().flatten().is_some();
        let cell = |factor: &usize| {
            let turns = found.swings.get(*factor).and_then(|s| s.turns.get(unit)).copied().unwrap_or(false);
            let mark = if known && turns { "!" } else { "" };
            let text = width(*factor, unit).map(|w| number::fixed(w, answer.decimals()));
            text.map_or_else(|| "–".into(), |text| format!("{text}{mark}"))
        };
        t.push(std::iter::once(name).chain(order.iter().map(cell)));
    }
    pad_marks(&mut t);
    let sign = if found.gaps { " ! this factor alone can turn the sign of the gap." } else { "" };
    t.note = format!("In points, all other factors as the framework has them.{sign}");
    t
}
