//! Every pair of the world by rank: the best and the worst on a page, all of them in records and JSON.

use std::borrow::Cow;

use serde::Serialize;

use super::{Detail, Report};
use crate::analysis::verbs::RankedWorld;
use crate::analysis::world_ranking::WindowRanking;
use crate::document::{Cell, Columns, Document, Notation, Table, Values};
use crate::model::framework::NodeId;
use crate::model::world::{Beside, World};

/// A page has the pairs of so many windows.
const WINDOWS: usize = 3;

/// What a pair has beside its scores.
#[derive(Default)]
struct BesideOf {
    votes: Option<f64>,
    counted: Option<f64>,
    distance: Option<f64>,
    namings: [Option<f64>; 2],
}

fn beside_of(beside: Option<&Beside>, a: usize, b: usize) -> BesideOf {
    let Some(beside) = beside else { return BesideOf::default() };
    let votes = beside.votes_of(a, b);
    let naming = |from, to| beside.namings.get(&(from, to)).and_then(|n| n.rate());
    BesideOf {
        votes: votes.and_then(|v| v.agreement()),
        counted: votes.map(|v| v.both),
        distance: beside.ideal_point_distance(a, b),
        namings: [naming(a, b), naming(b, a)],
    }
}

fn name(world: &World, unit: usize) -> &str {
    world.unit(unit).map_or("?", |u| u.name.as_str())
}

fn code(world: &World, unit: usize) -> &str {
    world.unit(unit).map_or("?", |u| u.code.as_str())
}

/// A number that counts something, as records have it.
fn count(n: usize) -> Option<i64> {
    i64::try_from(n).ok()
}

/// One of the two of a pair.
type Side = fn((usize, usize)) -> usize;

