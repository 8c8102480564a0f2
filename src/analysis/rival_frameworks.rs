//! The same partnerships under several frameworks: whom each places where, where the choice of framework drives the
//! order, and how far they agree.

use crate::analysis::gap::{self, Peers};
use crate::measure::Measurer;
use crate::model::framework::{Framework, Measure, NodeId, NodeKind, OrderedBy};
use crate::model::party::Partnership;
use crate::model::{Package, Window};
use crate::scoring::{ScoreCard, score};
use crate::statistics::coherence::{Association, Refusal as NoAssociation, kendall, known_in_both, spearman};
use crate::statistics::concordance::{Concordance, Refusal as NoConcordance, concordance};
use crate::statistics::ranking::{Ties, ranks, settled_scores};

/// One partnership under one framework.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    /// The score of the second root, CONTENT; `None` where it is withheld.
    pub score: Option<f64>,
    /// The score's bounds, whatever is missing.
    pub lower: f64,
    pub upper: f64,
    /// Share of the applicable weight below the second root that is known.
    pub coverage: f64,
    /// What the framework orders by: the score, or the residual with its sign turned.
    pub value: Option<f64>,
    /// Among those with a value under this framework, 1 the highest, ties at the mean of their places.
    pub rank: Option<f64>,
    /// Why there is no value.
    pub withheld: Option<String>,
}

/// What one framework makes of the partnerships, in their order.
#[derive(Clone, Debug)]
pub struct Column<'a> {
    pub framework: &'a Framework,
    pub standings: Vec<Standing>,
}

/// Two frameworks over the partnerships that have a value under both.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Places in [`RivalFrameworks::columns`].
    pub first: usize,
    pub second: usize,
    pub n: usize,
    pub spearman: Result<Association, NoAssociation>,
    pub kendall: Result<Association, NoAssociation>,
    /// Indicators below the second root that measure the same in both, a pair of directions counting as one.
    pub shared: usize,
    /// How many indicators that are computed from data each has there.
    pub indicators: [usize; 2],
}

/// The ranks of one partnership under each framework, among those that have a value under all.
#[derive(Clone, Debug, PartialEq)]
pub struct Places {
    pub partnership: usize,
    /// In the order of the frameworks; ties at the mean of their places.
    pub ranks: Vec<f64>,
}

impl Places {
    /// The best and the worst of the ranks. Worked example: of 2, 5 and 3 these are 2 and 5.
    pub fn ends(&self) -> (f64, f64) {
        self.ranks.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), r| (low.min(*r), high.max(*r)))
    }

    /// How many places lie between the best and the worst rank.
    pub fn apart(&self) -> f64 {
        let (best, worst) = self.ends();
        worst - best
    }

    fn mean(&self) -> f64 {
        self.ranks.iter().sum::<f64>() / self.ranks.len().max(1) as f64
    }
}

/// Several frameworks side by side.
#[derive(Clone, Debug)]
pub struct RivalFrameworks<'a> {
    /// Those with a value under all frameworks by their mean rank, then the others as they were named.
    pub partnerships: Vec<Partnership>,
    pub columns: Vec<Column<'a>>,
    /// In the order of `partnerships`; a partnership that is withheld somewhere has none.
    pub places: Vec<Places>,
    /// Over `places`.
    pub concordance: Result<Concordance, NoConcordance>,
    /// Every two frameworks.
    pub pairs: Vec<Pair>,
}

impl RivalFrameworks<'_> {
    /// Partnerships that all frameworks place first, and last, among those that have a value under all.
    pub fn always(&self) -> [Option<usize>; 2] {
        let last = self.places.len() as f64;
        let everywhere = |rank: f64| {
            let found = self.places.iter().find(|p| p.ends() == (rank, rank))?;
            Some(found.partnership)
        };
        [everywhere(1.0), everywhere(last).filter(|_| self.places.len() > 1)]
    }

    /// Partnerships by how many places the choice of framework moves them, the most first; those of one place alone are
    /// left out.
    pub fn moved(&self) -> Vec<&Places> {
        let mut moved: Vec<&Places> = self.places.iter().filter(|p| p.apart() > 0.0).collect();
        moved.sort_by(|a, b| b.apart().total_cmp(&a.apart()));
        moved
    }
}

/// Scores the partnerships under each framework in one window.
pub fn rival_frameworks<'a>(
    frameworks: &'a [Framework],
    package: &Package,
    partnerships: &[Partnership],
    window: Window,
) -> RivalFrameworks<'a> {
    let mut columns: Vec<Column<'a>> =
        frameworks.iter().map(|f| column(f, &Measurer::new(package, f, window), partnerships)).collect();
    let common: Vec<usize> = (0..partnerships.len())
        .filter(|i| columns.iter().all(|c| c.standings.get(*i).is_some_and(|s| s.value.is_some())))
        .collect();
    let values = |c: &Column<'_>| -> Vec<Option<f64>> {
        common.iter().map(|i| c.standings.get(*i).and_then(|s| s.value)).collect()
    };
    let ranked: Vec<Vec<f64>> = columns.iter().map(|c| ranks_of(&values(c)).into_iter().flatten().collect()).collect();
    // The lowest rank is the highest value.
    let concordance = concordance(&ranked);
    let mut places: Vec<Places> = common
        .iter()
        .enumerate()
        .map(|(at, partnership)| Places {
            partnership: *partnership,
            ranks: ranked.iter().filter_map(|r| r.get(at).copied()).collect(),
        })
        .collect();
    places.sort_by(|a, b| a.mean().total_cmp(&b.mean()).then(a.partnership.cmp(&b.partnership)));
    let order: Vec<usize> =
        places.iter().map(|p| p.partnership).chain((0..partnerships.len()).filter(|i| !common.contains(i))).collect();
    for column in &mut columns {
        column.standings = order.iter().filter_map(|i| column.standings.get(*i).cloned()).collect();
    }
    for (at, place) in places.iter_mut().enumerate() {
        place.partnership = at;
    }
    RivalFrameworks {
        partnerships: order.iter().filter_map(|i| partnerships.get(*i).copied()).collect(),
        pairs: pairs(&columns),
        columns,
        places,
        concordance,
    }
}

