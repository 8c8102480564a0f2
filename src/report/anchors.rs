//! The reference sample's percentiles beside the goalposts a framework file states.

use crate::analysis::Anchors;
use crate::model::framework::Framework;

/// A table at ten significant digits, ready to be copied into a framework file by hand.
pub fn table(framework: &Framework, found: &Anchors) -> String {
    let r = &framework.reference;
    let mut out = super::page::wrap(&r.description, 80).join("\n") + "\n\n";
    out += &format!(
        "{:<22}{:>5}{:>7}{:>18}{:>18}  {}\n",
        "indicator",
        "n",
        "zeros",
        format!("{} %", r.lower),
        format!("{} %", r.upper),
        "in the file"
    );
    for a in &found.anchors {
        let digits = |x: f64| significant(x, 10);
        let (low, high, same) = match a.computed {
            Some((low, high)) => {
                let same = digits(low) == digits(a.stated.0) && digits(high) == digits(a.stated.1);
                (digits(low), digits(high), if same { "the same" } else { "DIFFERENT" })
            }
            None => ("–".into(), "–".into(), "no data"),
        };
        out += &format!("{:<22}{:>5}{:>7}{low:>18}{high:>18}  {same}\n", a.code, a.n, a.zeros);
    }
    let same = if found.sha256 == r.sha256 { "the same as in the file" } else { "DIFFERENT from the file" };
    out += &format!("\nsample sha256 {} ({same})\n", found.sha256);
    out
}

/// `digits` significant digits without an exponent: 0.02129458762, 5.842095633.
pub fn significant(x: f64, digits: usize) -> String {
    if x == 0.0 {
        return "0".into();
    }
    let magnitude = x.abs().log10().floor() as i32;
    let decimals = (digits as i32 - 1 - magnitude).max(0) as usize;
    let text = format!("{x:.decimals$}");
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.').to_owned() } else { text }
}
