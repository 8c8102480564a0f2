//! The same partnerships under several frameworks: scores, ranks, and how far the orders agree.

use serde_json::{Value, json};

use super::{Detail, Report, number};
use crate::analysis::rival_frameworks::{Column, Pair, Standing};
use crate::analysis::verbs::Rivals;
use crate::document::{Cell, Document, Notation, Table};
use crate::model::framework::OrderedBy;
use crate::model::party::common_side;
use crate::statistics::coherence::Association;
use crate::statistics::concordance::{Concordance, Test};

/// How many partnerships that the choice of framework moves are named in words.
const NAMED: usize = 3;

impl Rivals<'_> {
    /// "China", where all have one side in common, or "China – Russia".
    pub fn label(&self, at: usize) -> String {
        let parties = &self.package.parties;
        let Some(p) = self.found.partnerships.get(at) else { return String::new() };
        let common = common_side(&self.found.partnerships);
        match common {
            Some(common) if common == p.b => parties.name(p.a).to_owned(),
            Some(common) if common == p.a => parties.name(p.b).to_owned(),
            _ => format!("{} – {}", parties.name(p.a), parties.name(p.b)),
        }
    }

    fn title(&self) -> String {
        let parties = &self.package.parties;
        let with = common_side(&self.found.partnerships);
        let with = with.map_or_else(String::new, |id| format!(" with {}", parties.name(id)));
        let (n, m) = (self.found.partnerships.len(), self.found.columns.len());
        format!("{n} partnerships{with} under {m} frameworks, window {}", self.window)
    }

    fn name(&self, at: usize) -> &str {
        self.found.columns.get(at).map_or("", |c| c.framework.code.as_str())
    }

    /// The agreement, who stands first and last whatever the framework, and whom the choice of framework moves most.
    pub(super) fn answer(&self) -> String {
        let m = self.found.columns.len();
        let mut said = vec![match &self.found.concordance {
            Ok(c) => {
                let (w, p) = (number::two_decimals(c.w), p_value(c.p));
                let n = if c.units == self.found.partnerships.len() {
                    format!("all {}", c.units)
                } else {
                    format!("the {} of {}", c.units, self.found.partnerships.len())
                };
                format!(
                    "The {m} frameworks order {n} partnerships that have a value under each with Kendall's W = {w} ({p})."
                )
            }
            Err(why) => format!("How far the {m} frameworks agree cannot be said: {why}."),
        }];
        if self.found.places.is_empty() {
            return said.join(" ");
        }
        let [first, last] = self.found.always().map(|at| at.map(|at| self.label(at)));
        said.push(match (first, last) {
            (Some(first), Some(last)) => format!("Under every one {first} stands first and {last} last."),
            (Some(first), None) => format!("Under every one {first} stands first; none is last under all."),
            (None, Some(last)) => format!("None stands first under all; under every one {last} is last."),
            (None, None) => "None stands first under all, and none last.".into(),
        });
        let moved = self.found.moved();
        let one = |p: &&crate::analysis::rival_frameworks::Places| {
            let (best, worst) = p.ends();
            let under = |rank: f64| self.under(&p.ranks, rank).join(", ");
            format!(
                "{} from {} ({}) to {} ({})",
                self.label(p.partnership),
                number::plain(best),
                under(best),
                number::plain(worst),
                under(worst)
            )
        };
        let named: Vec<String> = moved.iter().take(NAMED).map(one).collect();
        if !named.is_empty() {
            said.push(format!("The choice of framework moves most: {}.", named.join("; ")));
        }
        said.join(" ")
    }

    /// The frameworks under which a partnership has this rank.
    fn under(&self, ranks: &[f64], rank: f64) -> Vec<&str> {
        ranks.iter().enumerate().filter(|(_, r)| **r == rank).map(|(at, _)| self.name(at)).collect()
    }

    /// What each framework gives each partnership.
    fn scores(&self, full: bool) -> Table {
        let heads = self.found.columns.iter().flat_map(|c| {
            let bounds = full.then(|| "bounds".to_owned());
            let residual = (c.framework.ordered_by == OrderedBy::Residual).then(|| "above line".to_owned());
            [c.framework.code.clone()].into_iter().chain(residual).chain(["known".to_owned()]).chain(bounds)
        });
        let mut t = Table::new("Scores", std::iter::once(String::new()).chain(heads), 1);
        for at in 0..self.found.partnerships.len() {
            let cells = self.found.columns.iter().flat_map(|c| cells(c, at, full)).collect::<Vec<_>>();
            t.push(std::iter::once(Cell::from(self.label(at))).chain(cells));
        }
        t
    }

    /// The ranks among those that have a value under all, and how far they lie apart.
    fn ranks(&self) -> Table {
        let codes = self.found.columns.iter().map(|c| c.framework.code.clone());
        let heads = std::iter::once(String::new()).chain(codes).chain(["apart".to_owned()]);
        let n = self.found.places.len();
        let mut t = Table::new(format!("Ranks among the {n} that have a value under all"), heads, 1);
        for places in &self.found.places {
            let ranks = places.ranks.iter().map(|r| Cell::from(number::plain(*r)));
            let apart = Cell::from(number::plain(places.apart()));
            t.push(std::iter::once(Cell::from(self.label(places.partnership))).chain(ranks).chain([apart]));
        }
        t
    }

    fn pairs(&self) -> Table {
        let heads = ["", "", "n", "rho", "tau", "p", "shared"];
        let mut t = Table::new("Every two frameworks", heads, 2);
        for pair in &self.found.pairs {
            let value = |a: Option<Association>| Cell::maybe(a.map(|a| a.value), Notation::Signed(2));
            let (spearman, kendall) = (pair.spearman.clone().ok(), pair.kendall.clone().ok());
            t.push([
                self.name(pair.first).into(),
                self.name(pair.second).into(),
                Cell::from(pair.n),
                value(spearman),
                value(kendall),
                kendall.map_or_else(Cell::missing, |k| Cell::from(p_value(k.p).replace("p = ", ""))),
                shared(pair).into(),
            ]);
        }
        t
    }

    /// Who has no value under which framework, and why.
    fn withheld(&self) -> Vec<String> {
        let of = |c: &Column<'_>| {
            let code = c.framework.code.clone();
            let lines = c.standings.iter().enumerate().filter_map(|(at, s)| Some((at, s.withheld.clone()?)));
            lines.map(|(at, why)| format!("{} under {code}: {why}", self.label(at))).collect::<Vec<_>>()
        };
        self.found.columns.iter().flat_map(of).collect()
    }

    fn frameworks(&self) -> Vec<String> {
        let one = |c: &Column<'_>| {
            let f = c.framework;
            let by = match f.ordered_by {
                OrderedBy::Score => f.node(f.content).title.clone(),
                OrderedBy::Residual => {
                    let [first, second] = [f.form, f.content].map(|id| f.node(id).title.as_str());
                    format!("how far {second} lies above the peers' line on {first}")
                }
            };
            format!("{} {}: {}; ordered by {by}", f.code, f.version, f.title)
        };
        self.found.columns.iter().map(one).collect()
    }

    fn basis(&self) -> Option<String> {
        let Ok(Concordance { test, .. }) = &self.found.concordance else { return None };
        let how = match test {
            Test::Exact { orders } => format!("over all {} joint orders", number::plain(*orders as f64)),
            Test::Permutation { draws, seed } => {
                format!("over {} orders drawn from seed {seed}", number::plain(*draws as f64))
            }
        };
        Some(format!(
            "W is 1 where all orders are the same and 0 where they are as far apart as can be; p is the share of orders, {how}, that \
             agree at least as well when no framework has to do with another. Rivals that share indicators have to do with one another \
             (shared: indicators that measure the same, of those that each computes from data), so that a small p is no surprise and no \
             proof that any of them is right"
        ))
    }
}