impl RankedWorld<'_> {
    fn code_of(&self, node: NodeId) -> &str {
        &self.framework.node(node).code
    }

    /// The indicators that were measured, in the order of the framework.
    fn measured<'w>(&self, w: &'w WindowRanking) -> Vec<(NodeId, &'w [Option<f64>])> {
        w.columns.iter().filter_map(|c| Some((c.node, c.values.as_deref()?))).collect()
    }

    /// Whether any window has a score at this node.
    fn scored(&self, node: NodeId) -> bool {
        let any = |w: &WindowRanking| w.column(node).is_some_and(|c| c.scores.iter().any(Option::is_some));
        self.ranking.windows.iter().any(any)
    }

    fn heads(&self, w: &WindowRanking) -> Vec<String> {
        let measured = self.measured(w).into_iter().map(|(id, _)| match self.code_of(id) {
            "trade_preference" => "preference".to_owned(),
            "mutual_trade_share" => "share".to_owned(),
            "trade_trend" => "trend".to_owned(),
            other => other.to_owned(),
        });
        let front = ["rank".to_owned(), "pair".to_owned(), self.code_of(self.ranking.by).to_owned()];
        front.into_iter().chain(measured).chain(["votes".to_owned(), "ideal".to_owned()]).collect()
    }

    fn row(&self, w: &WindowRanking, at: usize) -> Vec<Cell> {
        let Some((a, b)) = w.pairs.get(at).copied() else { return Vec::new() };
        let rank = w.ranks.get(at).copied().flatten().map_or_else(Cell::missing, |r| Cell::number(r, Notation::Exact));
        let score = w.column(self.ranking.by).and_then(|c| c.scores.get(at).copied().flatten());
        let mut cells =
            vec![rank, format!("{} – {}", name(self.world, a), name(self.world, b)).into(), Cell::score(score)];
        for (id, values) in self.measured(w) {
            let unit = self.framework.indicators().find(|(i, ..)| *i == id).map_or("", |(_, _, i)| i.unit.as_str());
            cells.push(Cell::maybe(values.get(at).copied().flatten(), Notation::Unit(unit.to_owned())));
        }
        let beside = beside_of(self.world.beside(w.window), a, b);
        cells.push(Cell::maybe(beside.votes, Notation::Decimals(2)));
        cells.push(Cell::maybe(beside.distance, Notation::Decimals(2)));
        cells
    }

    fn table(&self, title: String, w: &WindowRanking, pairs: impl Iterator<Item = usize>) -> Table {
        let mut t = Table::new(title, self.heads(w), 0);
        if let Some(pair) = t.columns.get_mut(1) {
            pair.words = true;
        }
        pairs.for_each(|at| t.push(self.row(w, at)));
        t
    }

    /// The first, the last and the asked-for pairs of one window.
    fn tables(&self, d: &mut Document, w: &WindowRanking) {
        let top = self.top;
        let title = format!("{}: {} pairs, {} with a rank", w.window, w.pairs.len(), w.ranked);
        let shown = |from: usize, to: usize| w.order.get(from..to).unwrap_or(&[]).iter().copied();
        if w.ranked <= 2 * top {
            d.table(self.table(title, w, shown(0, w.ranked)));
        } else {
            d.table(self.table(format!("{title}; the first {top}"), w, shown(0, top)));
            d.table(self.table(format!("{}: the last {top}", w.window), w, shown(w.ranked - top, w.ranked)));
        }
        let asked: Vec<usize> = self.asked.iter().filter_map(|(a, b)| w.find(*a, *b)).collect();
        d.table(self.table(format!("{}: asked for", w.window), w, asked.into_iter()));
    }

    fn sampled(&self) -> Table {
        let (low, high) = (self.framework.reference.lower, self.framework.reference.upper);
        let percentile = |share: f64| format!("{} %", Notation::Exact.write(share));
        let heads = [
            "indicator".to_owned(),
            "values".into(),
            "zeros".into(),
            percentile(low),
            percentile(high),
            "goalposts".into(),
        ];
        let title = "Percentiles of all pairs and windows of this run, beside the goalposts of the file";
        let mut t = Table::new(title, heads, 1);
        for s in &self.sample {
            let number = |x: Option<f64>| Cell::maybe(x, Notation::Amount);
            let (lower, upper) = s.percentiles.unzip();
            let stated = Cell::range(s.stated.0, s.stated.1, Notation::Amount);
            t.push([self.code_of(s.node).into(), s.n.into(), s.zeros.into(), number(lower), number(upper), stated]);
        }
        t
    }

    /// Every pair of every window, by rank, with nothing rounded.
    pub fn columns(&self) -> Columns<'_> {
        let rows = || self.ranking.windows.iter().flat_map(|w| w.order.iter().map(move |at| (w, *at)));
        let pair = |(w, at): &(&WindowRanking, usize)| w.pairs.get(*at).copied().unwrap_or_default();
        let world = self.world;
        let borrowed = |side: Side, what: fn(&World, usize) -> &str| {
            Values::Texts(rows().map(|r| Cow::Borrowed(what(world, side(pair(&r))))).collect())
        };
        let numbers = |of: &dyn Fn(&WindowRanking, usize) -> Option<f64>| {
            Values::Numbers(rows().map(|(w, at)| of(w, at)).collect())
        };
        let (a, b): (Side, Side) = (|p| p.0, |p| p.1);
        let year =
            |of: fn(&WindowRanking) -> u16| Values::Counts(rows().map(|(w, _)| Some(i64::from(of(w)))).collect());
        let mut columns: Vec<(String, Values<'_>)> = vec![
            ("window_from".into(), year(|w| w.window.from().get())),
            ("window_to".into(), year(|w| w.window.to().get())),
            (
                "rank".into(),
                Values::Counts(rows().map(|(w, at)| w.ranks.get(at).copied().flatten().map(|r| r as i64)).collect()),
            ),
            ("of".into(), Values::Counts(rows().map(|(w, _)| count(w.ranked)).collect())),
            ("a".into(), borrowed(a, code)),
            ("b".into(), borrowed(b, code)),
            ("name_a".into(), borrowed(a, name)),
            ("name_b".into(), borrowed(b, name)),
            ("years".into(), Values::Counts(rows().map(|(w, at)| w.years.get(at).copied().and_then(count)).collect())),
            ("flow_ab".into(), numbers(&|w, at| w.flows.get(at).map(|f| f[0]))),
            ("flow_ba".into(), numbers(&|w, at| w.flows.get(at).map(|f| f[1]))),
        ];
        let nodes: Vec<NodeId> =
            self.ranking.windows.first().map_or_else(Vec::new, |w| w.columns.iter().map(|c| c.node).collect());
        for node in &nodes {
            let measured = self.ranking.windows.iter().any(|w| w.column(*node).is_some_and(|c| c.values.is_some()));
            let of = self.code_of(*node);
            if measured {
                let value = |w: &WindowRanking, at: usize| w.column(*node)?.values.as_ref()?.get(at).copied().flatten();
                columns.push((of.to_owned(), numbers(&value)));
            }
            if self.scored(*node) {
                let score = |w: &WindowRanking, at: usize| w.column(*node)?.scores.get(at).copied().flatten();
                columns.push((format!("{of}_score"), numbers(&score)));
            }
        }
        let by = self.ranking.by;
        columns
            .push((format!("{}_known", self.code_of(by)), numbers(&|w, at| w.column(by)?.coverage.get(at).copied())));
        let beside = |w: &WindowRanking, at: usize| {
            let (a, b) = w.pairs.get(at).copied().unwrap_or_default();
            beside_of(world.beside(w.window), a, b)
        };
        columns.extend([
            ("vote_agreement".to_owned(), numbers(&|w, at| beside(w, at).votes)),
            ("votes_both".to_owned(), numbers(&|w, at| beside(w, at).counted)),
            ("ideal_point_distance".to_owned(), numbers(&|w, at| beside(w, at).distance)),
            ("mentions_ab_per_10000".to_owned(), numbers(&|w, at| beside(w, at).namings[0])),
            ("mentions_ba_per_10000".to_owned(), numbers(&|w, at| beside(w, at).namings[1])),
        ]);
        Columns { columns }
    }

    /// Whether no pair has a score.
    pub fn withheld(&self) -> bool {
        self.ranking.windows.iter().all(|w| w.ranked == 0)
    }

    fn made(&self) -> String {
        let (f, w) = (self.framework, self.world);
        format!("framework {} {} · world {} {}", f.code, f.version, w.name, w.version)
    }

    fn read(&self) -> Vec<String> {
        let table = |t: &crate::model::world::ScannedTable| {
            let strangers = match t.strangers {
                0 => String::new(),
                n => format!("; {n} of parties without a flow are passed over"),
            };
            format!("{}: {} rows, {} of the years needed{strangers}. {}", t.role, t.rows, t.taken, t.source)
        };
        self.world.tables.iter().map(table).collect()
    }
}

