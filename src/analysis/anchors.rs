//! The anchored goalposts, computed again from the data: what `spscore framework anchors` prints and the tests compare.

use sha2::{Digest, Sha256};

use crate::measure::Measurer;
use crate::model::framework::{Framework, GoalpostKind, Indicator, Node, Transform};
use crate::model::package::Package;
use crate::model::party::Partnership;
use crate::model::window::Window;
use crate::statistics::moments::quantile;

/// One anchored indicator: the percentiles of the reference sample beside the goalposts of the file.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// Of the indicator, or of one direction where the two have goalposts of their own.
    pub code: String,
    pub n: usize,
    /// Zeros left out because the scale is logarithmic.
    pub zeros: usize,
    /// `None` when the sample holds no value at all.
    pub computed: Option<(f64, f64)>,
    pub stated: (f64, f64),
}

/// All anchors and the fingerprint of the sample they came from.
#[derive(Clone, Debug)]
pub struct Anchors {
    pub anchors: Vec<Anchor>,
    /// Over `indicator,window,partner,value` lines with 12 significant digits, in that order.
    pub sha256: String,
}

/// Computes the reference sample of the framework on this package. Nothing is written anywhere.
pub fn anchors(framework: &Framework, package: &Package) -> Anchors {
    let reference = &framework.reference;
    let parties = &package.parties;
    let with = parties.by_code(&framework.peers.with);
    let peers: Vec<Partnership> =
        framework.peers.members.iter().filter_map(|c| Partnership::new(parties.by_code(c)?, with?)).collect();
    let anchored: Vec<_> = framework
        .indicators()
        .filter(|(_, _, i)| i.goalposts.as_ref().is_some_and(|g| g.kind == GoalpostKind::Anchored))
        .collect();
    let mut samples: Vec<(String, Vec<f64>, usize)> = Vec::new();
    let mut lines = Vec::new();
    let windows: Vec<Window> = reference.ending.iter().map(|end| Window::ending(end, reference.length)).collect();
    for measurer in Measurer::series(package, framework, &windows) {
        let window = measurer.window();
        for p in &peers {
            let panel = measurer.measure(framework, *p);
            for (id, node, indicator) in &anchored {
                let Some(value) = panel.get(*id).and_then(|m| m.reading.value()) else { continue };
                let sample = of_sample(node, indicator);
                let place = samples.iter().position(|(code, ..)| code == sample).unwrap_or_else(|| {
                    samples.push((sample.to_owned(), Vec::new(), 0));
                    samples.len() - 1
                });
                let Some((_, values, zeros)) = samples.get_mut(place) else { continue };
                if indicator.goalposts.as_ref().is_some_and(|g| g.transform() == Transform::Ln) && value <= 0.0 {
                    *zeros += 1;
                } else {
                    values.push(value);
                }
                lines.push(sample_line(&node.code, window, &p.slug(parties), value));
            }
        }
    }
    let sha256 = sample_hash(lines);
    let mut anchors: Vec<Anchor> = Vec::new();
    for (_, node, indicator) in anchored {
        let of = of_sample(node, indicator);
        if anchors.iter().any(|a| a.code == of) {
            continue;
        }
        let sample = samples.iter_mut().find(|(code, ..)| code == of);
        let (n, zeros, computed) = match sample {
            Some((_, values, zeros)) => {
                let ends = quantile(values, reference.lower / 100.0).zip(quantile(values, reference.upper / 100.0));
                (values.len(), *zeros, ends)
            }
            None => (0, 0, None),
        };
        let Some(stated) = indicator.goalposts.as_ref().map(|g| (g.lower(), g.upper())) else { continue };
        anchors.push(Anchor { code: of.to_owned(), n, zeros, computed, stated });
    }
    Anchors { anchors, sha256 }
}

/// One value of a reference sample, with 12 significant digits.
pub(super) fn sample_line(code: &str, window: Window, slug: &str, value: f64) -> String {
    format!("{code},{window},{slug},{value:.11e}")
}

/// The fingerprint of a sample, whatever the order of its lines.
pub(super) fn sample_hash(mut lines: Vec<String>) -> String {
    lines.sort_unstable();
    let digest = Sha256::digest(lines.join("\n").as_bytes());
    digest.iter().map(|b| format!("{b:02x}")).collect()
}

/// Whose values make one sample: both directions' together, unless each has goalposts of its own.
fn of_sample<'a>(node: &'a Node, indicator: &'a Indicator) -> &'a str {
    if indicator.goalposts_by_direction { &node.code } else { &indicator.code }
}
