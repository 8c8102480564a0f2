//! Raw rows become indicator values, each with its working. The only room that uses data frames; none leaves it.

mod agreement;
mod arms;
mod attention;
pub mod coalition;
mod coded;
pub mod dyads;
mod form;
pub mod indices;
mod manner;
pub mod members;
mod mentions;
pub mod platforms;
mod pool;
mod products;
mod recurring;
mod sentences;
pub mod sums;
pub mod tally;
mod trade;
mod votes;
pub mod yearly;

use std::sync::Arc;

use crate::model::digits::grouped;
use crate::model::framework::{Direction, Expected, Framework, Indicator, Measure, NodeId};
use crate::model::measurement::{AbsenceKind, Measurement, Reading};
use crate::model::package::{Package, RowRef, Table};
use crate::model::party::{Partnership, PartyId};
use crate::model::window::{Window, Year};
use coalition::Coalition;
use pool::{Lines, Pool, Pooled};
use sentences::Codes;
use trade::World;

/// One partnership's measurements, one place per node of the framework; inner nodes have none.
#[derive(Clone, Debug)]
pub struct Panel {
    pub partnership: Partnership,
    pub measurements: Vec<Option<Measurement>>,
}

impl Panel {
    pub fn get(&self, id: NodeId) -> Option<&Measurement> {
        self.measurements.get(id.0).and_then(Option::as_ref)
    }

    /// What the kernel scores.
    pub fn readings(&self) -> Vec<Option<Reading>> {
        self.measurements.iter().map(|m| m.as_ref().map(|m| m.reading.clone())).collect()
    }
}

/// The tables of a package pooled by unit and year, once for all partnerships and all windows within a span of years.
pub struct Pools {
    trade: Pool,
    arms: Pool,
    mentions: Pool,
    attention: Pool,
    positions: Pool,
    /// The totals of all economies; not pooled, but found by party and by year.
    world: Arc<World>,
    codes: Codes,
    /// The votes cast on each resolution, by its place in the package.
    casts: Arc<Vec<Vec<recurring::Cast>>>,
    /// Whether measurements list the rows they rest on, and show them year by year.
    lists_rows: bool,
}

impl Pools {
    /// For every window that lies within `span`, the years before it that trends look back to included.
    pub fn new(package: &Package, framework: &Framework, span: Window) -> Self {
        Pools::by(package, framework, span, Lines::All)
    }

    fn by(package: &Package, framework: &Framework, span: Window, lines: Lines) -> Self {
        let reach = framework.indicators().filter_map(|(_, _, i)| match i.measure {
            Measure::TradeTrend { years } => Some(years),
            _ => None,
        });
        let back = reach.max().unwrap_or(1);
        let trend = Window::new(Window::ending(span.from(), back).from(), span.to()).unwrap_or(span);
        let units = pool::Units::new(&package.parties, trend, lines);
        Pools {
            trade: pool::trade(package, trend, &units),
            arms: pool::arms(package, span, &units),
            mentions: pool::mentions(package, span, &units),
            attention: pool::attention(package, span, &units),
            positions: pool::positions(package, span, &units),
            world: Arc::new(World::new(package, framework)),
            codes: Codes::new(package),
            casts: Arc::new(recurring::casts(package)),
            lists_rows: lines == Lines::All,
        }
    }
}

/// A package prepared for one window.
pub struct Measurer<'a> {
    package: &'a Package,
    window: Window,
    year_share: f64,
    member_share: f64,
    pools: Arc<Pools>,
    /// The peers' common partner: what is said of it and what its members say are two directions.
    with: Option<PartyId>,
    /// Where a bloc is looked at with some of its members only.
    coalition: Option<Coalition>,
    /// Where windows are compared: the platforms that count for each partnership.
    common: Vec<(Partnership, Vec<String>)>,
}

impl<'a> Measurer<'a> {
    /// With tables pooled for this window alone.
    pub fn new(package: &'a Package, framework: &Framework, window: Window) -> Self {
        Measurer::over(Arc::new(Pools::new(package, framework, window)), package, framework, window)
    }

    /// With tables pooled for a span of years that this window lies in: many windows share them, and each gives what it
    /// would give alone.
    pub fn over(pools: Arc<Pools>, package: &'a Package, framework: &Framework, window: Window) -> Self {
        let (year_share, member_share) = (framework.year_share, framework.member_share);
        let with = package.parties.by_code(&framework.peers.with);
        Measurer { package, window, year_share, member_share, pools, with, coalition: None, common: Vec::new() }
    }

    /// One for each window, the tables pooled once.
    pub fn series(package: &'a Package, framework: &Framework, windows: &[Window]) -> Vec<Self> {
        Measurer::series_by(package, framework, windows, Lines::All)
    }

    /// The same for whoever looks at readings and evidence alone: measurements name one row of each cell and not all,
    /// and leave out tables and warnings that take long, which spares the work of listing them.
    pub fn series_without_rows(package: &'a Package, framework: &Framework, windows: &[Window]) -> Vec<Self> {
        Measurer::series_by(package, framework, windows, Lines::Witness)
    }

    fn series_by(package: &'a Package, framework: &Framework, windows: &[Window], lines: Lines) -> Vec<Self> {
        let first = windows.iter().map(|w| w.from()).min();
        let span = first.zip(windows.iter().map(|w| w.to()).max()).and_then(|(a, b)| Window::new(a, b).ok());
        let Some(span) = span else { return Vec::new() };
        let pools = Arc::new(Pools::by(package, framework, span, lines));
        windows.iter().map(|w| Measurer::over(Arc::clone(&pools), package, framework, *w)).collect()
    }

