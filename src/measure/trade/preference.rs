//! Trade preference beyond what the sizes of all economies predict.

use super::world::{Sums, Units};
use crate::measure::pool::ANY;
use crate::measure::{Measurer, Shortfall, brief, grouped};
use crate::model::measurement::{AbsenceKind, Grid, Measurement, Reading};
use crate::model::package::{RowRef, Table};
use crate::model::party::{Partnership, PartyId};
use crate::model::window::Year;
use crate::statistics::quasi_independence::{self, Crossing, Masses, NoMasses, Size};

/// How many of the other units `explain` names.
const SHOWN: usize = 10;

/// The flows of a pair and the world around it, summed over the covered years.
struct Pooled {
    years: Vec<Year>,
    /// From the first party to the second, and back.
    flows: [f64; 2],
    /// By code; one that the data do not name stands last.
    units: Vec<(Option<PartyId>, Size)>,
    rows: Vec<RowRef>,
    /// What was left out, and why.
    left_out: Vec<String>,
}

impl Pooled {
    fn sizes(&self) -> Vec<Size> {
        self.units.iter().map(|(_, size)| *size).collect()
    }

    fn place(&self, party: PartyId) -> Option<(usize, Size)> {
        let place = self.units.iter().position(|(unit, _)| *unit == Some(party))?;
        Some((place, self.units.get(place)?.1))
    }
}

