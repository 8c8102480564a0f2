//! What passes between two parties year by year, as the package has it: no score, no window, nothing filled in.

use crate::analysis::timeline::{self, Rise};
use crate::measure::Measurer;
use crate::measure::yearly::YearlyArms;
use crate::model::framework::Framework;
use crate::model::package::Package;
use crate::model::party::{Partnership, PartyId};
use crate::model::window::{Window, Year};

/// Roll calls of every subject, as tables of agreement name them.
pub const ALL_ROLL_CALLS: &str = "all";

/// One value a year; years that are not there are not known.
pub type Yearly = Vec<(Year, f64)>;

/// The raw series of a partnership.
#[derive(Clone, Debug, PartialEq)]
pub struct Substance {
    pub partnership: Partnership,
    /// From the first year of any series to the last.
    pub span: Window,
    /// Goods from the first party to the second and back, US dollars.
    pub trade: Vec<(Year, [f64; 2])>,
    pub arms: Option<YearlyArms>,
    /// Who names whom, and how often per 10,000 words of speeches.
    pub naming: [(PartyId, PartyId, Yearly); 2],
    /// Agreement in all roll calls of the General Assembly, 0 to 1.
    pub agreement: Yearly,
    /// Dates on which the status rose.
    pub rises: Vec<Rise>,
}

/// Reads the series off the package; `None` where it has none of them.
pub fn substance(framework: &Framework, package: &Package, p: Partnership) -> Option<Substance> {
    let years = years(package)?;
    let measurer = Measurer::new(package, framework, years);
    let naming = |from, to| -> Yearly {
        measurer.yearly_naming(from, to).into_iter().filter_map(|(y, n)| Some((y, n.rate()?))).collect()
    };
    let trade = measurer.yearly_trade(p);
    let arms = measurer.yearly_arms(p);
    let naming = [(p.a, p.b), (p.b, p.a)].map(|(from, to)| (from, to, naming(from, to)));
    let agreement = measurer.yearly_agreement(p, ALL_ROLL_CALLS);
    let known = trade.iter().map(|(y, _)| *y).chain(agreement.iter().map(|(y, _)| *y));
    let known = known.chain(naming.iter().flat_map(|(.., all)| all).map(|(y, _)| *y));
    let known: Vec<Year> = known.chain(arms.iter().flat_map(|a| &a.values).map(|(y, _)| *y)).collect();
    let span = Window::new(*known.iter().min()?, *known.iter().max()?).ok()?;
    let rises = timeline::rises(framework, package, p);
    Some(Substance { partnership: p, span, trade, arms, naming, agreement, rises })
}

/// All years of which the package has a row in a table that these series rest on.
fn years(package: &Package) -> Option<Window> {
    let flows = package.trade.iter().map(|f| f.year).chain(package.arms.iter().map(|a| a.year));
    let words = package.mentions.iter().map(|m| m.year).chain(package.positions.iter().map(|x| x.year));
    let all = flows.chain(words);
    Window::new(all.clone().min()?, all.max()?).ok()
}
