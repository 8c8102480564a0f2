//! From declared factors to the settings of a multiverse: which of them this framework and these data can vary, and how
//! far.

use super::omission::Omissions;
use super::refit::{LEAST_PEERS, Spread};
use super::setting::Setting;
use crate::analysis::multiverse::{Factor, FactorKind, Keeps, level, listed};
use crate::model::framework::{Aggregation, Framework, Measure, Mentions, NodeId};
use crate::model::method::Factors;
use crate::model::method::factors::PeerScale;
use crate::model::window::Window;

/// Each factor's place among a point's coordinates; nothing where it does not vary.
#[derive(Clone, Debug, Default)]
pub(super) struct FactorSettings {
    data: Option<usize>,
    goalposts: Option<(usize, f64)>,
    scale: Option<(usize, Vec<PeerScale>, f64)>,
    floor: Option<(usize, Vec<f64>)>,
    status: Option<usize>,
    weights: Option<(usize, Spread, Option<u32>)>,
    power: Option<(usize, NodeId, f64, f64)>,
    window: Option<(usize, usize)>,
    prior: Option<(usize, f64, f64)>,
    prior_mentions: Option<(usize, f64, f64)>,
    mentions: Option<(usize, Mentions)>,
    issues: Option<(usize, usize)>,
    peers: Option<(usize, usize)>,
    threshold: Option<(usize, f64, f64)>,
    tenure: Option<usize>,
    grades: Option<usize>,
    /// With the number of levels.
    left_out: Option<(usize, usize)>,
}

/// A factor that was asked for and has no range here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Idle {
    pub factor: &'static str,
    pub why: String,
}

/// What is available to be varied.
pub(super) struct Available<'a> {
    pub windows: Vec<Window>,
    /// Places in the package's list with the titles, those that some value rests on.
    pub issues: Vec<(usize, String)>,
    /// Names of the peers.
    pub peers: Vec<String>,
    /// Whether somebody is ranked among them.
    pub ranked: bool,
    pub framework: &'a Framework,
    /// Whether some datum is uncertain.
    pub errors: bool,
    /// Whether some count of mentions would be another if other mentions counted.
    pub coded: bool,
    pub rungs: usize,
    /// Whether some status rose within its window.
    pub rises: bool,
    pub omissions: &'a Omissions,
}

