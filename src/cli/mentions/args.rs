//! What can be typed after `spscore mentions`.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use crate::cli::args::{Output, window};
use crate::model::Window;
use crate::text::counter::Group;

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore mentions count speeches --metadata speeches.csv
  spscore mentions kwic speeches --metadata speeches.csv --target ASEAN --around 1
  spscore mentions reliability anna.csv boris.csv")]
pub struct Mentions {
    #[command(subcommand)]
    pub question: Question,
}

#[derive(Subcommand)]
pub enum Question {
    /// Count who names whom, and how much is said of issues
    #[command(after_help = "Examples:
  spscore mentions count speeches --metadata speeches.csv --issues issues
  spscore mentions count speeches --metadata speeches.csv --group ANY_MEMBER=IDN,MYS,SGP --format csv
  spscore mentions count news --metadata news.csv --title first-line --without joint,by-definition --lists 3
  spscore mentions count texts.csv --text-column text --patterns my-patterns.csv")]
    Count(Box<Count>),
    /// Show the sentences that name a target, whole
    #[command(after_help = "Examples:
  spscore mentions kwic speeches --metadata speeches.csv --target ASEAN,SEA --speaker RUS
  spscore mentions kwic speeches --metadata speeches.csv --window 2018-2022 --around 2 -o sentences.html")]
    Kwic(Box<Kwic>),
    /// Make a coding sheet: the sentences, with an empty column for each code
    #[command(after_help = "Example:
  spscore mentions sheet speeches --metadata speeches.csv --target ASEAN -o sheet.csv
  spscore mentions sheet speeches --metadata speeches.csv --target ASEAN -o sheet.xlsx")]
    Sheet(Box<Sheet>),
    /// Read the sheets of all coders back: rows for the table coded_mentions
    #[command(after_help = "Example:
  spscore mentions code anna.csv boris.csv --sheet sheet.csv --into my-package
  spscore mentions code anna.xlsx boris.xlsx --format csv")]
    Code(Code),
    /// Say whether coders agree: every coefficient for every code, and where they disagree
    #[command(after_help = "Example:
  spscore mentions reliability anna.csv boris.csv --sheet sheet.csv")]
    Reliability(Reliability),
}

/// Which texts, read how, searched with which patterns.
#[derive(clap::Args)]
pub struct Texts {
    /// Folders and files: text, HTML, DOCX, PDF with a text layer; with --text-column tables
    #[arg(value_name = "DIR|FILE", required = true)]
    pub paths: Vec<PathBuf>,
    /// What names a target: a file, or a built-in one (english, russian)
    #[arg(long, value_name = "FILE|NAME", default_value = "english")]
    pub patterns: PathBuf,
    /// Who speaks in each document, and when: a table with the columns file, speaker, year
    #[arg(long, value_name = "FILE", required_unless_present = "text_column")]
    pub metadata: Option<PathBuf>,
    /// The documents are the rows of tables: the column that holds the text
    #[arg(long, value_name = "COLUMN", conflicts_with = "metadata")]
    pub text_column: Option<String>,
    /// The encoding of texts that are not UTF-8, such as windows-1251
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// What is counted of titles
    #[arg(long, value_enum, default_value = "apart")]
    pub title: Title,
    /// Several targets counted as one besides: ANY_MEMBER=IDN,MYS
    #[arg(long, value_name = "NAME=A,B", value_parser = group)]
    pub group: Vec<Group>,
    /// What is counted as a word
    #[arg(long, value_enum, default_value = "letters")]
    pub words: WordRule,
    /// The source of documents whose metadata name none: a key of sources.bib
    #[arg(long, value_name = "KEY")]
    pub source: Option<String>,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum Title {
    /// Titles are not counted
    Apart,
    /// The first line of each text is its title, a sentence of its own
    FirstLine,
    /// The title in the metadata is a sentence of its own
    Metadata,
}

#[derive(Clone, Copy, ValueEnum)]
pub enum WordRule {
    /// Runs of letters of any script and digits
    Letters,
    /// Letters of Latin-1 alone, as the built-in tables were counted
    Latin1,
}

#[derive(clap::Args)]
pub struct Count {
    #[command(flatten)]
    pub texts: Texts,
    /// Expressions for issues: a file, or the built-in one (issues)
    #[arg(long, value_name = "FILE|NAME")]
    pub issues: Option<PathBuf>,
    /// Leave documents out, with counts before and after
    #[arg(long, value_name = "KIND,..", value_enum, value_delimiter = ',')]
    pub without: Vec<Without>,
    /// The members of the bloc, whose statements --without members leaves out
    #[arg(long, value_name = "SPEAKER,..", value_delimiter = ',')]
    pub members: Vec<String>,
    /// Leave out mentions in sentences that name so many other targets or more
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..=100))]
    pub lists: Option<u32>,
    /// Sum up all speakers too, as WLD: the base rate of these documents
    #[arg(long)]
    pub world: bool,
    /// Data package whose tables of mentions and of attention take the counts; needs --source, or sources in the metadata
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    /// With --into: new counts take the place of those that are there
    #[arg(long, requires = "into")]
    pub replace: bool,
    /// Data package whose table of mentions has the base rate [default: the one built in]
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    #[command(flatten)]
    pub output: Output,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Without {
    /// Documents of several parties together
    Joint,
    /// Statements by single members of the bloc (--members)
    Members,
    /// Documents that name the target by definition, or in their titles
    ByDefinition,
}

