//! `ranks`: how far ranks depend on the weights, and what swaps two units.

use super::Error;
use crate::analysis::gap;
use crate::analysis::origin::Origin;
use crate::analysis::weight_robustness::{
    self as kernels, Acceptability, Frame, Freedom, Over, Overtaking, ScoredTree, Standing, WeightError, WeightSample,
    WeightVariation,
};
use crate::measure::Measurer;
use crate::model::framework::NodeId;
use crate::model::{Framework, Package, Window};
use crate::progress::Progress;
use crate::scoring::{rate, score};

/// Whose scores are ranked, and which weights vary how far.
#[derive(Clone, Debug, PartialEq)]
pub struct WeightsRequest {
    /// Rank by this node's scores; CONTENT, or the table's index, where none is named.
    pub of: Option<String>,
    /// Vary the weights of this node's children; of the node that is ranked where none is named.
    pub over: Option<String>,
    /// Vary all weights below the node that is ranked.
    pub leaves: bool,
    pub freedom: Freedom,
}

/// Which units are shown, and how much is spent on them.
#[derive(Clone, Debug, PartialEq)]
pub struct RanksRequest {
    pub weights: WeightsRequest,
    /// Codes of units, or slugs of peers; all where none is named.
    pub units: Vec<String>,
    /// Linear programmes spent on one rank before bounds are given in its place.
    pub budget: usize,
    /// Weights drawn from the set beside the search of it.
    pub sample: Option<WeightSample>,
}

/// Units that are ranked together: all, or those of one year.
pub struct Group<'a> {
    pub tree: ScoredTree<'a>,
    pub frame: Frame,
    pub standings: Vec<Standing>,
    /// Of the units of `standings`, in their order, where weights were drawn.
    pub accepted: Vec<Acceptability>,
}

/// Best and worst attainable rank of each unit.
pub struct Ranked<'a> {
    pub origin: Origin<'a>,
    pub variation: WeightVariation,
    pub sample: Option<WeightSample>,
    pub groups: Vec<Group<'a>>,
    /// Whether all units are shown, and not some that were named.
    pub all: bool,
    pub notes: Vec<String>,
}

impl Ranked<'_> {
    /// Whether no unit that was asked for has a rank.
    pub fn withheld(&self) -> bool {
        self.groups.iter().all(|g| g.standings.is_empty())
    }
}

/// The smallest changes by which one unit overtakes another.
pub struct Swap<'a> {
    pub origin: Origin<'a>,
    pub variation: WeightVariation,
    pub tree: ScoredTree<'a>,
    pub frame: Frame,
    pub found: Overtaking,
}

/// The units, scored; one group that is ranked together for each year of a panel.
struct Subject<'a> {
    origin: Origin<'a>,
    root: NodeId,
    trees: Vec<ScoredTree<'a>>,
    notes: Vec<String>,
}

/// Best and worst attainable ranks over a declared set of weights, of the rows of a table or of a framework's peers.
pub fn ranks<'a>(origin: Origin<'a>, request: &RanksRequest, progress: &dyn Progress) -> Result<Ranked<'a>, Error> {
    let subject = subject(origin)?;
    let variation = subject.variation(&request.weights)?;
    let chosen = request.units.iter().map(|typed| subject.code(typed)).collect::<Result<Vec<String>, Error>>()?;
    let Subject { trees, mut notes, .. } = subject;
    let single = trees.len() == 1;
    let mut groups = Vec::new();
    for tree in trees {
        let frame = match kernels::frame(&tree, variation) {
            Ok(frame) => frame,
            // Another year may have units enough.
            Err(error @ WeightError::Alone { .. }) if !single => {
                let year = tree.units.first().and_then(|u| u.year).map_or_else(String::new, |y| format!("{y}: "));
                notes.push(format!("{year}{error}"));
                continue;
            }
            Err(error) => return Err(error.into()),
        };
        let wanted: Vec<usize> =
            (0..tree.units.len()).filter(|i| tree.units.get(*i).is_some_and(|u| chosen.contains(&u.code))).collect();
        // No place of those named is in this year.
        let standings = if wanted.is_empty() && !chosen.is_empty() {
            Vec::new()
        } else {
            let units = if wanted.is_empty() { frame.units.len() } else { wanted.len() };
            let stage = progress.begin("looking for attainable ranks", units);
            kernels::standings(&tree, &frame, &wanted, request.budget, &|done| stage.tick(done))?
        };
        let drawn = request.sample.filter(|_| !standings.is_empty());
        let drawn = drawn.map_or(Ok(Vec::new()), |sample| kernels::acceptability(&frame, sample))?;
        let of = |s: &Standing| drawn.iter().find(|a| a.unit == s.unit).cloned();
        let accepted = standings.iter().filter_map(of).collect();
        groups.push(Group { tree, frame, standings, accepted });
    }
    Ok(Ranked { origin, variation, sample: request.sample, groups, all: chosen.is_empty(), notes })
}