impl FactorSettings {
    pub fn new(factors: &Factors, available: &Available<'_>) -> (Self, Vec<Factor>, Vec<Idle>) {
        let mut list = FactorList { factors: Vec::new(), idle: Vec::new() };
        let f = available.framework;
        let data = factors.data.as_ref().and_then(|d| {
            let drawn = list.add(("data", "errors of the data", true), FactorKind::Drawn, range_of(d), &d.reason);
            list.unless(available.errors, drawn, "data", "no value here has an error that is declared")
        });
        let goalposts = factors.goalposts.as_ref().map(|g| {
            let range = format!("anchored and declared ends, each by up to {} % of the scale", 100.0 * g.share);
            (list.add(("goalposts", "goalposts", false), FactorKind::Drawn, range, &g.reason), g.share)
        });
        let scale = factors.scale.as_ref().and_then(|s| {
            let levels = std::iter::once("goalposts").chain(s.choices.iter().map(|c| c.word()));
            let kind = discrete(levels.map(str::to_owned).collect());
            let place = list.add(
                ("scale", "normalisation", false),
                kind,
                listed(std::iter::once("goalposts").chain(s.choices.iter().map(|c| c.word())).map(str::to_owned)),
                &s.reason,
            );
            let fitted = s.choices.iter().any(|c| *c != PeerScale::Natural);
            let enough = !fitted || available.peers.len() >= LEAST_PEERS;
            let own = s.choices.iter().enumerate().filter(|(_, c)| **c == PeerScale::Natural).map(|(i, _)| i + 1);
            list.keeps(Keeps::Levels(std::iter::once(0).chain(own).collect()));
            let place =
                list.unless(enough, place, "scale", "too few of the framework's peers are known to fit a scale to");
            place.map(|place| (place, s.choices.clone(), s.deviations))
        });
        let floor = factors.floor.as_ref().map(|v| {
            let mut all = vec![f.score_floor];
            all.extend(v.choices.iter().filter(|x| **x != f.score_floor));
            let kind = discrete(all.iter().map(f64::to_string).collect());
            (list.add(("floor", "lowest score", false), kind, listed(all.iter().map(f64::to_string)), &v.reason), all)
        });
        let status = factors.status.as_ref().and_then(|s| {
            let place = list.add(
                ("status", "spacing of the rungs of status", false),
                FactorKind::Drawn,
                "any spacing of the rungs that ascends".into(),
                &s.reason,
            );
            list.unless(available.rungs > 2, place, "status", "the framework has no ladder with rungs between its ends")
        });
        let weights = factors.weights.as_ref().map(|w| {
            let (spread, range) = match (w.concentration, w.within) {
                (_, Some(share)) => (Spread::Within(share), format!("each by up to {} %", 100.0 * share)),
                (concentration, None) => {
                    let concentration = concentration.unwrap_or(1.0);
                    (Spread::Dirichlet(concentration), format!("Dirichlet, concentration {concentration}"))
                }
            };
            let place = list.add(("weights", "weights", false), FactorKind::Drawn, range, &w.reason);
            (place, spread, w.sets)
        });
        let power = factors.power.as_ref().and_then(|p| {
            let range = format!("power mean at {}, r from {} to {}", p.node, p.low, p.high);
            let place = list.add(("power", "aggregation", false), FactorKind::Continuous, range, &p.reason);
            let node =
                list.found(f.find(&p.node), place, "power", || format!("the framework has no node `{}`", p.node));
            node.map(|(place, node)| (place, node, p.low, p.high))
        });
        let window = factors.window.as_ref().and_then(|w| {
            let n = available.windows.len();
            let kind = discrete(available.windows.iter().map(Window::to_string).collect());
            let range = listed(available.windows.iter().map(Window::to_string));
            let place = list.add(("window", "window", false), kind, range, &w.reason);
            let why = "in no other window have three quarters of the peers a score";
            list.unless(n > 1, place, "window", why).map(|place| (place, n))
        });
        let counted = f.indicators().any(|(_, _, i)| i.measure.prior_words().is_some());
        let prior = factors.prior.as_ref().and_then(|r| {
            let range = format!("{} to {} words, uniform in the logarithm", r.low, r.high);
            let place =
                list.add(("prior", "prior weight of text counts", false), FactorKind::Continuous, range, &r.reason);
            let place = list.unless(counted, place, "prior", "no indicator counts words");
            place.map(|place| (place, r.low, r.high))
        });
        let expecting = f.indicators().any(|(_, _, i)| i.measure.prior_mentions().is_some());
        let prior_mentions = factors.prior_mentions.as_ref().and_then(|r| {
            let range = format!("{} to {} expected mentions, uniform in the logarithm", r.low, r.high);
            let words = ("prior_mentions", "expected mentions of prior weight", false);
            let place = list.add(words, FactorKind::Continuous, range, &r.reason);
            let place =
                list.unless(expecting, place, "prior_mentions", "no indicator has a prior of expected mentions");
            place.map(|place| (place, r.low, r.high))
        });
        let mentions = factors.mentions.as_ref().and_then(|m| {
            let valid = f.indicators().any(|(_, _, i)| i.measure.mentions() == Some(Mentions::Valid));
            let (levels, other) =
                if valid { (["valid", "all"], Mentions::All) } else { (["all", "valid"], Mentions::Valid) };
            let kind = discrete(levels.map(str::to_owned).to_vec());
            let words = ("mentions", "which mentions count", false);
            let place = list.add(words, kind, listed(levels.map(str::to_owned).into_iter()), &m.reason);
            let why = "no mention here is coded as not valid";
            list.unless(available.coded, place, "mentions", why).map(|place| (place, other))
        });
        let issues = factors.issues.as_ref().and_then(|i| {
            let n = available.issues.len();
            let levels =
                std::iter::once("none".to_owned()).chain(available.issues.iter().map(|(_, title)| title.clone()));
            let place = list.add(
                ("issues", "an issue left out", false),
                discrete(levels.collect()),
                "none left out, or one at a time".into(),
                &i.reason,
            );
            list.unless(n > 1, place, "issues", "no indicator rests on a list of issues").map(|place| (place, n + 1))
        });
        let peers = factors.peers.as_ref().and_then(|p| {
            let n = available.peers.len();
            let levels = std::iter::once("none".to_owned()).chain(available.peers.iter().cloned());
            let place = list.add(
                ("peers", "a peer left out", false),
                discrete(levels.collect()),
                "none left out, or one at a time".into(),
                &p.reason,
            );
            list.keeps(Keeps::Nothing);
            let fitted = scale.as_ref().is_some_and(|(_, choices, _)| choices.iter().any(|c| *c != PeerScale::Natural));
            let why = "nobody is ranked among the peers, and nothing is fitted to them unless `scale` varies, with at least four of them";
            list.unless((fitted || available.ranked) && n > LEAST_PEERS, place, "peers", why).map(|place| (place, n + 1))
        });
        let threshold = factors.threshold.as_ref().map(|r| {
            let range = format!("parameters are met from {} to {}", r.low, r.high);
            let place = list.add(
                ("threshold", "from which score a parameter is met", false),
                FactorKind::Continuous,
                range,
                &r.reason,
            );
            (place, r.low, r.high)
        });
        let tenure = factors.tenure.as_ref().and_then(|t| {
            let kind = discrete(["at the date", "over the window"].map(str::to_owned).to_vec());
            let range = "the rung of the last day, or the mean over the window".into();
            let place = list.add(("tenure", "status at the date or over the window", false), kind, range, &t.reason);
            list.unless(available.rises, place, "tenure", "no status rose within its window")
        });
        let grades = factors.grades.as_ref().and_then(|g| {
            let kind = discrete(["all grades", "without grade C"].map(str::to_owned).to_vec());
            let range = "all grades, or without grade C where a parameter keeps its score".into();
            let place = list.add(("grades", "evidence of grade C", false), kind, range, &g.reason);
            let why = "no parameter has a score without its indicators of grade C, or there are none";
            list.unless(available.omissions.any_weak(), place, "grades", why)
        });
        let left_out = factors.left_out.as_ref().and_then(|l| {
            let levels: Vec<String> =
                std::iter::once("none".to_owned()).chain(available.omissions.titles().map(str::to_owned)).collect();
            let n = levels.len();
            let range = format!("none left out, or {}", listed(levels.iter().skip(1).cloned()));
            let place = list.add(("left_out", "a part left out", false), discrete(levels), range, &l.reason);
            list.unless(n > 1, place, "left_out", "the framework has none of the nodes").map(|place| (place, n))
        });
        let settings = FactorSettings {
            data,
            goalposts,
            scale,
            floor,
            status,
            weights,
            power,
            window,
            prior,
            prior_mentions,
            mentions,
            issues,
            peers,
            threshold,
            tenure,
            grades,
            left_out,
        };
        (settings, list.factors, list.idle)
    }

