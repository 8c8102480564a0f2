//! A framework file (TOML) becomes a checked [`Framework`]; all of its problems are reported together, with line and
//! column.

use std::collections::HashSet;

use toml::Spanned;
use toml::de::DeTable;

use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::load::element::Defaults;
use crate::load::files::sha256;
use crate::load::framework_file::*;
use crate::load::parts::{Leaf, Stem};
use crate::load::reader::{Reader, SMALLEST};
use crate::load::tree::{self, Tree};
use crate::model::DeclaredFramework;
use crate::model::framework::*;
use crate::model::method::{Factors, Normalisation, Scope, Screening};

/// Reads a framework from its text. `file` is the name shown in diagnostics.
pub fn parse(file: &str, text: &str) -> Result<FrameworkKind, Diagnostics> {
    let mut reader = Reader::new(file, text);
    if text.trim().is_empty() {
        let hint = "start from a built-in one: spscore framework print > FILE".to_owned();
        reader.found.push(Place::whole(file), Problem::Framework { message: "the file is empty".into(), hint });
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    // One fault often causes several errors in its line; the first of them is enough.
    let mut lines: HashSet<u64> = HashSet::new();
    for e in errors {
        let line = reader.place_of(e.span().map_or(0, |s| s.start)).line;
        if lines.insert(line) {
            reader.error("TOML file", &e, 0);
        }
    }
    if !reader.found.is_empty() {
        return Err(reader.found);
    }
    // What the text itself may not hold, an escape in a string could bring in.
    reader.strings(table.get_ref());
    if !reader.found.is_empty() {
        return Err(reader.found.or(()).err().unwrap_or_default());
    }
    let framework = reader.framework(table.into_inner(), sha256(text));
    match framework {
        Some(f) => reader.found.or(f),
        None => Err(reader.found.or(()).err().unwrap_or_default()),
    }
}

/// What a framework file may describe.
#[derive(Clone, Debug)]
pub enum FrameworkKind {
    /// Partnerships, measured from a data package.
    Partnerships(Box<DeclaredFramework>),
    /// The rows of a plain table.
    Rows(Box<Index>),
}

/// What every framework has, whatever it scores.
struct CommonParts {
    code: String,
    version: String,
    title: String,
    description: String,
    citations: Vec<Citation>,
    tree: Tree,
    sha256: String,
}

impl Reader<'_> {
    fn framework(&mut self, mut table: DeTable<'_>, sha256: String) -> Option<FrameworkKind> {
        let schema: Option<Spanned<String>> = self.required(&mut table, "schema");
        if let Some(s) = schema.filter(|s| s.get_ref() != "spscore-framework/1") {
            let message = format!("`{}` is not a kind of file this program reads", s.get_ref());
            self.report_with_hint(s.span().start, message, "write schema = \"spscore-framework/1\"");
        }
        match self.optional(&mut table, "units").unwrap_or_default() {
            RawUnits::Partnerships => self
                .partnerships(table, sha256)
                .map(DeclaredFramework::new)
                .map(Box::new)
                .map(FrameworkKind::Partnerships),
            RawUnits::Rows => self.rows(table, sha256).map(Box::new).map(FrameworkKind::Rows),
        }
    }

    /// The parts every framework has; every other key that is left in the table is unknown.
    fn common(
        &mut self,
        mut table: DeTable<'_>,
        sha256: String,
        (units, roots): (RawUnits, &[String]),
        mut defaults: Defaults,
    ) -> Option<CommonParts> {
        let code = self.required(&mut table, "code");
        let version = self.required(&mut table, "version");
        let title = self.required(&mut table, "title");
        let description: Option<String> = self.optional(&mut table, "description");
        let citations: Vec<Option<RawCitation>> = self.array(&mut table, "citation");
        let stems: Vec<Option<RawNode>> = self.array(&mut table, "node");
        let leaves: Vec<Option<RawIndicator>> = self.array(&mut table, "indicator");
        for (key, _) in table {
            let message = format!("unknown key `{}`", key.get_ref());
            self.report(key.span().start, Problem::UnknownKey { message });
        }
        if units == RawUnits::Rows {
            defaults.aggregate = defaults.aggregate.or(Some(Aggregation::default()));
        }
        let leaves: Vec<Option<Leaf>> = leaves.into_iter().map(|l| Some(self.leaf(l?, units))).collect();
        let stems: Vec<Option<Stem>> = stems.into_iter().map(|s| Some(self.stem(s?, &defaults))).collect();
        let citations = citations.into_iter().flatten().map(|c| self.citation(c)).collect();
        // A part that could not be read is missing from the tree, so that nothing certain can be said of the rest.
        let whole = stems.into_iter().collect::<Option<Vec<_>>>().zip(leaves.into_iter().collect::<Option<Vec<_>>>());
        let tree =
            whole.and_then(|(stems, leaves)| tree::build(self, stems, leaves, (units, roots), &defaults.preparation));
        Some(CommonParts {
            code: code?,
            version: version?,
            title: title?,
            description: description.unwrap_or_default(),
            citations,
            tree: tree?,
            sha256,
        })
    }

    /// A citation whose entry of BibTeX, where it has one, was read once.
    fn citation(&mut self, raw: RawCitation) -> Citation {
        let RawCitation { key, text, bibtex } = raw;
        let wrong = bibtex.as_ref().and_then(|entry| {
            let why = super::bibliography::entry(entry.get_ref(), &key).err()?;
            Some((entry.span().start, why))
        });
        if let Some((at, why)) = wrong {
            let hint = format!("write one entry with the key of the citation, such as bibtex = '@book{{{key}, ...}}'");
            self.report_with_hint(at, format!("`bibtex` of the citation `{key}`: {why}"), &hint);
        }
        Citation { key, text, bibtex: bibtex.map(Spanned::into_inner) }
    }

    fn rows(&mut self, mut table: DeTable<'_>, sha256: String) -> Option<Index> {
        let layout: Option<RawLayout> = self.optional(&mut table, "table");
        let screen: Option<Spanned<Screening>> = self.optional(&mut table, "screen");
        let methods: RawMethods = self.optional(&mut table, "methods").unwrap_or_default();
        let scope = methods.scope.clone().unwrap_or_default();
        let defaults = self.defaults(methods);
        let screen = screen.and_then(|s| self.screening(s));
        let factors: Option<Factors> = self.optional(&mut table, "factors");
        let years = layout.as_ref().is_some_and(|l| l.year.is_some());
        let common = self.common(table, sha256, (RawUnits::Rows, &[]), defaults)?;
        self.years_suit(&common.tree.nodes, years, &scope);
        let factors = self.factors(factors.unwrap_or_default(), RawUnits::Rows, &common.tree.nodes);
        Some(Index {
            code: common.code,
            version: common.version,
            title: common.title,
            description: common.description,
            citations: common.citations,
            layout: layout.map_or_else(Layout::default, |l| Layout {
                unit: l.unit,
                name: l.name,
                year: l.year,
                groups: l.groups,
                denominators: l.denominators,
            }),
            screen,
            scope,
            factors,
            nodes: common.tree.nodes,
            sha256: common.sha256,
        })
    }

    /// Methods that look at other years need years, and those that look at one unit need one value of it.
    fn years_suit(&mut self, nodes: &[Node], years: bool, scope: &Scope) {
        let hint = "add year = \"COLUMN\" to [table]";
        // Where the methods are said, as far as they are said for the whole file.
        let at = self.part_at("methods");
        if !years && *scope == Scope::Year {
            self.report_with_hint(at, "scope = \"year\", and the table has no years", hint);
        }
        for (_, node, i) in crate::model::tree::indicators(nodes) {
            if !years && i.impute.needs_years() {
                self.report_with_hint(
                    at,
                    format!("`{}` is imputed from other years, and the table has none", node.code),
                    hint,
                );
            }
            use Normalisation::{DistanceToReference, RatioToReference};
            let one_unit = matches!(i.normalise, DistanceToReference { .. } | RatioToReference { .. });
            if years && *scope != Scope::Year && one_unit {
                let message = format!("the reference unit of `{}` has a value for every year", node.code);
                self.report_with_hint(at, message, "write scope = \"year\" in [methods]");
            }
        }
    }

    /// The two roots of a framework for partnerships: what the file names, or form and content.
    fn roots(&mut self, named: Option<Spanned<Vec<String>>>) -> [String; 2] {
        let usual = [FORM, CONTENT].map(str::to_owned);
        let Some(named) = named else { return usual };
        let at = named.span().start;
        match <[String; 2]>::try_from(named.into_inner()) {
            Ok([first, second]) if first != second => [first, second],
            _ => {
                let hint = "name the composite that stands where form does, then the one where content does, such as \
                            roots = [\"economics\", \"politics\"]";
                self.report_with_hint(at, "`roots` names two different nodes", hint);
                usual
            }
        }
    }

    fn partnerships(&mut self, mut table: DeTable<'_>, sha256: String) -> Option<Framework> {
        let window = self.required(&mut table, "window");
        let scale = self.required(&mut table, "scale");
        let coverage: Option<RawCoverage> = self.required(&mut table, "coverage");
        let verdict: Option<RawVerdict> = self.required(&mut table, "verdict");
        let peers = self.required(&mut table, "peers");
        let reference = self.required(&mut table, "reference");
        let roots = self.optional(&mut table, "roots");
        let roots = self.roots(roots);
        let ordered_by: RawOrderedBy = self.optional(&mut table, "ordered_by").unwrap_or_default();
        let methods: Option<RawMethods> = self.optional(&mut table, "methods");
        let factors: Option<Factors> = self.optional(&mut table, "factors");
        let declared = self.array(&mut table, "platform");
        // Indicators count from among them, so that they are read first.
        self.platforms = self.declared_platforms(declared);
        let window = window.and_then(|w| self.window(w));
        let unsearched = coverage.as_ref().map(|c| c.unsearched);
        let coverage = coverage.map(|c: RawCoverage| {
            let floor = self.fraction(&c.floor, "a coverage floor", 0.0, 1.0);
            (floor, self.fraction(&c.members, "the share of members", 0.0, 1.0))
        });
        let (floor, member_share) = coverage.unwrap_or_default();
        let unsearched = match unsearched.unwrap_or_default() {
            RawUnsearched::Missing => Unsearched::Missing,
            RawUnsearched::NotAsked => Unsearched::NotAsked,
        };
        let score_floor =
            scale.and_then(|s: RawScale| self.fraction(&s.floor, "the floor of the scale", SMALLEST, 99.0));
        let verdicts = verdict.as_ref().and_then(|v| self.verdicts(v));
        let reference = reference.and_then(|r| self.reference(r));
        let peers = peers.and_then(|p| self.peers(p));
        let methods = methods.unwrap_or_default();
        let idle =
            [("floor", methods.floor.as_ref().map(|f| f.span().start)), ("scope", methods.scope.as_ref().map(|_| 0))];
        for (key, offset) in idle.into_iter().filter_map(|(key, offset)| Some((key, offset?))) {
            let message = format!("`{key}` of [methods] means nothing for partnerships");
            self.report_with_hint(offset, message, "take it out; coverage is asked for in [coverage]");
        }
        let mut defaults = self.defaults(methods);
        defaults.floor = floor.unwrap_or(0.0);
        let scale = Normalisation::Goalposts { low: score_floor.unwrap_or(0.0), high: 100.0, truncate: true };
        defaults.preparation.normalise.get_or_insert(scale);
        let common = self.common(table, sha256, (RawUnits::Partnerships, &roots), defaults)?;
        let factors = self.factors(factors.unwrap_or_default(), RawUnits::Partnerships, &common.tree.nodes);
        let ((window, year_share), verdict) = (window?, verdict?);
        Some(Framework {
            code: common.code,
            version: common.version,
            title: common.title,
            description: common.description,
            citations: common.citations,
            window,
            year_share,
            member_share: member_share?,
            unsearched,
            score_floor: score_floor?,
            verdicts: verdicts?,
            threshold: *verdict.threshold.get_ref(),
            strategic_status: *verdict.strategic_status.get_ref(),
            peers: peers?,
            reference: reference?,
            factors,
            form: common.tree.find(&roots[0])?,
            content: common.tree.find(&roots[1])?,
            ordered_by: match ordered_by {
                RawOrderedBy::Score => OrderedBy::Score,
                RawOrderedBy::Residual => OrderedBy::Residual,
            },
            nodes: common.tree.nodes,
            platforms: std::mem::take(&mut self.platforms),
            sha256: common.sha256,
            borrowed_name: false,
        })
    }
}