/// Rank 1 for the highest value.
fn ranks_of(values: &[Option<f64>]) -> Vec<Option<f64>> {
    ranks(&settled_scores(values), Ties::Average).unwrap_or_else(|_| vec![None; values.len()])
}

fn column<'a>(f: &'a Framework, measurer: &Measurer<'_>, partnerships: &[Partnership]) -> Column<'a> {
    let peers = match f.ordered_by {
        OrderedBy::Residual => gap::peers(f, measurer),
        OrderedBy::Score => Peers::default(),
    };
    let mut standings: Vec<Standing> = partnerships.iter().map(|p| standing(f, measurer, *p, &peers)).collect();
    let values: Vec<Option<f64>> = standings.iter().map(|s| s.value).collect();
    for (standing, rank) in standings.iter_mut().zip(ranks_of(&values)) {
        standing.rank = rank;
    }
    Column { framework: f, standings }
}

fn standing(f: &Framework, measurer: &Measurer<'_>, p: Partnership, peers: &Peers) -> Standing {
    let parties = &measurer.package().parties;
    let card = score(&f.facing(parties, p), &measurer.measure(f, p).readings());
    let content = card.content();
    let withheld = |root: NodeId| format!("{} has no score: {}", f.node(root).title, missing(f, &card, root));
    let (value, why) = match (content.score, f.ordered_by) {
        (None, _) => (None, Some(withheld(f.content))),
        (Some(score), OrderedBy::Score) => (Some(score), None),
        (Some(_), OrderedBy::Residual) if card.form().score.is_none() => (None, Some(withheld(f.form))),
        (Some(_), OrderedBy::Residual) => match gap::gap(f, &card, p, peers).and_then(|g| g.residual) {
            Some(residual) => (Some(-residual), None),
            None => {
                (None, Some("no line of the peers to lie above: fewer than eight have scores, or it is none".into()))
            }
        },
    };
    Standing {
        score: content.score,
        lower: content.lower,
        upper: content.upper,
        coverage: content.coverage,
        value,
        rank: None,
        withheld: why,
    }
}

/// What is missing below a node that has no score: the children without one, or too little of the whole.
fn missing(f: &Framework, card: &ScoreCard, root: NodeId) -> String {
    let without = f.node(root).children().iter().filter(|c| {
        let child = card.node(**c);
        child.applies && child.score.is_none()
    });
    let titles: Vec<&str> = without.map(|c| f.node(*c).title.as_str()).collect();
    if titles.is_empty() {
        "too little is known".into()
    } else {
        format!("too little is known of {}", titles.join(", "))
    }
}

fn pairs(columns: &[Column<'_>]) -> Vec<Pair> {
    let mut pairs = Vec::new();
    for (first, a) in columns.iter().enumerate() {
        for (second, b) in columns.iter().enumerate().skip(first + 1) {
            let values = |c: &Column<'_>| c.standings.iter().map(|s| s.value).collect::<Vec<_>>();
            let (x, y) = (settled_scores(&values(a)), settled_scores(&values(b)));
            let (own, other) = (measures(a.framework), measures(b.framework));
            pairs.push(Pair {
                first,
                second,
                n: known_in_both(&x, &y),
                spearman: spearman(&x, &y),
                kendall: kendall(&x, &y),
                shared: own.iter().filter(|m| other.contains(m)).count(),
                indicators: [own.len(), other.len()],
            });
        }
    }
    pairs
}

/// What is computed from data below the second root, each thing once.
fn measures(f: &Framework) -> Vec<&Measure> {
    let below = |mut id: NodeId| {
        while let Some(parent) = f.node(id).parent {
            id = parent;
        }
        id == f.content
    };
    let mut all: Vec<&Measure> = Vec::new();
    for (id, node) in f.nodes.iter().enumerate() {
        if let NodeKind::Indicator(i) = &node.kind
            && i.measure != Measure::Coded
            && below(NodeId(id))
            && !all.contains(&&i.measure)
        {
            all.push(&i.measure);
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_by_hand() {
        let places = Places { partnership: 0, ranks: vec![2.0, 5.0, 3.5] };
        assert_eq!((places.ends(), places.apart(), places.mean()), ((2.0, 5.0), 3.0, 3.5));
        assert_eq!(ranks_of(&[Some(10.0), None, Some(30.0), Some(10.0)]), [Some(2.5), None, Some(1.0), Some(2.5)]);
    }
}