/// "3 of 11 and 4".
fn shared(pair: &Pair) -> String {
    let [own, other] = pair.indicators;
    format!("{} of {own} and {other}", pair.shared)
}

/// A p-value in words; below one in ten thousand as such.
fn p_value(p: f64) -> String {
    if p < 0.0001 { "p < 0.0001".into() } else { format!("p = {}", number::fixed(p, 4)) }
}

fn cells(c: &Column<'_>, at: usize, full: bool) -> Vec<Cell> {
    let Some(s) = c.standings.get(at) else { return Vec::new() };
    let mut cells = vec![Cell::score(s.score)];
    if c.framework.ordered_by == OrderedBy::Residual {
        cells.push(Cell::maybe(s.value, Notation::Signed(1)));
    }
    cells.push(Cell::number(s.coverage, Notation::Decimals(2)));
    if full {
        cells.push(Cell::range(s.lower, s.upper, Notation::Decimals(1)));
    }
    cells
}

impl Report for Rivals<'_> {
    fn document(&self, detail: Detail) -> Document {
        let made = format!("data {} {}", self.package.name, self.package.version);
        let mut d = Document::new(self.title(), made);
        d.paragraph(self.answer());
        d.table(self.scores(detail == Detail::Full));
        d.table(self.ranks());
        d.table(self.pairs());
        d.list("Withheld", self.withheld());
        d.list("Read by", self.frameworks());
        d.facts("Basis", self.basis());
        d.list("Notes", self.notes.clone());
        d.fact(
            "Columns",
            "scores 1–100 under each framework; known: share of the weight that is known; apart: places between the best and the worst \
             rank; rho and tau: Spearman's and Kendall's correlation of the values, p of tau; – is withheld",
        );
        d
    }

    fn records(&self) -> Option<Table> {
        let mut records = Table::records([
            "partnership",
            "window_from",
            "window_to",
            "framework",
            "framework_version",
            "framework_sha256",
            "ordered_by",
            "score",
            "lower",
            "upper",
            "coverage",
            "value",
            "rank",
            "rank_among_all_known",
            "withheld",
        ]);
        let parties = &self.package.parties;
        for (at, p) in self.found.partnerships.iter().enumerate() {
            for (column, c) in self.found.columns.iter().enumerate() {
                let (f, Some(s)) = (c.framework, c.standings.get(at)) else { continue };
                records.push([
                    Cell::from(p.slug(parties)),
                    self.window.from().to_string().into(),
                    self.window.to().to_string().into(),
                    f.code.clone().into(),
                    f.version.clone().into(),
                    f.sha256.clone().into(),
                    ordered_by(f.ordered_by).into(),
                    Cell::exact(s.score),
                    Cell::exact(Some(s.lower)),
                    Cell::exact(Some(s.upper)),
                    Cell::exact(Some(s.coverage)),
                    Cell::exact(s.value),
                    Cell::exact(s.rank),
                    Cell::exact(self.place(at, column)),
                    s.withheld.clone().unwrap_or_default().into(),
                ]);
            }
        }
        Some(records)
    }

    fn json(&self) -> Result<String, serde_json::Error> {
        Ok(serde_json::to_string_pretty(&self.value())? + "\n")
    }
}