    pub fn package(&self) -> &Package {
        self.package
    }

    pub fn window(&self) -> Window {
        self.window
    }

    /// Measures every indicator of the framework for one partnership.
    pub fn measure(&self, framework: &Framework, partnership: Partnership) -> Panel {
        let mut measurements = vec![None; framework.nodes.len()];
        for (id, _, indicator) in framework.indicators() {
            measurements[id.0] = Some(self.one(indicator, partnership));
        }
        Panel { partnership, measurements }
    }

    fn one(&self, indicator: &Indicator, p: Partnership) -> Measurement {
        let (from, to) = match indicator.direction {
            Direction::BToA => (p.b, p.a),
            Direction::AToB | Direction::Undirected => (p.a, p.b),
        };
        match &indicator.measure {
            Measure::MentionRate { prior, mentions } => self.mention_rate(from, to, *prior, *mentions),
            Measure::RelativeAttention { prior, mentions } => self.relative_attention(from, to, *prior, *mentions),
            Measure::MentionRegularity { expected, mentions } => {
                self.mention_regularity(from, to, *expected, *mentions)
            }
            Measure::Manner { expected } => self.manner(from, to, *expected),
            Measure::TradePreference { expected: Expected::Independence } => self.trade_preference(p),
            Measure::TradePreference { expected: Expected::QuasiIndependence } => self.trade_preference_by_size(p),
            Measure::MutualTradeShare => self.mutual_trade_share(p),
            Measure::TradeMass => self.trade_mass(p),
            Measure::TradeTrend { years } => self.trade_trend(p, *years),
            Measure::TradeMemberBreadth => self.trade_member_breadth(p),
            Measure::ArmsPreference { minimum_share } => self.arms_preference(p, *minimum_share),
            Measure::ArmsShare => self.arms_share(p),
            Measure::ArmsMemberBreadth { minimum_share } => self.arms_member_breadth(p, *minimum_share),
            Measure::SalienceOverlap { prior_words } => self.salience_overlap(p, *prior_words),
            Measure::AgreementOnIssues { prior_words, texts, minimum_coverage } => {
                self.agreement_on_issues(from, to, *prior_words, (*texts, *minimum_coverage))
            }
            Measure::Status { ladder } => self.status(p, ladder),
            Measure::Institutions { platforms, minimum_share, .. } => self.institutions(p, platforms, *minimum_share),
            Measure::ProductDiversity => self.product_diversity(p),
            Measure::TechnologyRelative { chapters } => self.technology_relative(p, chapters),
            Measure::CriticalGoods { chapters } => self.critical_goods(p, chapters),
            Measure::Coded => self.coded(&indicator.code, indicator.direction, from, to),
            Measure::Column => {
                let reason = "the indicator is the column of a plain table".to_owned();
                Measurement::missing(AbsenceKind::NotAvailable, reason)
            }
        }
    }

    fn name(&self, id: PartyId) -> &str {
        self.package.parties.name(id)
    }

    /// Whether enough of `all` years are covered; the shortfall as a missing measurement otherwise.
    fn enough(&self, covered: &[Year], all: usize, what: &str) -> Result<(), Shortfall> {
        if !covered.is_empty() && covered.len() as f64 + 1e-9 >= self.year_share * all as f64 {
            return Ok(());
        }
        let needed = (self.year_share * all as f64 - 1e-9).ceil().max(1.0);
        let reason = match covered.len() {
            0 => format!("no {what} in {}", self.window),
            n => format!("{what} for {n} of {all} years; {needed} are needed"),
        };
        Err(Box::new(Measurement::missing(AbsenceKind::NotAvailable, reason)))
    }

    /// The members of `unit` in `year` whose rows are added up in it; of a coalition, those that are in it.
    fn counted_members(&self, unit: PartyId, year: Year) -> Vec<PartyId> {
        let mut members = self.package.parties.counted_members(unit, year);
        if let Some(coalition) = self.coalition.as_ref().filter(|c| c.bloc == unit) {
            members.retain(|m| !coalition.without.contains(m));
        }
        members
    }

    /// Members of `unit` in any year of the window whose rows are added up in it.
    fn members_in_window(&self, unit: PartyId) -> Vec<PartyId> {
        let mut members: Vec<PartyId> = self.window.iter().flat_map(|y| self.counted_members(unit, y)).collect();
        members.sort_unstable();
        members.dedup();
        members
    }
}

/// A measurement that came to nothing, with its reason; boxed, since it travels as an error.
type Shortfall = Box<Measurement>;

/// The rows behind a pooled sum.
fn rows(table: Table, pooled: &Pooled) -> impl Iterator<Item = RowRef> + '_ {
    rows_at(table, &pooled.lines)
}

/// The rows in these lines.
fn rows_at(table: Table, lines: &[u32]) -> impl Iterator<Item = RowRef> + '_ {
    lines.iter().map(move |line| RowRef { table, line: *line })
}

/// A number in a working line: six significant digits.
pub(crate) fn brief(value: f64) -> String {
    if value == 0.0 {
        return "0".into();
    }
    let magnitude = value.abs().log10().floor() as i32;
    let decimals = (5 - magnitude).clamp(0, 12) as usize;
    let text = format!("{value:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
