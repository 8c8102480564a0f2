//! Deliveries of major arms as claims speak of them; in TIV, since the table knows no money.

use super::{Context, Found, Missing};
use crate::measure::brief;
use crate::measure::sums::{Sum, Sums};
use crate::model::claim::{Answer, Arms, AskArms, Take, Unit};
use crate::model::party::PartyId;
use crate::model::window::Year;

impl Context<'_> {
    pub(super) fn arms(&self, arms: &Arms) -> Result<Found, Missing> {
        let sums = self.sums()?;
        let (years, note) = self.years(arms.years, "deliveries of all suppliers", |y| sums.arms_covered(y))?;
        let to = |supplier: PartyId| self.delivered(sums, supplier, &arms.recipients, &years);
        let (supplier, recipients) = (self.code(arms.supplier), self.codes(&arms.recipients));
        let own = to(arms.supplier);
        let found = match &arms.ask {
            AskArms::Share(Take::Mean) => self.mean_share(sums, arms, &years)?,
            AskArms::Share(_) => {
                let all = to(PartyId::WORLD);
                if all.value <= 0.0 {
                    return Err(format!("{recipients} imported no major arms in {}", arms.years));
                }
                let share = 100.0 * own.value / all.value;
                let working = format!("100 x {} / {} = {}", brief(own.value), brief(all.value), brief(share));
                Found::new(Answer::Number(share, Unit::Percent), working, [own.rows, all.rows].concat())
            }
            AskArms::Sum => {
                let working = format!("{} million TIV from {supplier} to {recipients}", brief(own.value));
                Found::new(Answer::Number(own.value / 1e3, Unit::BillionTiv), working, own.rows)
            }
            AskArms::Lead(than) => {
                let other = to(*than);
                let working = format!(
                    "{} of {supplier} - {} of {} = {} million TIV",
                    brief(own.value),
                    brief(other.value),
                    self.code(*than),
                    brief(own.value - other.value)
                );
                let lead = (own.value - other.value) / 1e3;
                Found::new(Answer::Number(lead, Unit::BillionTiv), working, [own.rows, other.rows].concat())
            }
            AskArms::To(members) => {
                let part = self.delivered(sums, arms.supplier, members, &years);
                if own.value <= 0.0 {
                    return Err(format!("{supplier} delivered nothing to {recipients} in {}", arms.years));
                }
                let share = 100.0 * part.value / own.value;
                let working = format!("100 x {} / {} = {}", brief(part.value), brief(own.value), brief(share));
                Found::new(Answer::Number(share, Unit::Percent), working, own.rows)
            }
            AskArms::Rank => self.arms_rank(sums, arms, &years),
        };
        Ok(found.noted(note))
    }

    fn delivered(&self, sums: &Sums<'_>, supplier: PartyId, recipients: &[PartyId], years: &[Year]) -> Sum {
        let mut all = Sum::default();
        for recipient in recipients {
            let sum = sums.arms(supplier, *recipient, years);
            all.value += sum.value;
            all.rows.extend(sum.rows);
        }
        all
    }

    /// The mean of the shares of those recipients that imported anything.
    fn mean_share(&self, sums: &Sums<'_>, arms: &Arms, years: &[Year]) -> Result<Found, Missing> {
        let (mut shares, mut rows, mut without) = (Vec::new(), Vec::new(), Vec::new());
        let states: Vec<PartyId> = arms.recipients.iter().flat_map(|r| self.states(*r, years)).collect();
        for state in states {
            let (own, all) = (sums.arms(arms.supplier, state, years), sums.arms(PartyId::WORLD, state, years));
            if all.value > 0.0 {
                shares.push(100.0 * own.value / all.value);
                rows.extend(own.rows.into_iter().chain(all.rows));
            } else {
                without.push(state);
            }
        }
        if shares.is_empty() {
            return Err(format!("{} imported no major arms in {}", self.codes(&arms.recipients), arms.years));
        }
        let (sum, n) = (shares.iter().sum::<f64>(), shares.len());
        let mean = sum / n as f64;
        let each: Vec<String> = shares.iter().map(|s| brief(*s)).collect();
        let working = format!("({}) / {n} = {}", each.join(" + "), brief(mean));
        let note = (!without.is_empty()).then(|| format!("no imports and so no share: {}", self.codes(&without)));
        Ok(Found::new(Answer::Number(mean, Unit::Percent), working, rows).noted(note))
    }

    /// Suppliers that the table has as a sum, the EU's members and the rest of the world, have no place of their own. A
    /// member of the EU would lie ahead only if it delivered more than the supplier, which the sum bounds from above.
    fn arms_rank(&self, sums: &Sums<'_>, arms: &Arms, years: &[Year]) -> Found {
        let mut suppliers: Vec<PartyId> = self.package.arms.iter().map(|f| f.supplier).collect();
        suppliers.sort_unstable();
        suppliers.dedup();
        let single = |p: &PartyId| *p != PartyId::REST && *p != PartyId::WORLD && !self.package.parties.is_bloc(*p);
        let (single, summed): (Vec<PartyId>, Vec<PartyId>) = suppliers.into_iter().partition(|p| single(p));
        let mut all: Vec<(PartyId, Sum)> =
            single.into_iter().map(|p| (p, self.delivered(sums, p, &arms.recipients, years))).collect();
        all.sort_by(|(p, x), (q, y)| y.value.total_cmp(&x.value).then(p.cmp(q)));
        let own = self.delivered(sums, arms.supplier, &arms.recipients, years);
        let ahead = all.iter().filter(|(p, sum)| *p != arms.supplier && sum.value > own.value).count();
        let shown = |(p, sum): &(PartyId, Sum)| format!("{} {}", self.code(*p), brief(sum.value));
        let first: Vec<String> = all.iter().take((ahead + 2).max(4)).map(shown).collect();
        let more = |p: &PartyId| self.delivered(sums, *p, &arms.recipients, years).value > own.value;
        let hidden: Vec<PartyId> = summed.into_iter().filter(more).collect();
        // Of a sum so many suppliers at most can each have delivered more.
        let within = |p: &PartyId| (self.delivered(sums, *p, &arms.recipients, years).value / own.value).floor();
        let most: f64 = hidden.iter().map(within).sum();
        let note = (!hidden.is_empty()).then(|| {
            format!(
                "suppliers that the table has only as sums larger than these deliveries ({}) may lie ahead",
                self.codes(&hidden)
            )
        });
        let rows = all.into_iter().flat_map(|(_, sum)| sum.rows).collect();
        let working = format!("million TIV: {}", first.join(", "));
        let rank = (ahead + 1) as f64;
        let mut found = Found::new(Answer::Number(rank, Unit::Rank), working, rows).noted(note);
        found.bounds = (most.is_finite() && most > 0.0).then_some([rank, rank + most]);
        found
    }
}
