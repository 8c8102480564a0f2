//! `spscore report`: parse, make the files of a complete report, write them into a folder.

use std::path::PathBuf;

use clap::ValueEnum;

use super::args::{LanguageName, Scope, Sureness};
use super::input::{self, Loaded};
use super::output::ProtectedFiles;
use super::progress::Bars;
use super::{Failure, Outcome, output, refusals};
use crate::analysis::uncertainty::{DRAWS, Plan, SEED};
use crate::analysis::verbs::CompleteRequest;
use crate::load;
use crate::publication::{self, Format, PublicationError, ReportRequest};

#[derive(clap::Args)]
#[command(after_help = "Examples:
  spscore report russia-asean --out russia
  spscore report russia-asean china-asean --format html,docx --out two
  spscore report --peers --format html --out eleven
  spscore report russia-asean --lang ru --format html --out otchet

report.html stands alone and can be sent as it is; report.tex and report.md name the figures in figures/.")]
pub struct ReportArgs {
    /// One partnership or several: russia-asean eu-asean
    #[arg(value_name = "SLUG", required_unless_present = "peers")]
    pub slugs: Vec<String>,
    /// The framework's whole peer set
    #[arg(long)]
    pub peers: bool,
    /// The folder of the report, which is made if there is none
    #[arg(long, short = 'o', value_name = "DIR")]
    pub out: PathBuf,
    /// Formats, joined with commas [default: all]
    #[arg(long, value_enum, value_delimiter = ',', value_name = "FORMAT,..")]
    pub format: Vec<FormatName>,
    /// The language of the report and its figures
    #[arg(long, value_enum, default_value_t = LanguageName::En)]
    pub lang: LanguageName,
    /// Write over the files of a report that is there already
    #[arg(long)]
    pub force: bool,
    #[command(flatten)]
    pub robustness: Sureness,
    #[command(flatten)]
    pub scope: Scope,
}

/// The formats of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum FormatName {
    Html,
    Latex,
    Docx,
    Xlsx,
    Markdown,
}

impl From<FormatName> for Format {
    fn from(name: FormatName) -> Self {
        match name {
            FormatName::Html => Format::Html,
            FormatName::Latex => Format::Latex,
            FormatName::Docx => Format::Docx,
            FormatName::Xlsx => Format::Xlsx,
            FormatName::Markdown => Format::Markdown,
        }
    }
}

pub(super) fn run(args: &ReportArgs) -> Result<Outcome, Failure> {
    let protected = ProtectedFiles::of(&args.scope.inputs);
    output::may_fill(&args.out, args.force)?;
    let Loaded { framework, package, window } = input::loaded(&args.scope)?;
    let partnerships = input::named_and_peers(&framework, &package.parties, args.peers, &args.slugs)?;
    let plan = args.robustness.plan().ok_or_else(|| {
        let message =
            "error: a complete report says how robust its answers are, and needs variants\n  leave out --draws 0";
        Failure::new(Outcome::BadUsage, message)
    })?;
    let formats = match args.format.as_slice() {
        [] => Format::ALL.to_vec(),
        some => some.iter().map(|name| Format::from(*name)).collect(),
    };
    let language = match args.lang {
        LanguageName::En => None,
        LanguageName::Ru => Some(load::russian()),
    };
    let of = CompleteRequest { partnerships, window, plan, base_points: None };
    let request = ReportRequest { of, formats, command: command(args, plan), language };
    let made = publication::report(&framework, &package, &request, &Bars).map_err(|e| match e {
        PublicationError::Analysis(e) => refusals::failed(&e),
        other => Failure::new(Outcome::BadUsage, format!("error: {other}")),
    })?;
    for note in &made.notes {
        output::to_stderr(&format!("note: {note}"));
    }
    let files: Vec<(&str, &[u8])> = made.files.iter().map(|f| (f.name.as_str(), f.bytes.as_slice())).collect();
    output::write_tree(&args.out, &files, &protected)?;
    output::print(&listing(args, &made.files))?;
    Ok(if made.withheld { Outcome::Withheld } else { Outcome::Done })
}

/// What was written: the reports by name, the rest by number.
fn listing(args: &ReportArgs, files: &[publication::File]) -> String {
    let reports: Vec<String> = files
        .iter()
        .filter(|f| !f.name.contains('/'))
        .map(|f| format!("{}\n", args.out.join(&f.name).display()))
        .collect();
    let others = files.len() - reports.len();
    format!("{}and {others} files of figures in {}\n", reports.concat(), args.out.join("figures").display())
}

/// The command line in one order, without where the report goes.
fn command(args: &ReportArgs, plan: Plan) -> String {
    let mut words = vec!["spscore".to_owned(), "report".into()];
    words.extend(args.slugs.iter().cloned());
    if args.peers {
        words.push("--peers".into());
    }
    let mut option =
        |name: &str, value: Option<String>| words.extend(value.into_iter().flat_map(|v| [name.to_owned(), v]));
    option("--window", args.scope.window.map(|w| format!("{}-{}", w.from(), w.to())));
    option("--framework", args.scope.inputs.framework.as_deref().map(|p| p.display().to_string()));
    option("--data", args.scope.inputs.data.as_deref().map(|p| p.display().to_string()));
    option("--lang", (args.lang == LanguageName::Ru).then(|| "ru".to_owned()));
    option("--draws", (plan.draws != DRAWS).then(|| plan.draws.to_string()));
    option("--seed", (plan.seed != SEED).then(|| plan.seed.to_string()));
    words.extend(["--out".to_owned(), "DIR".to_owned()]);
    words.join(" ")
}