/// Which sentences.
#[derive(clap::Args)]
pub struct Asked {
    /// Targets [default: all]
    #[arg(long, value_name = "TARGET,..", value_delimiter = ',')]
    pub target: Vec<String>,
    /// Speakers [default: all]
    #[arg(long, value_name = "SPEAKER,..", value_delimiter = ',')]
    pub speaker: Vec<String>,
    /// Years, both ends included [default: all]
    #[arg(long, value_name = "FROM-TO", value_parser = window)]
    pub window: Option<Window>,
    /// From how many other targets in a sentence on it is flagged as a list
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub lists: usize,
    /// Leave out sentences that have predecessors, capitals or ambiguous names only
    #[arg(long)]
    pub mentions_only: bool,
}

#[derive(clap::Args)]
pub struct Kwic {
    #[command(flatten)]
    pub texts: Texts,
    #[command(flatten)]
    pub asked: Asked,
    /// Sentences shown before and after
    #[arg(long, value_name = "N", default_value_t = 0, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(0..=50))]
    pub around: usize,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args)]
pub struct Sheet {
    #[command(flatten)]
    pub texts: Texts,
    #[command(flatten)]
    pub asked: Asked,
    /// The codes, their levels and values: a file, or the built-in one (codebook)
    #[arg(long, value_name = "FILE|NAME", default_value = "codebook")]
    pub codebook: PathBuf,
    /// Write to a file instead of the terminal: CSV, or a workbook where the name ends in .xlsx
    #[arg(long, short = 'o', value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Sheets that came back.
#[derive(clap::Args)]
pub struct Returned {
    /// One sheet for each coder, who is named in its column `coder`, or by the file
    #[arg(value_name = "SHEET", required = true)]
    pub sheets: Vec<PathBuf>,
    /// The sheet that was sent out [default: the first that came back says which units there are]
    #[arg(long, value_name = "FILE")]
    pub sheet: Option<PathBuf>,
    /// The codes, their levels and values: a file, or the built-in one (codebook)
    #[arg(long, value_name = "FILE|NAME", default_value = "codebook")]
    pub codebook: PathBuf,
}

#[derive(clap::Args)]
pub struct Code {
    #[command(flatten)]
    pub returned: Returned,
    /// Data package whose table of coded mentions takes the codes
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    /// With --into: new codes take the place of those that are there
    #[arg(long, requires = "into")]
    pub replace: bool,
    #[command(flatten)]
    pub output: Output,
}

#[derive(clap::Args)]
pub struct Reliability {
    #[command(flatten)]
    pub returned: Returned,
    /// Resamples for the interval of alpha
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::builder::RangedU64ValueParser::<usize>::new().range(100..=1_000_000))]
    pub draws: usize,
    /// Where the random numbers start
    #[arg(long, value_name = "N", default_value_t = 1)]
    pub seed: u64,
    #[command(flatten)]
    pub output: Output,
}

fn group(text: &str) -> Result<Group, String> {
    let hint = "write a name, = and targets with commas between them: ANY_MEMBER=IDN,MYS";
    let (name, members) = text.split_once('=').ok_or(hint)?;
    let members: Vec<String> = members.split(',').map(|m| m.trim().to_owned()).filter(|m| !m.is_empty()).collect();
    if name.trim().is_empty() || members.is_empty() {
        return Err(hint.to_owned());
    }
    Ok(Group { name: name.trim().to_owned(), members })
}
