//! A data package in memory: checked rows, the texts they came from, and where each figure was taken from.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::date::PartialDate;
use super::party::Parties;
use super::records::*;
use super::window::Window;

/// The tables a package may hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    Parties,
    Memberships,
    Status,
    Institutions,
    Trade,
    TradeMargins,
    TradeHs2,
    TradePublished,
    Arms,
    ArmsMargins,
    Mentions,
    CodedMentions,
    IssueAttention,
    Issues,
    Positions,
    Resolutions,
    Series,
    Votes,
    RollCalls,
    PublishedRankings,
    Facts,
    Codings,
    Caveats,
}

impl Table {
    pub const ALL: [Table; 23] = [
        Table::Parties,
        Table::Memberships,
        Table::Status,
        Table::Institutions,
        Table::Trade,
        Table::TradeMargins,
        Table::TradeHs2,
        Table::TradePublished,
        Table::Arms,
        Table::ArmsMargins,
        Table::Mentions,
        Table::CodedMentions,
        Table::IssueAttention,
        Table::Issues,
        Table::Positions,
        Table::Resolutions,
        Table::Series,
        Table::Votes,
        Table::RollCalls,
        Table::PublishedRankings,
        Table::Facts,
        Table::Codings,
        Table::Caveats,
    ];

    /// The columns that make a row the only one of its table; none where a row is its own key.
    pub fn key(self) -> &'static [&'static str] {
        match self {
            Table::Status => &["party", "with", "rung", "date"],
            Table::Institutions => &["party", "with", "institution", "from"],
            Table::Arms => &["supplier", "recipient", "year"],
            Table::ArmsMargins => &["supplier", "year"],
            Table::Trade => &["exporter", "importer", "year"],
            Table::TradeMargins => &["party", "year"],
            Table::TradeHs2 => &["exporter", "importer", "year", "hs2"],
            Table::Mentions => &["speaker", "target", "year"],
            Table::IssueAttention => &["speaker", "issue", "year"],
            Table::Positions => &["member", "partner", "year", "issue"],
            Table::Resolutions => &["resolution"],
            Table::Votes => &["resolution", "party"],
            Table::RollCalls => &["resolution", "vote"],
            Table::CodedMentions => &["speaker", "target", "year", "unit", "coder"],
            _ => &[],
        }
    }

    /// The resource's name in datapackage.json, and the stem of its file.
    pub fn name(self) -> &'static str {
        match self {
            Table::Parties => "parties",
            Table::Memberships => "memberships",
            Table::Status => "status",
            Table::Institutions => "institutions",
            Table::Trade => "trade",
            Table::TradeMargins => "trade_margins",
            Table::TradeHs2 => "trade_hs2",
            Table::TradePublished => "trade_published",
            Table::Arms => "arms",
            Table::ArmsMargins => "arms_margins",
            Table::Mentions => "mentions",
            Table::CodedMentions => "coded_mentions",
            Table::IssueAttention => "issue_attention",
            Table::Issues => "issues",
            Table::Positions => "positions",
            Table::Resolutions => "resolutions",
            Table::Series => "series",
            Table::Votes => "votes",
            Table::RollCalls => "roll_calls",
            Table::PublishedRankings => "published_rankings",
            Table::Facts => "facts",
            Table::Codings => "codings",
            Table::Caveats => "caveats",
        }
    }
}

/// One row: the table, and the line in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowRef {
    pub table: Table,
    pub line: u32,
}

/// The text of one table and where it came from.
#[derive(Clone, Debug)]
pub struct TableText {
    /// The file as the user knows it, such as `datasets/asean/trade.csv`.
    pub file: String,
    pub text: Cow<'static, str>,
    /// The provider's vintage or release, where the package states one.
    pub vintage: Option<String>,
}

/// The source cell of every row of a table, kept as runs, since neighbouring rows mostly share it.
#[derive(Clone, Debug, Default)]
pub struct RowSources(Vec<(u32, String)>);

impl RowSources {
    /// From here on rows name this source; lines ascend.
    pub fn begin(&mut self, line: u32, source: &str) {
        self.0.push((line, source.to_owned()));
    }

    /// What the row in this line names: one key, or several joined with semicolons.
    pub fn at(&self, line: u32) -> Option<&str> {
        let run = self.0.partition_point(|(first, _)| *first <= line).checked_sub(1)?;
        self.0.get(run).map(|(_, source)| source.as_str())
    }
}