/// The smallest changes by which `behind` overtakes `ahead`.
pub fn swap<'a>(origin: Origin<'a>, weights: &WeightsRequest, ahead: &str, behind: &str) -> Result<Swap<'a>, Error> {
    let subject = subject(origin)?;
    let variation = subject.variation(weights)?;
    let (group, ahead, behind) = subject.pair(ahead, behind)?;
    let Some(tree) = subject.trees.into_iter().nth(group) else {
        return Err(WeightError::Alone { units: "no unit is".to_owned() }.into());
    };
    let frame = kernels::frame(&tree, variation)?;
    for unit in [ahead, behind] {
        if let Some(left_out) = frame.left_out.iter().find(|l| l.unit == unit) {
            return Err(Error::LeftOut { why: left_out.words(&tree) });
        }
    }
    let found = kernels::overtaking(&tree, &frame, ahead, behind)?;
    Ok(Swap { origin, variation, tree, frame, found })
}

fn subject(origin: Origin<'_>) -> Result<Subject<'_>, Error> {
    match origin {
        Origin::Table { index, units } => {
            let rating = rate(index, units).map_err(Error::Refused)?;
            let root = index.roots().next().unwrap_or(NodeId(0));
            Ok(Subject { origin, root, trees: ScoredTree::of_rating(index, units, &rating), notes: Vec::new() })
        }
        Origin::Partnerships { framework, package, window } => peers(framework, package, window),
    }
}

fn peers<'a>(framework: &'a Framework, package: &'a Package, window: Window) -> Result<Subject<'a>, Error> {
    let parties = &package.parties;
    let measurer = Measurer::new(package, framework, window);
    let found = gap::peers(framework, &measurer);
    if let Some((bloc, member)) = found.overlap {
        return Err(Error::PeersOverlap {
            bloc: parties.name(bloc).to_owned(),
            member: parties.name(member).to_owned(),
        });
    }
    let mut cards = Vec::new();
    for p in framework.peers.partnerships(parties) {
        parties.apart(p, window)?;
        let card = score(&framework.facing(parties, p), &measurer.measure(framework, p).readings());
        cards.push((p.slug(parties), parties.name(p.a).to_owned(), card));
    }
    let origin = Origin::Partnerships { framework, package, window };
    let mut notes = origin.borrowed_names();
    if !found.unknown.is_empty() {
        notes.push(format!("peers the data do not know: {}", found.unknown.join(", ")));
    }
    Ok(Subject { origin, root: framework.content, trees: vec![ScoredTree::of_cards(framework, cards)], notes })
}

impl Subject<'_> {
    fn variation(&self, request: &WeightsRequest) -> Result<WeightVariation, Error> {
        let of = request.of.as_ref().map_or(Ok(self.root), |code| self.node(code))?;
        let over = match (&request.over, request.leaves) {
            (_, true) => Over::Leaves,
            (Some(code), _) => Over::Node(self.node(code)?),
            (None, _) => Over::Node(of),
        };
        Ok(WeightVariation { of, over, freedom: request.freedom })
    }

    /// The node of a code.
    fn node(&self, code: &str) -> Result<NodeId, Error> {
        let nodes = self.origin.nodes();
        nodes.iter().position(|n| n.code == code).map(NodeId).ok_or_else(|| Error::NoNodeToRank {
            node: code.to_owned(),
            nodes: nodes.iter().map(|n| n.code.clone()).collect(),
            inner: nodes.iter().filter(|n| n.children().len() > 1).map(|n| n.code.clone()).collect(),
        })
    }

    /// The code of a unit: of a table's, or of a peer.
    fn code(&self, typed: &str) -> Result<String, Error> {
        let units = || self.trees.iter().flat_map(|g| &g.units).map(|u| u.code.as_str());
        if let Some(code) = units().find(|code| *code == typed) {
            return Ok(code.to_owned());
        }
        Err(match self.origin {
            Origin::Partnerships { .. } => {
                Error::NoPeer { slug: typed.to_owned(), peers: units().map(str::to_owned).collect() }
            }
            Origin::Table { .. } => Error::unknown_unit(typed, units()),
        })
    }

    /// Two units of one group, and its place; in a panel "AUT 2018" names the year.
    fn pair(&self, ahead: &str, behind: &str) -> Result<(usize, usize, usize), Error> {
        let panel = self.trees.len() > 1;
        let split = |typed: &str| match typed.rsplit_once(' ').filter(|_| panel) {
            Some((code, year)) if year.parse::<i32>().is_ok() => (code.to_owned(), year.parse::<i32>().ok()),
            _ => (typed.to_owned(), None),
        };
        let ((a, first), (b, second)) = (split(ahead), split(behind));
        let (ahead, behind) = (self.code(&a)?, self.code(&b)?);
        if panel && (first.is_none() || first != second) {
            return Err(Error::SeveralYears { ahead, behind });
        }
        let place = |g: &ScoredTree<'_>, code: &str| {
            g.units.iter().position(|u| u.code == code && (first.is_none() || u.year == first))
        };
        let mut groups = self.trees.iter().enumerate();
        let found = groups.find_map(|(group, g)| Some((group, place(g, &ahead)?, place(g, &behind)?)));
        found.ok_or(Error::DifferentYears { ahead, behind })
    }
}
