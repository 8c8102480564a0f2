//! The coverage: what is known of each indicator, for how many of the window's years, and what is not.

use super::canvas::HATCH;
use super::grid::{self, Cell};
use super::scene::Scene;
use super::sheet::{Sample, Sheet};
use super::table::{Table, number};
use super::words::Words;
use super::{ChartError, Drawn, Style};
use crate::analysis::Evaluation;
use crate::model::framework::{Indicator, Measure, NodeId, NodeKind};
use crate::model::measurement::Reading;
use crate::scoring::Scored;

/// What a cell says.
enum Known {
    /// A composite's share of known weight.
    Share(f64),
    Observed,
    /// Years that are there, of how many.
    Years(usize, usize),
    /// An indicator whose score lies between a worst and a best case: something it rests on is unknown.
    Bounded(f64, f64),
    Missing,
    NotApplicable,
}

impl Known {
    fn words(&self, words: &Words) -> String {
        match self {
            Known::Share(k) => words.coverage(*k),
            Known::Observed => words.plain("yes"),
            Known::Years(have, of) => format!("{have}/{of}"),
            Known::Bounded(low, high) => format!("{}–{}", words.whole(*low), words.whole(*high)),
            Known::Missing => words.plain("no"),
            Known::NotApplicable => words.plain("n/a"),
        }
    }

    /// What it is, whatever the language of the figure.
    fn state(&self) -> &'static str {
        match self {
            Known::Share(_) => "share",
            Known::Observed => "observed",
            Known::Years(..) => "years",
            Known::Bounded(..) => "bounded",
            Known::Missing => "missing",
            Known::NotApplicable => "not_applicable",
        }
    }

    /// Known in part or in whole, 0 to 1; `None` where there is nothing to know.
    fn share(&self) -> Option<f64> {
        match self {
            Known::Share(k) => Some(*k),
            Known::Observed => Some(1.0),
            Known::Years(have, of) => Some(*have as f64 / *of as f64),
            Known::Bounded(..) => Some(0.5),
            Known::Missing => Some(0.0),
            Known::NotApplicable => None,
        }
    }
}

fn known(scene: &Scene<'_>, e: &Evaluation, id: NodeId) -> Known {
    let scored = e.card.node(id);
    if !scored.applies {
        return Known::NotApplicable;
    }
    match &scene.framework.node(id).kind {
        NodeKind::Composite { .. } => Known::Share(scored.coverage),
        // As much as the worse known direction.
        NodeKind::Pair { directions } => {
            let share = |k: &Known| k.share().unwrap_or(1.0);
            let [one, other] = directions.map(|d| known(scene, e, d));
            if share(&other) < share(&one) { other } else { one }
        }
        NodeKind::Indicator(_) if is_bounded(scene, scored) => Known::Bounded(scored.lower, scored.upper),
        NodeKind::Indicator(indicator) => match e.panel.get(id) {
            Some(m) if matches!(m.reading, Reading::Observed { .. }) => match years(indicator, scene) {
                Some(of) if !m.years.is_empty() => Known::Years(m.years.len(), of),
                _ => Known::Observed,
            },
            _ => Known::Missing,
        },
    }
}

/// Whether the score, known or not, is known between a worst and a best case that are not the whole scale.
fn is_bounded(scene: &Scene<'_>, s: &Scored) -> bool {
    let whole = s.lower <= scene.framework.score_floor + 1e-9 && s.upper >= 100.0 - 1e-9;
    s.lower < s.upper - 1e-9 && !whole
}

/// How many years an indicator looks at; `None` where years play no part.
fn years(indicator: &Indicator, scene: &Scene<'_>) -> Option<usize> {
    match indicator.measure {
        Measure::Status { .. } | Measure::Institutions { .. } => None,
        Measure::TradeTrend { years } => Some(usize::from(years)),
        _ => Some(scene.measurer.window().years()),
    }
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let words = scene.words;
    let title = words.say("What is known: {subject}", &[("subject", &scene.subject())]);
    let note = words.plain(
        "Bold: share of the applicable weight that is known. Otherwise years with data, of the years looked at, or the \
         worst and the best score where something is unknown; of two directions the less known. n/a: does not apply.",
    );
    let mut sheet = Sheet::new(scene, style, title, &[note], &super::sources::ALL);
    let palette = sheet.palette;
    let fill = |known: &Known| match known {
        Known::Bounded(..) => Some(palette.ramp[2]),
        other => other.share().map(|share| match share {
            s if s >= 1.0 - 1e-9 => palette.ramp[3],
            s if s > 0.0 => palette.ramp[1],
            _ => HATCH,
        }),
    };
    let swatch = |phrase: &str, known: Known| {
        (words.plain(phrase), Sample::Patch(fill(&known).unwrap_or(palette.ground), Some(palette.muted)))
    };
    sheet.legend(&[
        swatch("known in full", Known::Observed),
        swatch("known within bounds", Known::Bounded(0.0, 0.0)),
        swatch("known in part", Known::Share(0.5)),
        swatch("missing", Known::Missing),
    ]);
    let cell = |e: &Evaluation, id: NodeId| {
        let known = known(scene, e, id);
        Cell { words: known.words(words), ground: fill(&known) }
    };
    let sheet = grid::draw(scene, style, sheet, cell)?;
    Ok(Drawn { sheet, numbers: numbers(scene), caption: caption(scene), alt: alt(scene) })
}

fn numbers(scene: &Scene<'_>) -> Table {
    let header = ["partnership", "label", "node", "title", "known", "share", "score", "lower", "upper", "state"];
    let mut table = Table::new(&header);
    for e in scene.evaluations {
        for (id, _) in scene.nodes() {
            let (node, cell) = (scene.framework.node(id), known(scene, e, id));
            table.push(vec![
                scene.slug(e),
                scene.label(e),
                node.code.clone(),
                scene.words.node(node),
                cell.words(scene.words),
                number(cell.share()),
                number(e.card.node(id).score),
                number(Some(e.card.node(id).lower)),
                number(Some(e.card.node(id).upper)),
                cell.state().to_owned(),
            ]);
        }
    }
    table
}

fn caption(scene: &Scene<'_>) -> String {
    scene.words.say(
        "What is known for {subject}: of each indicator the years with data, of each composite the share of known weight.",
        &[("subject", &scene.subject())],
    )
}

fn alt(scene: &Scene<'_>) -> String {
    let one = |e: &Evaluation| {
        let missing: Vec<&str> = scene
            .nodes()
            .into_iter()
            .filter(|(id, _)| matches!(known(scene, e, *id), Known::Missing))
            .map(|(id, _)| scene.framework.node(id).code.as_str())
            .collect();
        let missing = if missing.is_empty() {
            scene.words.plain("nothing missing")
        } else {
            scene.words.say("missing {codes}", &[("codes", &missing.join(", "))])
        };
        let coverage = scene.words.coverage(e.card.content().coverage);
        let places = [("label", &*scene.label(e)), ("coverage", &coverage), ("missing", &missing)];
        scene.words.say("{label}: coverage of content {coverage}, {missing}", &places)
    };
    let all: Vec<String> = scene.evaluations.iter().map(one).collect();
    scene.words.say("Matrix of what is known. {all}.", &[("all", &all.join("; "))])
}
