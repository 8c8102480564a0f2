//! Whom `spscore ranks` ranks: the peers of a framework, or the units of a table.

use super::Typed;
use crate::analysis::gap;
use crate::analysis::weight_robustness::ScoredTree;
use crate::cli::{Failure, Outcome, input};
use crate::diagnostic::list_or;
use crate::load;
use crate::measure::Measurer;
use crate::model::framework::NodeId;
use crate::model::{Framework, Index, Package, Units, Window};
use crate::report::origin::Origin;
use crate::scoring::{self, Rating, score};

/// What was read, before anything is computed.
pub(super) enum Read {
    Table { index: Box<Index>, units: Units, rating: Box<Rating> },
    Partnerships { framework: Box<Framework>, package: Box<Package>, window: Window, notes: Vec<String> },
}

/// The units, graded; one group that is ranked together for each year of a panel.
pub(super) struct Subject<'a> {
    pub(super) origin: Origin<'a>,
    pub(super) root: NodeId,
    pub(super) graded: Vec<ScoredTree<'a>>,
    pub(super) notes: Vec<String>,
}

pub(super) fn read(args: &Typed) -> Result<Read, Failure> {
    if args.tabled.named() {
        let (index, units) = input::table(&args.tabled, args.inputs.framework())?;
        let rating = scoring::rate(&index, &units).map_err(|refused| input::refused(&refused))?;
        return Ok(Read::Table { index: Box::new(index), units, rating: Box::new(rating) });
    }
    if args.units.is_empty() && !args.peers && args.swap.is_none() {
        let message = "error: nobody is named\n  name partnerships, such as russia-asean, or add --peers, or give a table with --table";
        return Err(Failure::new(Outcome::BadUsage, message));
    }
    let framework = Box::new(input::framework(args.inputs.framework())?);
    let package = Box::new(input::package(args.inputs.data.as_deref())?);
    let window = args.window.unwrap_or(framework.window);
    let notes = input::borrowed_names(&framework, &package, args.inputs.data.is_some());
    Ok(Read::Partnerships { framework, package, window, notes })
}

impl Read {
    pub(super) fn subject(&self) -> Result<Subject<'_>, Failure> {
        match self {
            Read::Table { index, units, rating } => Ok(Subject {
                origin: Origin::Table { index, units },
                root: index.roots().next().unwrap_or(NodeId(0)),
                graded: ScoredTree::of_rating(index, units, rating),
                notes: Vec::new(),
            }),
            Read::Partnerships { framework, package, window, notes } => {
                peers(framework, package, *window, notes.clone())
            }
        }
    }
}

fn peers<'a>(
    framework: &'a Framework,
    package: &'a Package,
    window: Window,
    notes: Vec<String>,
) -> Result<Subject<'a>, Failure> {
    let parties = &package.parties;
    let gauge = Measurer::new(package, framework, window);
    let found = gap::peers(framework, &gauge);
    if let Some((bloc, member)) = found.overlap {
        let (bloc, member) = (parties.name(bloc), parties.name(member));
        let message = format!("error: the peers overlap: {member} lies inside {bloc}");
        let hint = "  take one of the two out of the framework's [peers]: what overlaps is not ranked together";
        return Err(Failure::new(Outcome::BadInput, format!("{message}\n{hint}")));
    }
    let mut cards = Vec::new();
    for p in framework.peers.partnerships(parties) {
        input::apart(parties, p, window)?;
        let card = score(&framework.facing(&package.parties, p), &gauge.measure(framework, p).readings());
        cards.push((p.slug(parties), parties.name(p.a).to_owned(), card));
    }
    let mut notes = notes;
    if !found.unknown.is_empty() {
        notes.push(format!("peers the data do not know: {}", found.unknown.join(", ")));
    }
    Ok(Subject {
        origin: Origin::Partnerships { framework, package, window },
        root: framework.content,
        graded: vec![ScoredTree::of_cards(framework, cards)],
        notes,
    })
}

impl<'a> Subject<'a> {
    /// The node of a code.
    pub(super) fn node(&self, code: &str) -> Result<NodeId, Failure> {
        let nodes = self.origin.nodes();
        if let Some(found) = nodes.iter().position(|n| n.code == code) {
            return Ok(NodeId(found));
        }
        let near = load::nearest_of(code, nodes.iter().map(|n| n.code.as_str()), 3);
        let hint = if near.is_empty() {
            let inner = nodes.iter().filter(|n| n.children().len() > 1).map(|n| n.code.as_str()).take(8);
            format!("nodes with children are {}", inner.collect::<Vec<_>>().join(", "))
        } else {
            format!("did you mean {}?", list_or(&near))
        };
        Err(Failure::new(Outcome::BadUsage, format!("error: the framework has no node `{code}`\n  {hint}")))
    }

    /// The code of a unit as typed.
    pub(super) fn code(&self, typed: &str) -> Result<String, Failure> {
        let units = || self.graded.iter().flat_map(|g| &g.units);
        if let Origin::Partnerships { framework, package, .. } = self.origin {
            let partnership = input::partnership(&package.parties, typed)?;
            let peers = framework.peers.partnerships(&package.parties);
            let peer = peers.into_iter().find(|p| *p == partnership || (p.a, p.b) == (partnership.b, partnership.a));
            return peer.map(|p| p.slug(&package.parties)).ok_or_else(|| {
                let slug = partnership.slug(&package.parties);
                let message =
                    format!("error: {slug} is none of the framework's peers, and only they are ranked together");
                let hint =
                    format!("  its peers are {}", units().map(|u| u.code.as_str()).collect::<Vec<_>>().join(", "));
                Failure::new(Outcome::BadUsage, format!("{message}\n{hint}"))
            });
        }
        if let Some(unit) = units().find(|u| u.code == typed) {
            return Ok(unit.code.clone());
        }
        let near = load::nearest_of(typed, units().map(|u| u.code.as_str()), 3);
        let hint = if near.is_empty() {
            "write units as the table's column of units does".to_owned()
        } else {
            format!("did you mean {}?", list_or(&near))
        };
        Err(Failure::new(Outcome::BadUsage, format!("error: the table has no unit `{typed}`\n  {hint}")))
    }

    /// Two units of one group; in a panel "AUT 2018" names the year.
    pub(super) fn pair(&self, ahead: &str, behind: &str) -> Result<(&ScoredTree<'a>, usize, usize), Failure> {
        let panel = self.graded.len() > 1;
        let split = |typed: &str| match typed.rsplit_once(' ').filter(|_| panel) {
            Some((code, year)) if year.parse::<i32>().is_ok() => (code.to_owned(), year.parse::<i32>().ok()),
            _ => (typed.to_owned(), None),
        };
        let ((a, first), (b, second)) = (split(ahead), split(behind));
        let (a, b) = (self.code(&a)?, self.code(&b)?);
        if panel && (first.is_none() || first != second) {
            let message = "error: the table has several years, and only units of one year are ranked together";
            let hint = format!("  name the year: --swap \"{a} 2018,{b} 2018\"");
            return Err(Failure::new(Outcome::BadUsage, format!("{message}\n{hint}")));
        }
        let place = |g: &ScoredTree<'_>, code: &str| {
            g.units.iter().position(|u| u.code == code && (first.is_none() || u.year == first))
        };
        let found = self.graded.iter().find_map(|g| Some((g, place(g, &a)?, place(g, &b)?)));
        found.ok_or_else(|| {
            Failure::new(Outcome::BadUsage, format!("error: {a} and {b} do not stand in one year of the table"))
        })
    }
}