impl Report for RankedWorld<'_> {
    fn document(&self, detail: Detail) -> Document {
        let by = self.framework.node(self.ranking.by);
        let blocs: Vec<&str> = self.world.blocs.iter().map(|b| b.unit.name.as_str()).collect();
        let whom = match blocs.as_slice() {
            [] => "Pairs of economies".to_owned(),
            blocs => format!("Pairs of {} with economies outside", blocs.join(" and ")),
        };
        let mut d = Document::new(format!("{whom} by {}", by.title.to_lowercase()), self.made());
        let windows = &self.ranking.windows;
        let shown = if detail == Detail::Full { windows.len() } else { WINDOWS };
        for w in windows.iter().rev().take(shown) {
            self.tables(&mut d, w);
        }
        if shown < windows.len() {
            d.paragraph(format!(
                "The last {shown} of {} windows are shown; --out FILE.csv or .parquet has them all.",
                windows.len()
            ));
        }
        if detail == Detail::Full {
            d.table(self.sampled());
            if let Some(sha256) = &self.sample_sha256 {
                let same = if *sha256 == self.framework.reference.sha256 {
                    "that of the framework"
                } else {
                    "not that of the framework"
                };
                d.fact("Reference", format!("the sample has the hash {sha256}, which is {same}"));
            }
        }
        d.list("Notes", self.notes.clone());
        d.list("Data", self.read());
        d.fact(
            "Columns",
            "scores 1–100; votes = agreement in recorded votes of the General Assembly on everything, ideal = distance of ideal points: both are context and enter no score",
        );
        d.fact("More", "--out FILE.csv or FILE.parquet has every pair, with its flows and what is known of it; --pair RUS-CHN looks one up");
        d
    }

    fn records(&self) -> Option<Table> {
        None
    }

    fn json(&self) -> Result<String, serde_json::Error> {
        let columns = self.columns();
        let pairs: Vec<serde_json::Map<String, serde_json::Value>> = (0..columns.height())
            .map(|row| {
                let value = |values: &Values<'_>| match values {
                    Values::Texts(texts) => texts.get(row).map(|t| t.as_ref().into()),
                    Values::Counts(counts) => counts.get(row).copied().flatten().map(Into::into),
                    Values::Numbers(numbers) => numbers.get(row).copied().flatten().map(Into::into),
                };
                columns
                    .columns
                    .iter()
                    .map(|(head, v)| (head.clone(), value(v).unwrap_or(serde_json::Value::Null)))
                    .collect()
            })
            .collect();
        let f = self.framework;
        serde_json::to_string_pretty(&Json {
            framework: &f.code,
            framework_version: &f.version,
            framework_sha256: &f.sha256,
            world: &self.world.name,
            world_version: &self.world.version,
            ranked_by: self.code_of(self.ranking.by),
            blocs: self.world.blocs.iter().map(|b| b.unit.code.as_str()).collect(),
            percentiles: self
                .sample
                .iter()
                .map(|s| JsonSample {
                    indicator: self.code_of(s.node),
                    values: s.n,
                    zeros: s.zeros,
                    lower: s.percentiles.map(|p| p.0),
                    upper: s.percentiles.map(|p| p.1),
                    stated_lower: s.stated.0,
                    stated_upper: s.stated.1,
                })
                .collect(),
            sample_sha256: self.sample_sha256.as_deref(),
            notes: &self.notes,
            tables: self
                .world
                .tables
                .iter()
                .map(|t| JsonTable {
                    table: t.role,
                    files: &t.files,
                    rows: t.rows,
                    taken: t.taken,
                    passed_over: t.strangers,
                    source: &t.source,
                })
                .collect(),
            pairs,
        })
    }
}

#[derive(Serialize)]
struct Json<'a> {
    framework: &'a str,
    framework_version: &'a str,
    framework_sha256: &'a str,
    world: &'a str,
    world_version: &'a str,
    ranked_by: &'a str,
    blocs: Vec<&'a str>,
    percentiles: Vec<JsonSample<'a>>,
    sample_sha256: Option<&'a str>,
    notes: &'a [String],
    tables: Vec<JsonTable<'a>>,
    pairs: Vec<serde_json::Map<String, serde_json::Value>>,
}

#[derive(Serialize)]
struct JsonSample<'a> {
    indicator: &'a str,
    values: usize,
    zeros: usize,
    lower: Option<f64>,
    upper: Option<f64>,
    stated_lower: f64,
    stated_upper: f64,
}

#[derive(Serialize)]
struct JsonTable<'a> {
    table: &'a str,
    files: &'a [String],
    rows: usize,
    taken: usize,
    passed_over: usize,
    source: &'a str,
}
