//! The evaluation of one partnership: its measurements, its scores, and its position among the peers.

use crate::analysis::gap::{self, Gap, Peers};
use crate::analysis::grades;
use crate::analysis::one_mention::{OneMention, one_mention};
use crate::analysis::partial::{self, Partial};
use crate::analysis::robustness::{Answers, Robustness};
use crate::analysis::warnings::{self, Warning};
use crate::analysis::without::{self, Without};
use crate::measure::members::Members;
use crate::measure::{Measurer, Panel};
use crate::model::framework::{Framework, Measure, NodeId, NodeKind};
use crate::model::party::Partnership;
use crate::model::window::Window;
use crate::scoring::{ScoreCard, score};

/// The status on the last day of the window, as the score card's header names it.
#[derive(Clone, Debug, PartialEq)]
pub struct Status {
    pub label: String,
    pub rung: String,
    pub since: Option<String>,
    /// Share of the window's time for which this rung was held, above 0 and at most 1; `None` where the data do not
    /// say. Worked number: since 2018-11-14 it is 0.826 of 2018 to 2022.
    pub held: Option<f64>,
}

/// Everything `spscore evaluate` reports; each report shows it in its own way, none computes anything more.
#[derive(Clone, Debug)]
pub struct Evaluation {
    pub partnership: Partnership,
    pub window: Window,
    pub status: Option<Status>,
    pub panel: Panel,
    pub card: ScoreCard,
    /// `None` when FORM or CONTENT is withheld.
    pub gap: Option<Gap>,
    /// FORM and CONTENT of the peers it is ranked among, itself included; empty outside the peer set.
    pub peers: Vec<(Partnership, f64, f64)>,
    pub members: Members,
    /// What one mention more or fewer would make of CONTENT, by direction.
    pub one_mention: Vec<OneMention>,
    pub warnings: Vec<Warning>,
    /// CONTENT without arms, where none are delivered.
    pub without_arms: Option<Without>,
    /// The part of CONTENT that was not searched for, where the framework allows that.
    pub partial: Option<Partial>,
    /// Parameters (and FORM) that rest on evidence of grade C alone.
    pub weak: Vec<NodeId>,
    /// How robust the gap is; `None` where it was not requested, or where there is no gap.
    pub robustness: Option<Robustness>,
}

/// Measures and scores one partnership, and ranks it among the framework's peers if it is one of them.
pub fn evaluate(framework: &Framework, measurer: &Measurer<'_>, partnership: Partnership) -> Evaluation {
    let ranked = gap::is_peer(framework, measurer, partnership);
    let peers = if ranked { gap::peers(framework, measurer) } else { Peers::default() };
    evaluate_among(framework, measurer, partnership, &peers)
}

/// The same with peers that were scored already, for many partnerships at once.
pub(super) fn evaluate_among(
    framework: &Framework,
    measurer: &Measurer<'_>,
    partnership: Partnership,
    peers: &Peers,
) -> Evaluation {
    let panel = measurer.measure(framework, partnership);
    let card = score(&framework.facing(&measurer.package().parties, partnership), &panel.readings());
    let ranked = gap::is_peer(framework, measurer, partnership);
    let gap = gap::gap(framework, &card, partnership, peers);
    let warnings = warnings::collect(framework, measurer, &panel, &card, ranked.then_some(peers));
    Evaluation {
        partnership,
        window: measurer.window(),
        status: status(framework, measurer, partnership, &panel),
        members: measurer.members(partnership),
        peers: peers.scored.iter().filter(|_| ranked).map(|p| (p.partnership, p.form, p.content)).collect(),
        one_mention: one_mention(framework, &panel),
        without_arms: without::undelivered(framework, &panel, &card),
        partial: partial::partial(framework, &card),
        weak: grades::resting_on_weak(framework, &card),
        panel,
        card,
        gap,
        warnings,
        robustness: None,
    }
}

