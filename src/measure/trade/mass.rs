//! How large two parties are in the trade of all with all: what sizes alone lead one to expect of them.

use crate::measure::{Measurer, brief, indices};
use crate::model::measurement::{AbsenceKind, Measurement, Reading};
use crate::model::party::Partnership;

impl Measurer<'_> {
    /// `sqrt(T_a/T_w x T_b/T_w)`: the mass term of the gravity equation as a share (Tinbergen 1962). Worked number: 4
    /// and 9 % of all trade give 6 %.
    pub(in crate::measure) fn trade_mass(&self, p: Partnership) -> Measurement {
        let (years, t) = match self.totals(p, self.window) {
            Ok(found) => found,
            Err(missing) => return *missing,
        };
        let Some(world) = t.world.filter(|world| *world > 0.0) else {
            let reason = "no total of the world's trade in some year";
            return Measurement::missing(AbsenceKind::NotAvailable, reason);
        };
        let (of_a, of_b) = (t.a / world, t.b / world);
        let value = indices::mutual_share(of_a, of_b);
        let (a, b) = (self.name(p.a).to_owned(), self.name(p.b).to_owned());
        let mut m = self.trade_measurement(p, Reading::exact(value), years, t);
        m.quantity("trade of all with all, each flow twice (T_w)", world, "US$");
        m.quantity(format!("share of {a} in the trade of all"), of_a, "share");
        m.quantity(format!("share of {b} in the trade of all"), of_b, "share");
        m.working = format!("sqrt({} x {}) = {}", brief(of_a), brief(of_b), brief(value));
        m.basis = format!("{:.1} and {:.1} %", 100.0 * of_a, 100.0 * of_b);
        m
    }
}