impl Measurer<'_> {
    pub(in crate::measure) fn trade_preference_by_size(&self, p: Partnership) -> Measurement {
        self.by_size(p).unwrap_or_else(|missing| *missing)
    }

    fn by_size(&self, p: Partnership) -> Result<Measurement, Shortfall> {
        let world = self.world_around(p)?;
        let none = |reason: String| {
            let mut m = Measurement::missing(AbsenceKind::NotAvailable, reason);
            m.left_out.clone_from(&world.left_out);
            Box::new(m)
        };
        let sizes = world.sizes();
        let sides = world.place(p.a).zip(world.place(p.b));
        let ((a, of_a), (b, of_b)) = sides.ok_or_else(|| none("a party has no total of its own".into()))?;
        let masses = quasi_independence::fit(&sizes).map_err(|e| none(self.no_masses(e, &world)))?;
        let [ab, ba] = world.flows;
        let all: f64 = sizes.iter().map(|s| s.exports).sum();
        let others = all - of_a.exports - of_b.exports - of_a.imports - of_b.imports + ab + ba;
        let there = Crossing { between: ab, sold: of_a.exports - ab, bought: of_b.imports - ab, others };
        let back = Crossing { between: ba, sold: of_b.exports - ba, bought: of_a.imports - ba, others };
        let empty = quasi_independence::empty_share(&masses, &sizes, a, b);
        let found = quasi_independence::preference(there, back, empty);
        let value = found.ok_or_else(|| none("a flow exceeds a total it is part of, or there is no trade".into()))?;
        Ok(self.told(p, world, &masses, [there, back], empty, value))
    }

    /// Flows and units of the covered years; a year needs the pair's flows both ways and the totals of the world's units.
    fn world_around(&self, p: Partnership) -> Result<Pooled, Shortfall> {
        let parties = &self.package.parties;
        let mut sums: Vec<Option<Sums>> = vec![None; parties.len()];
        let mut seen = vec![0_usize; parties.len()];
        let (mut years, mut flows, mut unlisted) = (Vec::new(), [0.0; 2], [0.0; 2]);
        let (mut rows, mut parted, mut wanting): (Vec<RowRef>, Vec<_>, Vec<(Year, String)>) = Default::default();
        for year in self.window.iter() {
            let cells = [(p.a, p.b), (p.b, p.a)].map(|(from, to)| self.pools.trade.cell(from, to, ANY, year));
            let (Some(totals), [Some(out), Some(back)]) = (self.year_totals(p, year), cells) else {
                wanting.push((year, "not in the data".to_owned()));
                continue;
            };
            let found: Units = match self.units(p, year) {
                Ok(found) => found,
                Err(why) => {
                    wanting.push((year, why));
                    continue;
                }
            };
            years.push(year);
            add(&mut flows, [out.values[0], back.values[0]]);
            add(&mut unlisted, found.unlisted);
            for (unit, more) in &found.units {
                if let (Some(sum), Some(n)) = (sums.get_mut(unit.index()), seen.get_mut(unit.index())) {
                    add(sum.get_or_insert_default(), *more);
                    *n += 1;
                }
            }
            rows.extend(totals.rows);
            rows.extend(found.lines.iter().map(|line| RowRef { table: Table::TradeMargins, line: *line }));
            parted.extend(found.parted);
        }
        if let Err(mut missing) =
            self.enough(&years, self.window.years(), "trade both ways with the totals of all economies")
        {
            missing.left_out.extend(by_reason(&wanting));
            return Err(missing);
        }
        let mut units: Vec<(Option<PartyId>, Size)> = Vec::new();
        for unit in &self.pools.world.order {
            if let Some(Some([exports, imports])) = sums.get(unit.index()) {
                units.push((Some(*unit), Size { exports: *exports, imports: *imports, hollow: true }));
            }
        }
        if unlisted != [0.0; 2] {
            // Their trade with one another is in these sums, so nothing is empty here.
            units.push((None, Size { exports: unlisted[0], imports: unlisted[1], hollow: false }));
        }
        let mut left_out = by_reason(&wanting);
        left_out.extend(self.parted_words(&mut parted));
        let short: Vec<&str> = self
            .pools
            .world
            .order
            .iter()
            .filter(|id| seen.get(id.index()).is_some_and(|n| (1..years.len()).contains(n)))
            .map(|id| parties.name(*id))
            .collect();
        if !short.is_empty() {
            left_out.push(format!("years without a total or inside a bloc: {}", short.join(", ")));
        }
        rows.sort_unstable();
        rows.dedup();
        Ok(Pooled { years, flows, units, rows, left_out })
    }

    /// Whose trade with itself is left out, and which bloc was parted since one of its members is a party.
    fn parted_words(&self, parted: &mut Vec<(PartyId, PartyId)>) -> Vec<String> {
        parted.sort_unstable();
        parted.dedup();
        let one = |(bloc, member): &(PartyId, PartyId)| {
            let (bloc, member) = (self.name(*bloc), self.name(*member));
            format!("{member} stands apart from {bloc}, whose other members are a unit of their own")
        };
        let inside = "trade within a bloc of the peer set, from the totals of all".to_owned();
        std::iter::once(inside).chain(parted.iter().map(one)).collect()
    }

    fn no_masses(&self, why: NoMasses, world: &Pooled) -> String {
        match why {
            NoMasses::Unbalanced => "what all export is not what all import, or there is no trade".into(),
            NoMasses::TooLarge(unit) => {
                let unit = world.units.get(unit).and_then(|(id, _)| *id).map_or("the rest", |id| self.name(id));
                format!("no world of sizes: exports and imports of {unit} exceed the trade of all")
            }
            NoMasses::NotSettled(error) => format!(
                "the world of sizes did not settle in {} rounds: off by {} of all trade",
                quasi_independence::MOST_ROUNDS,
                brief(error)
            ),
        }
    }

    fn told(
        &self,
        p: Partnership,
        world: Pooled,
        masses: &Masses,
        [there, back]: [Crossing; 2],
        empty: f64,
        value: f64,
    ) -> Measurement {
        let mut m = Measurement::new(Reading::exact(value));
        let (a, b) = (self.name(p.a), self.name(p.b));
        let odds = [there, back].map(|c| c.odds(empty));
        m.quantity(format!("{a} to {b} (X_ab)"), there.between, "US$");
        m.quantity(format!("{a} to the others (X_ar)"), there.sold, "US$");
        m.quantity(format!("the others to {b} (X_rb)"), there.bought, "US$");
        m.quantity(format!("{b} to {a} (X_ba)"), back.between, "US$");
        m.quantity(format!("{b} to the others (X_br)"), back.sold, "US$");
        m.quantity(format!("the others to {a} (X_ra)"), back.bought, "US$");
        m.quantity("among the others (X_rr)", there.others, "US$");
        m.quantity("share of it that sizes put on empty cells (H_r)", empty, "share");
        m.quantity(format!("odds ratio from {a} to {b} (OR_ab)"), odds[0].filter(|o| o.is_finite()), "");
        m.quantity(format!("odds ratio from {b} to {a} (OR_ba)"), odds[1].filter(|o| o.is_finite()), "");
        m.quantity("units of the world", world.units.len() as f64, "");
        m.quantity("rounds until the sizes settled", masses.rounds as f64, "");
        let odds_words = |name: &str, c: Crossing, odds: Option<f64>| {
            let [between, others, sold, bought] = [c.between, c.others, c.sold, c.bought].map(|x| brief(x / 1e9));
            let odds = odds.map_or_else(|| "0/0".into(), |o| if o.is_finite() { brief(o) } else { "infinite".into() });
            format!("{name} = {between} x {others} / ({sold} x {bought} x (1 - {})) = {odds}", brief(empty))
        };
        m.working = format!(
            "{}; {}; RP = (sqrt(OR_ab OR_ba) - 1)/(sqrt(OR_ab OR_ba) + 1) = {}   [bn US$]",
            odds_words("OR_ab", there, odds[0]),
            odds_words("OR_ba", back, odds[1]),
            brief(value)
        );
        m.basis = "0 is neutral".into();
        m.members = self.trade_members(p, &world.years);
        m.grids.push(self.largest_others(p, &world));
        if let Some((None, rest)) = world.units.last() {
            let all: f64 = world.units.iter().map(|(_, s)| s.exports).sum();
            m.warnings.push(format!(
                "economies without a total of their own, {:.1} % of the world's exports, are taken as one unit",
                100.0 * rest.exports / all
            ));
        }
        m.left_out = world.left_out;
        m.years = world.years;
        m.rows = world.rows;
        m
    }

    /// The other units with the most trade, and the sum of those that are not named.
    fn largest_others(&self, p: Partnership, world: &Pooled) -> Grid {
        let mut others: Vec<&(Option<PartyId>, Size)> =
            world.units.iter().filter(|(unit, _)| *unit != Some(p.a) && *unit != Some(p.b)).collect();
        let trade = |s: &Size| s.exports + s.imports;
        others.sort_by(|(_, x), (_, y)| trade(y).total_cmp(&trade(x)));
        let cells = |size: &Size| vec![Some(size.exports / 1e9), Some(size.imports / 1e9)];
        let name = |unit: &Option<PartyId>| unit.map_or("economies without a row", |id| self.name(id)).to_owned();
        let mut rows: Vec<_> = others.iter().take(SHOWN).map(|(unit, size)| (name(unit), cells(size))).collect();
        let rest: Vec<Size> = others.iter().skip(SHOWN).map(|(_, size)| *size).collect();
        if !rest.is_empty() {
            let sum = |of: fn(&Size) -> f64| rest.iter().map(of).sum();
            let size = Size { exports: sum(|s| s.exports), imports: sum(|s| s.imports), hollow: false };
            rows.push((format!("{} more", grouped(rest.len() as f64)), cells(&size)));
        }
        Grid {
            title: format!("The {} other units of the world, each without its trade with itself", others.len()),
            first: "unit",
            columns: vec![("exports, bn US$".into(), ""), ("imports, bn US$".into(), "")],
            rows,
        }
    }
}

/// `2021, 2022: not in the data`: the years that lack the same in one line.
fn by_reason(wanting: &[(Year, String)]) -> Vec<String> {
    let mut lines: Vec<(String, &str)> = Vec::new();
    for (year, why) in wanting {
        match lines.iter_mut().find(|(_, known)| known == why) {
            Some((years, _)) => *years += &format!(", {year}"),
            None => lines.push((year.to_string(), why)),
        }
    }
    lines.into_iter().map(|(years, why)| format!("{years}: {why}")).collect()
}

fn add(sum: &mut Sums, more: Sums) {
    for (sum, more) in sum.iter_mut().zip(more) {
        *sum += more;
    }
}
