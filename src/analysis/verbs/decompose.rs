//! `decompose`: one partnership taken apart by indicator, by member, through time.

use super::Error;
use crate::analysis::decompose::{self as kernels, Levels, Membership, NoMembers, Passage};
use crate::analysis::origin::borrowed_names;
use crate::measure::Measurer;
use crate::model::party::Partnership;
use crate::model::window::Year;
use crate::model::{Framework, Package, Window};

/// The requested parts; all three in brief where none is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DecomposeRequest {
    pub window: Window,
    pub levels: bool,
    pub members: bool,
    pub time: bool,
    /// The window with which `time` begins; as many years just before where none is given.
    pub from: Option<Window>,
}

/// What a partnership's scores are made of; parts that were not requested are empty.
pub struct Decomposed<'a> {
    pub framework: &'a Framework,
    /// Of the window that is taken apart.
    pub measurer: Measurer<'a>,
    pub partnership: Partnership,
    pub levels: Option<Levels>,
    pub members: Option<Result<Membership, NoMembers>>,
    pub passage: Option<Passage>,
    /// All three on one page, each in brief.
    pub brief: bool,
    pub notes: Vec<String>,
}

impl Decomposed<'_> {
    /// Whether no requested part has a score to decompose.
    pub fn withheld(&self) -> bool {
        let levels = self.levels.as_ref().is_some_and(|l| l.content.is_some());
        let members = self.members.as_ref().is_some_and(Result::is_ok);
        let time = self.passage.as_ref().is_some_and(|x| x.content.points().is_some());
        !(levels || members || time)
    }
}

/// Takes one partnership apart.
pub fn decompose<'a>(
    framework: &'a Framework,
    package: &'a Package,
    partnership: Partnership,
    request: &DecomposeRequest,
) -> Result<Decomposed<'a>, Error> {
    let DecomposeRequest { window, levels, members, time, from } = *request;
    package.parties.apart(partnership, window)?;
    let brief = !(levels || members || time);
    let earlier = match time {
        true => Some(from.or_else(|| just_before(window)).ok_or(Error::NoYearBefore { window })?),
        false => just_before(window),
    };
    if let Some(from) = earlier.filter(|_| time) {
        package.parties.apart(partnership, from)?;
        follows(from, window)?;
    }
    let measurer = Measurer::new(package, framework, window);
    let passed = earlier.filter(|_| brief || time);
    Ok(Decomposed {
        framework,
        partnership,
        passage: passed.map(|from| kernels::passage(framework, package, partnership, from, window)),
        levels: (brief || levels).then(|| kernels::levels(framework, &measurer, partnership)),
        members: (brief || members).then(|| kernels::membership(framework, &measurer, partnership)),
        brief,
        notes: borrowed_names(framework, package),
        measurer,
    })
}

/// As many years just before; `None` where the calendar of the data does not reach.
fn just_before(later: Window) -> Option<Window> {
    Some(Window::ending(Year::new(i64::from(later.from().get()) - 1)?, later.years() as u16))
}

/// Windows that share years are alike by construction, and one that comes later is no beginning.
fn follows(from: Window, to: Window) -> Result<(), Error> {
    if from.to() < to.from() { Ok(()) } else { Err(Error::WindowsOverlap { from, to }) }
}
