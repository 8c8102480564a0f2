//! Results become text: one file per format, none computing anything. The only room that rounds.

pub mod anchors;
pub mod csv;
pub mod explain;
pub mod json;
pub mod listing;
pub mod markdown;
pub mod number;
mod page;
mod published;
mod rows;
pub mod terminal;

use crate::analysis::Evaluation;
use crate::measure::Gauge;
use crate::model::Measurement;
use crate::model::framework::{Framework, NodeId};

/// What every report of one evaluation is given.
#[derive(Clone, Copy)]
pub struct Subject<'a> {
    pub framework: &'a Framework,
    pub gauge: &'a Gauge<'a>,
    pub evaluation: &'a Evaluation,
}

impl Subject<'_> {
    fn name_a(&self) -> &str {
        self.gauge.package().parties.name(self.evaluation.partnership.a)
    }

    fn name_b(&self) -> &str {
        self.gauge.package().parties.name(self.evaluation.partnership.b)
    }

    fn slug(&self) -> String {
        self.evaluation.partnership.slug(&self.gauge.package().parties)
    }
}

/// The measurements of an indicator, or of all indicators below a node.
fn below<'a>(s: &Subject<'a>, id: NodeId) -> Vec<&'a Measurement> {
    let own = s.evaluation.panel.get(id);
    own.into_iter().chain(s.framework.node(id).children().iter().flat_map(|c| below(s, *c))).collect()
}
