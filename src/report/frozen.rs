//! Whether an evaluation uses what was frozen, item by item.

use serde_json::{Value, json};

use super::{Detail, Report};
use crate::bundle::freeze::{Freeze, Item};
use crate::document::{Document, Table};

/// A freeze beside the state of today.
pub struct Frozen {
    pub freeze: Freeze,
    pub items: Vec<Item>,
}

impl Frozen {
    /// Whether all that binds is as it was frozen.
    pub fn kept(&self) -> bool {
        self.items.iter().all(|item| item.same() || !item.binding)
    }
}

impl Report for Frozen {
    fn document(&self, _: Detail) -> Document {
        let f = &self.freeze;
        let mut d = Document::new(format!("Freeze of {}", f.date), format!("made by spscore {}", f.spscore));
        let broken: Vec<&str> = self.items.iter().filter(|i| i.binding && !i.same()).map(|i| i.what).collect();
        d.paragraph(match broken.as_slice() {
            [] => "Framework, peer set and issue list are those that were frozen.".to_owned(),
            some => format!("Not what was frozen: {}.", some.join(", ")),
        });
        for item in &self.items {
            let change = if item.change.is_empty() { String::new() } else { format!(" ({})", item.change) };
            let text = match (item.same(), item.binding) {
                (true, _) => format!("as frozen, SHA-256 {}", item.now),
                (false, true) => format!("changed{change}: SHA-256 frozen {}, now {}", item.frozen, item.now),
                (false, false) => format!("drawn since{change}: SHA-256 frozen {}, now {}", item.frozen, item.now),
            };
            d.fact(item.what, text);
        }
        d
    }

    fn records(&self) -> Option<Table> {
        let mut t = Table::new("", ["item", "same", "binding", "sha256_frozen", "sha256_now", "change"], 6);
        for i in &self.items {
            let [same, binding] = [i.same(), i.binding].map(|is| is.to_string());
            t.push([i.what.to_owned(), same, binding, i.frozen.clone(), i.now.clone(), i.change.clone()]);
        }
        Some(t)
    }

    fn json(&self) -> Result<String, serde_json::Error> {
        let one = |i: &Item| {
            json!({ "item": i.what, "same": i.same(), "binding": i.binding, "sha256_frozen": i.frozen,
                "sha256_now": i.now, "change": i.change })
        };
        let items: Vec<Value> = self.items.iter().map(one).collect();
        let value = json!({ "kept": self.kept(), "date": self.freeze.date, "items": items });
        serde_json::to_string_pretty(&value).map(|text| text + "\n")
    }
}