    /// What a point says. `issues` are the places of those that may be left out.
    pub fn at(&self, point: &[Option<f64>], issues: &[(usize, String)]) -> Setting {
        let coordinate = |place: usize| point.get(place).copied().flatten();
        let within = |u: f64, low: f64, high: f64| low + u * (high - low);
        Setting {
            errors: self.data.and_then(coordinate),
            goalposts: self.goalposts.and_then(|(place, share)| Some((coordinate(place)?, share))),
            scale: self.scale.as_ref().and_then(|(place, choices, deviations)| {
                let picked = level(coordinate(*place)?, choices.len() + 1).checked_sub(1)?;
                Some((*choices.get(picked)?, *deviations))
            }),
            floor: self.floor.as_ref().and_then(|(place, all)| all.get(level(coordinate(*place)?, all.len())).copied()),
            status: self.status.and_then(coordinate),
            weights: self.weights.and_then(|(place, spread, sets)| {
                let u = coordinate(place)?;
                // Of a limited number of sets the coordinate picks one.
                let set = sets.map_or(u, |n| level(u, n as usize) as f64 / f64::from(n));
                Some((set, spread))
            }),
            power: self.power.and_then(|(place, node, low, high)| Some((node, within(coordinate(place)?, low, high)))),
            window: self.window.and_then(|(place, n)| Some(level(coordinate(place)?, n))).unwrap_or(0),
            prior_words: self
                .prior
                .and_then(|(place, low, high)| Some(within(coordinate(place)?, low.ln(), high.ln()).exp())),
            prior_mentions: self
                .prior_mentions
                .and_then(|(place, low, high)| Some(within(coordinate(place)?, low.ln(), high.ln()).exp())),
            mentions: self
                .mentions
                .and_then(|(place, other)| Some(other).filter(|_| coordinate(place).is_some_and(|u| level(u, 2) == 1))),
            without_issue: self.issues.and_then(|(place, n)| {
                issues.get(level(coordinate(place)?, n).checked_sub(1)?).map(|(issue, _)| *issue)
            }),
            without_peer: self.peers.and_then(|(place, n)| level(coordinate(place)?, n).checked_sub(1)),
            threshold: self.threshold.and_then(|(place, low, high)| Some(within(coordinate(place)?, low, high))),
            over_window: self.tenure.and_then(coordinate).is_some_and(|u| level(u, 2) == 1),
            without_weak: self.grades.and_then(coordinate).is_some_and(|u| level(u, 2) == 1),
            left_out: self.left_out.and_then(|(place, n)| level(coordinate(place)?, n).checked_sub(1)),
        }
    }
}

