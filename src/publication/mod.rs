//! What leaves the program as a whole: a complete report with its figures, in every format that is asked for.

mod figures;
mod language;
mod papers;

use crate::analysis::verbs::{self, CompleteRequest, Error};
use crate::chart::{self, ChartError, Words};
use crate::cite::{self, Style};
use crate::document::{Document, Picture};
use crate::load;
use crate::model::language::Language;
use crate::model::package::RowRef;
use crate::model::{Framework, Package};
use crate::progress::Progress;
use crate::report::complete::CompleteReport;
use crate::report::{Detail, Report};
use crate::write::{self, Writer};
use figures::Drawn;

/// A format of complete reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// One page that stands alone, with a panel in which weights can be moved.
    Html,
    Latex,
    Docx,
    Xlsx,
    Markdown,
}

impl Format {
    pub const ALL: [Format; 5] = [Format::Html, Format::Latex, Format::Docx, Format::Xlsx, Format::Markdown];

    pub fn name(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Latex => "latex",
            Format::Docx => "docx",
            Format::Xlsx => "xlsx",
            Format::Markdown => "markdown",
        }
    }

    /// What the name of its file ends in.
    fn ending(self) -> &'static str {
        match self {
            Format::Html => "html",
            Format::Latex => "tex",
            Format::Docx => "docx",
            Format::Xlsx => "xlsx",
            Format::Markdown => "md",
        }
    }

    /// Whether the page is for reading on a screen, which has room for every row.
    fn is_whole(self) -> bool {
        matches!(self, Format::Html | Format::Xlsx)
    }
}

/// What is reported, and how.
#[derive(Clone, Debug)]
pub struct ReportRequest {
    pub of: CompleteRequest,
    pub formats: Vec<Format>,
    /// The command that makes the report again.
    pub command: String,
    /// The language of the report and of its figures; nothing for English.
    pub language: Option<Language>,
}

/// A file of a publication.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// Its path within the folder of the publication, with `/` between folders.
    pub name: String,
    pub bytes: Vec<u8>,
}

/// The files of a complete report.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publication {
    /// In the order of their making; no two have one name.
    pub files: Vec<File>,
    /// Figures that have nothing to show here, each with the reason.
    pub notes: Vec<String>,
    /// Whether no partnership has a gap.
    pub withheld: bool,
}

/// Why there is no publication.
#[derive(Debug, thiserror::Error)]
pub enum PublicationError {
    #[error(transparent)]
    Analysis(#[from] Error),
    #[error("figure {0}: {1}")]
    Figure(String, ChartError),
    #[error(transparent)]
    Workbook(#[from] write::workbook::Error),
    #[error("the document cannot be written: {0}")]
    Docx(#[from] std::io::Error),
}

/// Pixels to the inch of pictures in documents: what printers of offices resolve, at a third of the bytes of 300.
const DPI: u16 = 200;

/// Makes a complete report: `report.html`, `report.tex`, and so on, with the figures in `figures/` and the numbers
/// drawn beside them. The same request gives the same bytes.
///
/// # Errors
///
/// Those of the analyses; a figure that cannot be drawn or converted, other than for having nothing to show; a table
/// that is larger than a workbook holds.
pub fn report(
    framework: &Framework,
    package: &Package,
    request: &ReportRequest,
    progress: &dyn Progress,
) -> Result<Publication, PublicationError> {
    let complete = verbs::complete(framework, package, &request.of, progress)?;
    let words = request.language.clone().map_or_else(Words::english, Words::of);
    let words = words.with_roots(framework.own_roots());
    let (drawn, mut notes) = figures::figures(framework, package, &request.of, &words)?;
    if !words.untranslated().is_empty() {
        notes.push(format!(
            "shown in English in figures, for want of a translation: {}",
            words.untranslated().join("; ")
        ));
    }
    let phrases = request.language.as_ref().map(|language| language::phrases(language, framework, package));
    let record = |row: RowRef| load::record_at(&package.texts.get(&row.table)?.text, row.line);
    let has = |format| request.formats.contains(&format);
    let pictures = drawn.iter().map(|d| picture(d, has(Format::Docx))).collect::<Result<Vec<_>, _>>()?;
    let sets = papers::about(framework, package, &request.of);
    let audits = sets.iter().map(|set| verbs::audit(framework, package, set, None)).collect::<Result<Vec<_>, _>>()?;
    let references = |keys: &[String]| cite::references(package, keys, Style::default());
    let report = CompleteReport {
        of: &complete,
        audits: &audits,
        pictures,
        figure: phrases.as_ref().and_then(|p| p.say("Figure")).unwrap_or_else(|| "Figure".to_owned()),
        record: &record,
        references: &references,
        command: request.command.clone(),
    };
    let mut files = Vec::new();
    for format in Format::ALL.into_iter().filter(|f| has(*f)) {
        let detail = if format.is_whole() { Detail::Full } else { Detail::Brief };
        let page = report.document(detail);
        let page = match &phrases {
            Some(phrases) => language::page(page, phrases),
            None => page,
        };
        let bytes = written(format, &page, &report)?;
        files.push(File { name: format!("report.{}", format.ending()), bytes });
    }
    for d in &drawn {
        let failed = |e| PublicationError::Figure(d.name.clone(), e);
        let mut add = |ending: &str, bytes| files.push(File { name: format!("{}.{ending}", d.file()), bytes });
        if has(Format::Latex) {
            add("pdf", chart::pdf(&d.figure).map_err(failed)?);
        }
        if has(Format::Markdown) || has(Format::Html) {
            add("svg", d.figure.svg.clone().into_bytes());
        }
        add("csv", d.figure.numbers.clone().into_bytes());
    }
    let withheld = complete.parts.iter().all(|part| part.evaluated.evaluation.gap.is_none());
    Ok(Publication { files, notes, withheld })
}

fn written(format: Format, page: &Document, report: &CompleteReport<'_>) -> Result<Vec<u8>, PublicationError> {
    Ok(match format {
        Format::Html => write::Html.write(page).into_bytes(),
        Format::Latex => write::Latex.write(page).into_bytes(),
        Format::Markdown => write::Markdown.write(page).into_bytes(),
        Format::Docx => write::docx(page)?,
        Format::Xlsx => write::workbook(Some(page), report.records().as_ref())?,
    })
}

fn picture(drawn: &Drawn, with_png: bool) -> Result<Picture, PublicationError> {
    let figure = &drawn.figure;
    let png = with_png.then(|| chart::png(figure, DPI)).transpose();
    Ok(Picture {
        file: drawn.file(),
        caption: figure.caption.clone(),
        alt: figure.alt.clone(),
        size: [figure.width, figure.height],
        svg: figure.svg.clone(),
        png: png.map_err(|e| PublicationError::Figure(drawn.name.clone(), e))?.unwrap_or_default(),
    })
}
