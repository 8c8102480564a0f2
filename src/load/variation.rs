//! The factors of uncertainty a framework declares: whether each suits what is scored, and keeps within its domain.

use crate::diagnostic::Problem;
use crate::load::framework_file::RawUnits;
use crate::load::reader::Reader;
use crate::model::framework::{Node, NodeKind};
use crate::model::method::Factors;

impl Reader<'_> {
    /// The factors as declared; an unsuitable one is reported at its own heading.
    pub(super) fn factors(&mut self, factors: Factors, units: RawUnits, nodes: &[Node]) -> Factors {
        for (word, misuse) in factors.misuses() {
            let offset = self.heading(word);
            self.report_with_hint(offset, format!("factor `{word}`: {}", misuse.message), misuse.hint);
        }
        let (strangers, whose): (&[&str], _) = match units {
            RawUnits::Partnerships => (&Factors::OF_TABLES, "tables"),
            RawUnits::Rows => (&Factors::OF_PARTNERSHIPS, "partnerships"),
        };
        for word in factors.declared().into_iter().filter(|word| strangers.contains(word)) {
            let offset = self.heading(word);
            self.report_with_hint(offset, format!("factor `{word}` is for {whose}"), "take it out");
        }
        if let Some(data) = &factors.data {
            let idle = match units {
                RawUnits::Partnerships => data.values > 0.0,
                RawUnits::Rows => data.counts || data.coders || data.trade > 0.0 || data.arms > 0.0,
            };
            let offset = self.heading("data");
            if idle {
                let hint = "tables have `values`; partnerships have `counts`, `coders`, `trade` and `arms`";
                self.report_with_hint(offset, format!("factor `data` has an error that is for {whose}"), hint);
            }
        }
        if let Some(left_out) = &factors.left_out {
            let below = |code: &str| {
                let found = nodes.iter().find(|n| n.code == code);
                found.is_some_and(|n| n.parent.is_some() && matches!(n.kind, NodeKind::Composite { .. }))
            };
            for code in left_out.nodes.iter().filter(|code| !below(code)) {
                let message = format!("factor `left_out`: `{code}` is no node with children below a root");
                let hint = "name an inner node, such as `security`".into();
                let offset = self.heading("left_out");
                self.report(offset, Problem::Framework { message, hint });
            }
        }
        if let Some(power) = &factors.power {
            let inner = |n: &&Node| n.code == power.node && matches!(n.kind, NodeKind::Composite { .. });
            if !nodes.iter().any(|n| inner(&n)) {
                let message = format!("factor `power`: `{}` is no node with children", power.node);
                let offset = self.heading("power");
                self.report(
                    offset,
                    Problem::Framework { message, hint: "name an inner node, such as `content`".into() },
                );
            }
        }
        factors
    }

    /// Where a factor's heading stands in the file; its beginning where it is written in another way.
    fn heading(&self, word: &str) -> usize {
        self.part_at(&format!("factors.{word}"))
    }
}
