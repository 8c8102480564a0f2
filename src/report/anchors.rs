//! The reference sample's percentiles beside the goalposts a framework file states.

use crate::analysis::Anchors;
use crate::document::{Document, Table, number};
use crate::model::framework::Framework;

/// A table at ten significant digits, ready to be copied into a framework file by hand.
pub fn document(framework: &Framework, found: &Anchors) -> Document {
    let r = &framework.reference;
    let mut d = Document::new(format!("Goalposts of {} {}", framework.code, framework.version), "");
    d.paragraph(r.description.as_str());
    let heads = [
        "indicator".to_owned(),
        "n".into(),
        "zeros".into(),
        format!("{} %", r.lower),
        format!("{} %", r.upper),
        "in the file".into(),
    ];
    let mut t = Table::new("", heads, 1);
    if let Some(last) = t.columns.last_mut() {
        last.words = true;
    }
    for a in &found.anchors {
        let digits = |x: f64| number::significant(x, 10);
        let (low, high, same) = match a.computed {
            Some((low, high)) => {
                let same = digits(low) == digits(a.stated.0) && digits(high) == digits(a.stated.1);
                (digits(low), digits(high), if same { "the same" } else { "DIFFERENT" })
            }
            None => ("–".into(), "–".into(), "no data"),
        };
        t.push([a.code.clone(), a.n.to_string(), a.zeros.to_string(), low, high, same.to_owned()]);
    }
    d.table(t);
    let same = if found.sha256 == r.sha256 { "the same as in the file" } else { "DIFFERENT from the file" };
    d.paragraph(format!("SHA-256 of the sample, {same}:"));
    d.paragraph(found.sha256.as_str());
    d
}