/// The mean at the power node.
pub(super) fn mean_of(power: f64) -> Aggregation {
    Aggregation::Generalised { power }
}

/// The framework's own level stands first.
fn discrete(levels: Vec<String>) -> FactorKind {
    FactorKind::Discrete { levels, nominal: 0 }
}

fn range_of(d: &crate::model::method::factors::Data) -> String {
    let parts = [
        d.counts.then(|| "counts from their rates".to_owned()),
        d.coders.then(|| "one coder for each sentence".to_owned()),
        (d.trade > 0.0).then(|| format!("trade {} %", 100.0 * d.trade)),
        (d.arms > 0.0).then(|| format!("arms {} %", 100.0 * d.arms)),
        Some("intervals as printed".to_owned()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// Takes factors on, and off again where they turn out to have no range.
struct FactorList {
    factors: Vec<Factor>,
    idle: Vec<Idle>,
}

impl FactorList {
    fn add(
        &mut self,
        (code, title, of_data): (&str, &str, bool),
        kind: FactorKind,
        range: String,
        reason: &str,
    ) -> usize {
        let (code, title, reason) = (code.to_owned(), title.to_owned(), reason.to_owned());
        self.factors.push(Factor { code, title, kind, range, reason, of_data, keeps: Keeps::All });
        self.factors.len() - 1
    }

    /// What of the factor that was added last keeps the meaning of the scale.
    fn keeps(&mut self, keeps: Keeps) {
        if let Some(factor) = self.factors.last_mut() {
            factor.keeps = keeps;
        }
    }

    /// The place, unless there is no range: the factor, the last that was added, goes again.
    fn unless(&mut self, sound: bool, place: usize, factor: &'static str, why: &str) -> Option<usize> {
        if sound {
            return Some(place);
        }
        self.factors.pop();
        self.idle.push(Idle { factor, why: why.to_owned() });
        None
    }

    fn found<T>(
        &mut self,
        thing: Option<T>,
        place: usize,
        factor: &'static str,
        why: impl Fn() -> String,
    ) -> Option<(usize, T)> {
        let place = self.unless(thing.is_some(), place, factor, &why())?;
        Some((place, thing?))
    }
}

/// Values of the ladder's rungs, ascending, each once.
pub(super) fn rungs(framework: &Framework) -> Vec<f64> {
    let ladders = framework.indicators().filter_map(|(_, _, i)| match &i.measure {
        Measure::Status { ladder } => Some(ladder),
        _ => None,
    });
    let mut rungs: Vec<f64> = ladders.flat_map(|ladder| ladder.rungs.iter().map(|r| r.value)).collect();
    rungs.sort_by(f64::total_cmp);
    rungs.dedup();
    rungs
}
