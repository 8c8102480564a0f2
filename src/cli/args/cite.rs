//! What can be typed after `spscore cite`.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::Scope;
use crate::cite::Style;
use crate::cli::{Failure, Outcome};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore cite russia-asean
  spscore cite russia-asean --style gost
  spscore cite --peers -o references.bib
  spscore cite russia-asean eu-asean --style apa -o references.md")]
pub struct Cite {
    /// Partnerships whose sources are cited; none for all sources of the package
    #[arg(value_name = "SLUG")]
    pub slugs: Vec<String>,
    /// The framework's whole peer set
    #[arg(long)]
    pub peers: bool,
    /// The style of the list of references [default: chicago]
    #[arg(long, value_enum)]
    pub style: Option<StyleName>,
    /// How to write it [default: as the ending of --out says, otherwise text]
    #[arg(long, value_enum)]
    pub format: Option<CiteFormat>,
    /// Write to a file instead of the terminal
    #[arg(long, short = 'o', value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub scope: Scope,
}

/// The formats of references.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum CiteFormat {
    /// A list in a style, a line for each reference
    Text,
    /// The same in Markdown
    Markdown,
    /// The same in HTML, to be put into a page
    Html,
    /// Entries for LaTeX (.bib)
    Bibtex,
    /// Items for Zotero and pandoc (.json)
    CslJson,
    /// Records for EndNote (.ris)
    Ris,
}

/// The styles of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum StyleName {
    /// Chicago Manual of Style, 18th edition, author and date
    Chicago,
    /// American Psychological Association, 7th edition
    Apa,
    /// Harvard, as in Cite Them Right, 12th edition
    Harvard,
    /// GOST R 7.0.5-2008, numbered
    Gost,
}

impl From<StyleName> for Style {
    fn from(name: StyleName) -> Self {
        match name {
            StyleName::Chicago => Style::Chicago,
            StyleName::Apa => Style::Apa,
            StyleName::Harvard => Style::Harvard,
            StyleName::Gost => Style::Gost,
        }
    }
}

impl Cite {
    /// The format that was asked for, or that the file's name asks for.
    ///
    /// # Errors
    ///
    /// Where the name has the ending of no format, or a style was asked for where none is used.
    pub fn format(&self) -> Result<CiteFormat, Failure> {
        let format = match (self.format, self.out.as_deref()) {
            (Some(format), _) => format,
            (None, Some(path)) => of_file(path).ok_or_else(|| unknown(path))?,
            (None, None) => CiteFormat::Text,
        };
        let entries = matches!(format, CiteFormat::Bibtex | CiteFormat::CslJson | CiteFormat::Ris);
        if entries && self.style.is_some() {
            let message = "error: BibTeX, CSL-JSON and RIS are entries, which have no style";
            let hint = "  leave out --style, or ask for a list: --format text, markdown or html";
            return Err(Failure::new(Outcome::BadUsage, format!("{message}\n{hint}")));
        }
        Ok(format)
    }
}

fn of_file(path: &Path) -> Option<CiteFormat> {
    let is = |endings: &[&str]| {
        path.extension().is_some_and(|e| endings.iter().any(|ending| e.eq_ignore_ascii_case(ending)))
    };
    Some(match () {
        () if path.extension().is_none() || path.starts_with("/dev") || is(&["txt"]) => CiteFormat::Text,
        () if is(&["bib"]) => CiteFormat::Bibtex,
        () if is(&["json"]) => CiteFormat::CslJson,
        () if is(&["ris"]) => CiteFormat::Ris,
        () if is(&["md", "markdown"]) => CiteFormat::Markdown,
        () if is(&["html", "htm"]) => CiteFormat::Html,
        () => return None,
    })
}

fn unknown(path: &Path) -> Failure {
    let message = format!("{}: error: the ending of this name is that of no format", path.display());
    let hint = "  hint: end it with .bib, .json, .ris, .txt, .md or .html, or say which with --format";
    Failure::new(Outcome::BadUsage, format!("{message}\n{hint}"))
}