fn status(framework: &Framework, measurer: &Measurer<'_>, p: Partnership, panel: &Panel) -> Option<Status> {
    let ladder = framework.indicators().find_map(|(_, _, i)| match &i.measure {
        Measure::Status { ladder } => Some(ladder),
        _ => None,
    })?;
    // The header says no more than the indicator: nothing where that is missing.
    let known = panel.measurements.iter().zip(&framework.nodes).any(|(m, node)| {
        let status = matches!(&node.kind, NodeKind::Indicator(i) if matches!(i.measure, Measure::Status { .. }));
        status && m.as_ref().is_some_and(|m| m.reading.value().is_some())
    });
    if !known {
        return None;
    }
    let Some(step) = measurer.standing(p, ladder).map(|s| s.step) else {
        return Some(Status { label: "No status yet".into(), rung: "none".into(), since: None, held: None });
    };
    let value = ladder.value(&step.rung);
    let held = measurer.rungs_held(p, ladder).and_then(|held| held.last().copied());
    Some(Status {
        label: step.label.clone(),
        rung: step.rung.clone(),
        since: step.date.map(|d| d.to_string()),
        held: held.filter(|(_, rung)| Some(*rung) == value).map(|(share, _)| share),
    })
}

/// A node's title with the names of a partnership's parties put in.
pub fn title(framework: &Framework, measurer: &Measurer<'_>, p: Partnership, id: NodeId) -> String {
    use crate::model::framework::Direction;
    let node = framework.node(id);
    let (from, to) = match &node.kind {
        NodeKind::Indicator(i) if i.direction == Direction::BToA => (p.b, p.a),
        _ => (p.a, p.b),
    };
    let parties = &measurer.package().parties;
    node.title.replace("{from}", parties.name(from)).replace("{to}", parties.name(to))
}

/// The title that stands by itself: a direction's with its pair's before it.
pub fn full_title(framework: &Framework, measurer: &Measurer<'_>, p: Partnership, id: NodeId) -> String {
    let own = title(framework, measurer, p, id);
    match framework.node(id).parent {
        Some(parent) if matches!(framework.node(parent).kind, NodeKind::Pair { .. }) => {
            format!("{}: {own}", title(framework, measurer, p, parent))
        }
        _ => own,
    }
}

impl<'a> From<&'a Evaluation> for Answers<'a> {
    fn from(evaluation: &'a Evaluation) -> Answers<'a> {
        let Evaluation { partnership, gap, card, .. } = evaluation;
        Answers { partnership: *partnership, gap: gap.as_ref(), card }
    }
}

impl Evaluation {
    /// What the gap is called: one label where it stands whatever is missing and whatever the data's errors are,
    /// otherwise all that it may be; nothing where it is withheld.
    pub fn label(&self) -> Option<&str> {
        let gap = self.gap.as_ref()?;
        Some(self.robustness.as_ref().map_or(&gap.verdict, |r| &r.label))
    }

    /// The node's title with the parties' names put in.
    pub fn title(&self, framework: &Framework, measurer: &Measurer<'_>, id: NodeId) -> String {
        title(framework, measurer, self.partnership, id)
    }

    /// The title that stands by itself: a direction's with its pair's before it.
    pub fn full_title(&self, framework: &Framework, measurer: &Measurer<'_>, id: NodeId) -> String {
        full_title(framework, measurer, self.partnership, id)
    }

    /// Known and applicable indicators below a node, a directed one counting once.
    pub fn known(&self, framework: &Framework, id: NodeId) -> (usize, usize) {
        let scored = self.card.node(id);
        match &framework.node(id).kind {
            NodeKind::Composite { children, .. } => children.iter().fold((0, 0), |(known, all), c| {
                let (k, a) = self.known(framework, *c);
                (known + k, all + a)
            }),
            _ if !scored.applies => (0, 0),
            _ => (usize::from(scored.score.is_some()), 1),
        }
    }
}
