//! One way of computing: the settings that differ from the framework and the data.

use super::refit::Spread;
use crate::model::framework::{Mentions, NodeId};
use crate::model::method::factors::PeerScale;

/// One way of computing: what is different from the framework, and where nothing is said it is as the framework has it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Setting {
    pub errors: Option<f64>,
    /// The set, and the share of the scale.
    pub goalposts: Option<(f64, f64)>,
    /// With the deviations of a z-score.
    pub scale: Option<(PeerScale, f64)>,
    pub floor: Option<f64>,
    pub status: Option<f64>,
    pub weights: Option<(f64, Spread)>,
    pub power: Option<(NodeId, f64)>,
    /// The world's place.
    pub window: usize,
    pub prior_words: Option<f64>,
    pub prior_mentions: Option<f64>,
    pub mentions: Option<Mentions>,
    pub without_issue: Option<usize>,
    pub without_peer: Option<usize>,
    pub threshold: Option<f64>,
    /// Status as its mean over the window.
    pub over_window: bool,
    /// Without the indicators of grade C that can be left out.
    pub without_weak: bool,
    /// The place of the node that is left out.
    pub left_out: Option<usize>,
}

/// What is different from the framework and the data as they are.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Otherwise {
    /// Which set of errors of the data.
    pub errors: Option<f64>,
    pub prior_words: Option<f64>,
    pub prior_mentions: Option<f64>,
    pub mentions: Option<Mentions>,
    pub without_issue: Option<usize>,
}
