//! The verbs, each with what can be typed for it.

use clap::{Parser, Subcommand};

use super::args::{
    Audit, Bundle, Check, Cite, Coherence, Compare, Decompose, Evaluate, Explain, Framework, Freeze, Import, List, New,
    Plot, Rank, Verify,
};
use super::{mentions, ranks, report, sensitivity, trends, uncertainty};

/// How strategic is a strategic partnership? Scores form against content, with every number traced to its source row.
#[derive(Parser)]
#[command(
    name = "spscore",
    version,
    arg_required_else_help = true,
    after_help = "Examples:
  spscore evaluate russia-asean
  spscore evaluate vietnam-russia --window 2014-2018 --format json --out card.json
  spscore plot plane russia-asean --peers -o plane.pdf
  spscore explain russia-asean arms_share
  spscore list partnerships
  spscore evaluate --table units.csv --framework mine.toml

Exit codes: 0 done, 1 data or framework bad, 2 usage, 3 a file cannot be read or written or
memory not be had, 4 withheld for coverage"
)]
pub struct Args {
    #[command(subcommand)]
    pub verb: Verb,
}

#[derive(Subcommand)]
pub enum Verb {
    /// Score one partnership: form, content, gap and verdict; or any table of units and indicators
    Evaluate(Evaluate),
    /// Set several partnerships side by side: scores, gaps, why one lies above another
    Compare(Compare),
    /// Take one partnership apart: by indicator, by member of the bloc, through time
    Decompose(Decompose),
    /// Say whether the indicators belong together, and what each one counts for
    Coherence(Coherence),
    /// How far scores, gaps and ranks move over all declared ways of computing them
    Uncertainty(uncertainty::UncertaintyArgs),
    /// Which declared choice gaps, scores and ranks depend on, and which single weight would change a verdict or an
    /// order
    Sensitivity(sensitivity::SensitivityArgs),
    /// How far ranks depend on the weights: best and worst attainable rank, and what swaps two units
    Ranks(ranks::RanksArgs),
    /// Score and rank every pair of the world, from tables of all flows
    Rank(Rank),
    /// How values and scores of a panel move through the years: change, growth, rank
    Trends(trends::TrendsArgs),
    /// Draw a figure fit for a paper, as SVG, PDF or PNG
    Plot(Plot),
    /// Show what stands behind one number: formula, working, the very rows
    Explain(Explain),
    /// Write a complete report into a folder: a web page, LaTeX, Word, Excel and Markdown, with figures and references
    Report(report::ReportArgs),
    /// Set the statements of a paper against the data: what is reproduced, what differs, and why
    Audit(Audit),
    /// Name what a result rests on, as BibTeX, CSL-JSON, RIS or a list of references
    Cite(Cite),
    /// Put a result with everything it was made from into one archive
    Bundle(Bundle),
    /// Make everything in a bundle again and compare it byte for byte
    Verify(Verify),
    /// Sign framework, peers and issues before data are drawn, or say whether they are still the same
    Freeze(Freeze),
    /// List partnerships, parties, indicators, issues, frameworks or sources
    List(List),
    /// Begin a data package of your own: every table with its header, a framework, and what to bring first
    New(New),
    /// Check a data package and a framework, telling all problems at once
    Check(Check),
    /// Look at a framework itself: method sheet, check, methods, schema, anchored goalposts
    Framework(Framework),
    /// Bring a provider's download, or any table, into a data package
    Import(Import),
    /// Count who names whom in texts, show the sentences, carry them to coders and back
    Mentions(mentions::Mentions),
    /// Print completions for a shell, to be put where it looks for them
    #[command(after_help = "Examples:
  spscore completions bash > ~/.local/share/bash-completion/completions/spscore
  spscore completions fish > ~/.config/fish/completions/spscore.fish")]
    Completions { shell: clap_complete::Shell },
    /// Print the manual page
    #[command(after_help = "Example:\n  spscore man > spscore.1")]
    Man,
}