impl Rivals<'_> {
    /// The rank of a partnership under a framework, among those that have a value under all.
    fn place(&self, partnership: usize, column: usize) -> Option<f64> {
        let places = self.found.places.iter().find(|p| p.partnership == partnership)?;
        places.ranks.get(column).copied()
    }

    /// As docs/json.md has it.
    fn value(&self) -> Value {
        let parties = &self.package.parties;
        let slug = |at: usize| self.found.partnerships.get(at).map(|p| p.slug(parties));
        let framework = |c: &Column<'_>| {
            let f = c.framework;
            json!({ "code": f.code, "version": f.version, "sha256": f.sha256, "ordered_by": ordered_by(f.ordered_by) })
        };
        let standing = |at: usize, column: usize, s: &Standing| {
            json!({
                "framework": self.name(column), "score": s.score, "lower": s.lower, "upper": s.upper, "coverage": s.coverage,
                "value": s.value, "rank": s.rank, "rank_among_all_known": self.place(at, column), "withheld": s.withheld,
            })
        };
        let partnership = |at: usize| {
            let all = self.found.columns.iter().enumerate();
            let standings: Vec<Value> =
                all.filter_map(|(column, c)| Some(standing(at, column, c.standings.get(at)?))).collect();
            let places = self.found.places.iter().find(|p| p.partnership == at);
            json!({ "slug": slug(at), "standings": standings, "places_apart": places.map(|p| p.apart()) })
        };
        let pair = |p: &Pair| {
            let [first, second] = p.indicators;
            let both = |a: Option<Association>| a.map(|a| (a.value, a.p)).unzip();
            let ((rho, _), (tau, p_of_tau)) = (both(p.spearman.clone().ok()), both(p.kendall.clone().ok()));
            json!({
                "first": self.name(p.first), "second": self.name(p.second), "n": p.n, "spearman": rho, "kendall": tau, "p": p_of_tau,
                "shared_indicators": p.shared, "indicators": [first, second],
            })
        };
        let concordance = self.found.concordance.as_ref().ok().map(|c| {
            let (test, orders, seed) = match c.test {
                Test::Exact { orders } => ("exact", orders, None),
                Test::Permutation { draws, seed } => ("permutation", draws, Some(seed)),
            };
            json!({ "w": c.w, "p": c.p, "n": c.units, "frameworks": c.rankings, "test": test, "orders": orders, "seed": seed })
        });
        let [first, last] = self.found.always().map(|at| at.and_then(slug));
        json!({
            "window": { "from": self.window.from().get(), "to": self.window.to().get() },
            "data": { "name": self.package.name, "version": self.package.version, "sha256": self.package.sha256 },
            "frameworks": self.found.columns.iter().map(framework).collect::<Vec<_>>(),
            "partnerships": (0..self.found.partnerships.len()).map(partnership).collect::<Vec<_>>(),
            "concordance": concordance,
            "no_concordance": self.found.concordance.as_ref().err().map(ToString::to_string),
            "first_under_all": first,
            "last_under_all": last,
            "pairs": self.found.pairs.iter().map(pair).collect::<Vec<_>>(),
            "notes": self.notes,
        })
    }
}

/// As a framework file writes it.
fn ordered_by(by: OrderedBy) -> &'static str {
    match by {
        OrderedBy::Score => "score",
        OrderedBy::Residual => "residual",
    }
}
