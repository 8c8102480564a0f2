//! `spscore plot correlations` and `plot scree`: figures of an index's structure, of a table or of the peer set.

use std::path::Path;

use serde_json::{Value, json};

use super::options::of_kinds_of_partnerships;
use super::{bad_usage, formats, naming, theme, typed};
use crate::analysis::verbs::{self, CoherenceRequest, Examined, Source};
use crate::chart::{self, Aspect, Figure, Style, Subject, Words};
use crate::cli::args;
use crate::cli::{Failure, Outcome, input, output, refusals};

/// Which of the two is requested; options that only they have are refused with other kinds.
pub(super) fn aspect(args: &args::Plot) -> Result<Option<Aspect>, Failure> {
    let word = args.words.first().map_or("", String::as_str);
    let aspect = Aspect::ALL.into_iter().find(|a| a.name() == word).filter(|_| args.all.is_none());
    let tabular = super::tabular::kind(args).is_some();
    if args.against.is_some() && !tabular {
        return Err(bad_usage("--against is for scatter\n  leave it out, or plot scatter"));
    }
    if aspect.is_none() && !tabular && (args.tabled.named() || args.node.is_some()) {
        let option = if args.node.is_some() { "--node" } else { "a table" };
        return Err(bad_usage(&format!(
            "{option} is for framework, correlations, scree, bars, distribution, dot and scatter\n  leave it out, or plot one of these"
        )));
    }
    Ok(aspect)
}

pub(super) fn run(args: &args::Plot, aspect: Aspect) -> Result<Outcome, Failure> {
    let out = args.out.clone().unwrap_or_default();
    let format = formats::of_name(&out)?;
    let senseless = [
        (args.words.len() > 1, "a single partnership has no structure: all of the peer set are looked at"),
        (args.peers && args.tabled.named(), "--peers is for partnerships, not for a table"),
        (args.draws.is_some() || args.seed.is_some() || args.base_points.is_some(), "nothing is drawn at random here"),
        (args.headline, "this figure’s own title states what was found"),
    ];
    if let Some((_, why)) = senseless.into_iter().chain(of_kinds_of_partnerships(args)).find(|(is, _)| *is) {
        return Err(bad_usage(&format!("{why}\n  leave it out")));
    }
    let protected = args.protected();
    output::may_draw([out.as_path()], args.force, &protected)?;
    let subject = input::subject(&args.tabled, &args.scope)?;
    let request = CoherenceRequest { node: args.node.clone(), ..CoherenceRequest::default() };
    let found = verbs::coherence(subject.origin(), &request).map_err(|e| refusals::failed(&e))?;
    let style = Style {
        width: args.width.unwrap_or(aspect.default_width(found.structure.leaves.len())),
        height: args.height,
        theme: theme(args.theme),
        title: !args.no_title,
    };
    let words = naming::words(args.lang);
    let (subtitle, source) = lines(&found, &words);
    let shown = Subject {
        index: &found.index,
        structure: &found.structure,
        subtitle: &subtitle,
        source: &source,
        title: args.title.as_deref(),
        words: &words,
    };
    let figure = chart::draw_structure(aspect, &shown, style).map_err(|e| bad_usage(&e.to_string()))?;
    let bytes = formats::converted(format, &figure, args.dpi).map_err(|e| bad_usage(&e.to_string()))?;
    let papers = papers(args, aspect, style, &found, &figure);
    let figure = output::Figure { at: out.clone(), bytes, numbers: figure.numbers, papers };
    naming::tell_untranslated(&words);
    output::write_figures(vec![figure], None, args.force, &protected)?;
    Ok(Outcome::Done)
}

/// The line under the title, and the last line.
fn lines(answer: &Examined<'_>, words: &Words) -> (String, String) {
    let framework = format!("{} {}", answer.index.code, answer.index.version);
    let version = env!("CARGO_PKG_VERSION");
    match &answer.source {
        Source::Table { file, year, .. } => {
            let name =
                Path::new(file).file_name().map_or_else(|| (*file).to_owned(), |n| n.to_string_lossy().into_owned());
            let year = year.map_or_else(String::new, |y| format!(", {y}"));
            let units = answer.structure.sample.units.len().to_string();
            let places = [
                ("units", units.as_str()),
                ("name", &name),
                ("year", &year),
                ("framework", &framework),
                ("version", version),
            ];
            let subtitle =
                words.say("{units} units of {name}{year} · framework {framework} · normalised scores", &places);
            (subtitle, words.say("Source: {name}. Computed with spscore {version}.", &places))
        }
        Source::Peers { set, window, data, version: of, .. } => {
            let (set, window, data) = (words.plain(set), window.to_string(), format!("{data} {of}"));
            let places = [
                ("set", set.as_str()),
                ("window", &window),
                ("framework", &framework),
                ("data", &data),
                ("version", version),
            ];
            let subtitle =
                words.say("{set}, {window} · framework {framework} · data {data} · normalised scores", &places);
            (subtitle, words.say("Sources: data package {data}. Computed with spscore {version}.", &places))
        }
    }
}

/// Everything needed to make the figure again, and the words to print with it.
fn papers(args: &args::Plot, aspect: Aspect, style: Style, answer: &Examined<'_>, figure: &Figure) -> Value {
    let source = match &answer.source {
        Source::Table { file, sha256, year } => json!({ "table": file, "sha256": sha256, "year": year }),
        Source::Peers { set, window, data, version, sha256, .. } => json!({
            "peers": set, "window": window.to_string(), "data": data, "version": version, "sha256": sha256
        }),
    };
    let index = &answer.index;
    typed::papers(args, aspect.name(), index, source, style, figure)
}
