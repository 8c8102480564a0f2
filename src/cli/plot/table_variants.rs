//! `spscore plot ranks`, `sobol` and `tornado` of a plain table: what its declared variants say.

use std::path::Path;

use serde_json::{Value, json};

use super::variants::factor_lists;
use super::{bad_usage, formats, naming, table_rows, theme, typed};
use crate::analysis::multiverse::Factor;
use crate::analysis::sensitivity::{BASE_POINTS, Quantity};
use crate::analysis::uncertainty::{DRAWS, Plan, SEED};
use crate::analysis::verbs::{self, FactorChoice, Population, SensitivityRequest, UncertaintyRequest};
use crate::chart::{self, Style, TableAnswer, TableKind, TableVariants, Words};
use crate::cli::args::{self, PlotFormat};
use crate::cli::output::ProtectedFiles;
use crate::cli::progress::Bars;
use crate::cli::{Failure, Outcome, output, refusals};
use crate::model::framework::NodeId;
use crate::model::{Index, Units};

pub(super) fn run(
    args: &args::Plot,
    kind: TableKind,
    (index, units): (&Index, &Units),
    (out, format): (&Path, PlotFormat),
    protected: &ProtectedFiles,
) -> Result<Outcome, Failure> {
    let named = args.words.get(1..).unwrap_or_default();
    let places = named.iter().map(|typed| table_rows::place(units, typed)).collect::<Result<Vec<usize>, Failure>>()?;
    if places.len() > 1 && kind != TableKind::Ranks {
        return Err(bad_usage(&format!("{} shows one unit\n  name one", kind.name())));
    }
    let (_, of_year) = table_rows::last_year(units);
    let words = naming::words(args.lang);
    let seed = args.seed.unwrap_or(SEED);
    let (subtitle, source) = table_rows::lines((index, units), &words);
    let shows = Shows { args, index, units, words: &words, subtitle: &subtitle, source: &source };
    let failed = |e: &verbs::Error| refusals::failed(e);
    match kind {
        TableKind::Ranks => {
            let plan = Plan { draws: args.draws.map_or(DRAWS, |n| n as usize), seed };
            let request = UncertaintyRequest { plan, driver_points: 0, ..UncertaintyRequest::default() };
            let of = Population::Table { index, units, rows: of_year.clone() };
            let analysed = verbs::uncertainty(&of, &request, &Bars).map_err(|e| failed(&e))?;
            let (found, factors) = (analysed.found, analysed.factors);
            let none = || bad_usage("ranks need at least two units with a score");
            let ranks = found.ranks.as_ref().ok_or_else(none)?;
            // Ranks are among all units of the year, whichever of them are shown.
            let own = |row: &usize| of_year.iter().position(|r| r == row);
            let all: Vec<usize> = (0..of_year.len()).collect();
            let shown: Vec<usize> = places.iter().filter_map(own).collect();
            if shown.len() < places.len() {
                return Err(bad_usage("ranks are those of the last year\n  name units of that year"));
            }
            let shown = if shown.is_empty() { &all } else { &shown };
            let places = [("draws", &*words.count(plan.draws)), ("seed", &seed.to_string())];
            let how = words.say("{draws} draws, seed {seed}", &places);
            let answer = TableAnswer::Ranks { ranks, draws: plan.draws, shown };
            let more = [("draws", json!(plan.draws)), ("seed", json!(seed)), ("failed", json!(found.failed[2]))];
            shows.write((kind, answer), (&of_year, &how), (&factors, &more), (out, format, protected))
        }
        TableKind::Sobol => {
            let rows = if places.is_empty() { of_year } else { places };
            let base_points = args.base_points.map_or(BASE_POINTS, |n| n as usize);
            let request = SensitivityRequest { base_points, seed, ..SensitivityRequest::default() };
            let of = Population::Table { index, units, rows: rows.clone() };
            let found = verbs::sensitivity(&of, &request, &Bars).map_err(|e| failed(&e))?.found;
            let quantity = if rows.len() == 1 { Quantity::Score(0) } else { Quantity::Shift };
            let answer = TableAnswer::Indices { indices: &found.indices, quantity };
            let places = [("points", &*words.count(base_points)), ("seed", &seed.to_string())];
            let how = words.say("{points} base points, seed {seed}", &places);
            let analysis = &found.indices.analysis;
            let more = [
                ("base_points", json!(base_points)),
                ("runs", json!(analysis.runs)),
                ("failed", json!(analysis.failed_runs)),
                ("seed", json!(seed)),
            ];
            shows.write((kind, answer), (&rows, &how), (&found.factors, &more), (out, format, protected))
        }
        _ => {
            if places.is_empty() {
                return Err(bad_usage(
                    "tornado shows one unit of a table\n  name it after the kind: plot tornado UNIT",
                ));
            }
            let of = Population::Table { index, units, rows: places.clone() };
            let found = verbs::swings(&of, &FactorChoice::default()).map_err(|e| failed(&e))?;
            let nominal = found.headline.first().copied().flatten();
            let answer = TableAnswer::Swings { factors: &found.factors, swings: &found.swings, unit: 0, nominal };
            shows.write((kind, answer), (&places, ""), (&found.factors, &[]), (out, format, protected))
        }
    }
}

/// Everything that the three kinds have in common.
struct Shows<'a> {
    args: &'a args::Plot,
    index: &'a Index,
    units: &'a Units,
    words: &'a Words,
    subtitle: &'a str,
    source: &'a str,
}

impl Shows<'_> {
    /// Draws the figure of these rows and writes its files.
    fn write(
        &self,
        (kind, answer): (TableKind, TableAnswer<'_>),
        (rows, how): (&[usize], &str),
        (factors, more): (&[Factor], &[(&str, Value)]),
        (out, format, protected): (&Path, PlotFormat, &ProtectedFiles),
    ) -> Result<Outcome, Failure> {
        let args = self.args;
        let names: Vec<String> = rows.iter().map(|row| table_rows::name(self.units, *row)).collect();
        // What is not drawn at random needs no more words.
        let source = match how {
            "" => self.source.to_owned(),
            how => self.words.say("{source} {how}.", &[("source", self.source), ("how", how)]),
        };
        let shown = TableVariants {
            index: self.index,
            node: self.index.roots().next().unwrap_or(NodeId(0)),
            units: &names,
            answer,
            subtitle: self.subtitle,
            source: &source,
            title: args.title.as_deref(),
            words: self.words,
        };
        let style = Style {
            width: args.width.unwrap_or(kind.default_width()),
            height: args.height,
            theme: theme(args.theme),
            title: !args.no_title,
        };
        let figure = chart::draw_table_variants(&shown, style).map_err(|e| bad_usage(&e.to_string()))?;
        let bytes = formats::converted(format, &figure, args.dpi).map_err(|e| bad_usage(&e.to_string()))?;
        let table = table_rows::source(self.units);
        let mut papers = typed::papers(args, kind.name(), self.index, table, style, &figure);
        if let Some(object) = papers.as_object_mut() {
            object.extend(more.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
            let [(key, value), _] = factor_lists(factors, &[]);
            object.insert(key.to_owned(), value);
        }
        let figure = output::Figure { at: out.to_path_buf(), bytes, numbers: figure.numbers, papers };
        naming::tell_untranslated(self.words);
        output::write_figures(vec![figure], None, args.force, protected)?;
        Ok(Outcome::Done)
    }
}