/// A reference of the source registry.
#[derive(Clone, Debug, Default)]
pub struct Source {
    pub key: String,
    /// The full reference in one paragraph.
    pub reference: String,
    /// What the package remarks on it: how it was come by, its terms. No part of the reference.
    pub note: String,
    /// The entry of BibTeX, which stands by itself.
    pub bibtex: String,
    /// The keys of the works that its provider asks to be cited with it.
    pub asks: Vec<String>,
}

/// A data package: nothing in it is unchecked, and every row knows its line.
#[derive(Clone, Debug, Default)]
pub struct Package {
    pub name: String,
    pub version: String,
    pub title: String,
    /// Over the contents of every file, in the order of their names.
    pub sha256: String,
    /// Whether it bears the built-in package's name and version and is not it.
    pub borrowed_name: bool,
    /// The day up to which the package speaks, as its descriptor states it; what lies after it is refused.
    pub created: Option<PartialDate>,
    /// Up to when a table was looked up, where the descriptor states it; beyond it nothing is known, not even that there is nothing.
    pub known_to: BTreeMap<Table, PartialDate>,
    /// The framework file of the package's own, where it has one.
    pub framework: Option<PathBuf>,
    pub parties: Parties,
    pub sources: BTreeMap<String, Source>,
    pub texts: BTreeMap<Table, TableText>,
    pub row_sources: BTreeMap<Table, RowSources>,
    pub status: Vec<StatusStep>,
    pub institutions: Vec<Institution>,
    pub trade: Vec<Flow>,
    pub trade_margins: Vec<TradeMargin>,
    pub trade_hs2: Vec<ProductFlow>,
    pub trade_published: Vec<PublishedTrade>,
    pub arms: Vec<ArmsFlow>,
    pub arms_margins: Vec<ArmsMargin>,
    pub mentions: Vec<Mention>,
    pub coded_mentions: Vec<CodedMention>,
    pub attention: Vec<Attention>,
    pub issues: Vec<Issue>,
    pub positions: Vec<Position>,
    pub resolutions: Vec<Resolution>,
    pub series: Vec<Series>,
    /// Single votes; version 1 of the frameworks reads these alone.
    pub votes: Vec<Vote>,
    /// Votes from whole roll calls, which the recurring texts rest on beside [`Package::votes`]; no vote stands in both.
    pub roll_calls: Vec<Vote>,
    pub rankings: Vec<PublishedRank>,
    pub facts: Vec<PublishedFact>,
    pub codings: Vec<Coding>,
    pub caveats: Vec<Caveat>,
}

impl Package {
    /// The source cell of a row: one key, or several joined with semicolons. `None` for tables without sources.
    pub fn source_of(&self, row: RowRef) -> Option<&str> {
        self.row_sources.get(&row.table)?.at(row.line)
    }

    /// The keys of all sources that some rows name, sorted.
    pub fn sources_of(&self, rows: impl IntoIterator<Item = RowRef>) -> Vec<String> {
        let cells: BTreeSet<&str> = rows.into_iter().filter_map(|row| self.source_of(row)).collect();
        let keys: BTreeSet<&str> = cells.into_iter().flat_map(|c| c.split(';')).map(str::trim).collect();
        keys.into_iter().filter(|k| !k.is_empty()).map(str::to_owned).collect()
    }

    /// The tables that stand there with a header and no row, in the order in which they are best filled: first what most scores
    /// rest on.
    pub fn empty_tables(&self) -> Vec<Table> {
        const FIRST: [Table; 9] = [
            Table::Mentions,
            Table::IssueAttention,
            Table::Trade,
            Table::TradeMargins,
            Table::Arms,
            Table::ArmsMargins,
            Table::Status,
            Table::Institutions,
            Table::Positions,
        ];
        let others = Table::ALL.into_iter().filter(|t| !FIRST.contains(t));
        let empty = |t: &Table| self.texts.get(t).is_some_and(|t| t.text.trim_end().lines().nth(1).is_none());
        FIRST.into_iter().chain(others).filter(empty).collect()
    }

    /// One window of so many years ending in each year, from the first year of the trade data to the last or to the
    /// declared window's; none where there is no trade.
    pub fn rolling_windows(&self, declared: Window, length: u16) -> Vec<Window> {
        let years = self.trade.iter().map(|f| f.year);
        let Some(first) = years.clone().min() else { return Vec::new() };
        let last = years.max().unwrap_or(first).max(declared.to());
        let all = Window::new(first, last).ok().into_iter().flat_map(Window::iter);
        all.map(|end| Window::ending(end, length)).filter(|w| w.from() >= first).collect()
    }
}
