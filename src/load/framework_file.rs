//! The shape of a framework file: what a key may be called and what kind of value it takes. Nothing is checked here
//! beyond that; the meaning is checked in [`super::framework`]. The JSON Schema in docs/ is generated from these types.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

pub use super::framework_form::*;
pub use super::framework_words::*;
use crate::model::method::{
    Aggregation, Constant, Denomination, Factors, Imputation, Normalisation, Said, Scope, Screening, Treatment,
    Weighting,
};

/// A framework for spscore: what is measured, how it is scored, and the judgements behind it.
// This type exists for the schema; the loader reads its parts one by one, so that the problems of all parts are
// reported together.
#[derive(JsonSchema)]
#[schemars(rename = "spscore framework", deny_unknown_fields)]
#[allow(dead_code)]
pub struct FrameworkFile {
    /// Always `spscore-framework/1`.
    schema: String,
    /// Short name, such as `korolev`.
    code: String,
    /// Version of the framework; change it when a score changes.
    version: String,
    title: String,
    #[schemars(default)]
    description: String,
    /// What is scored: pairs of parties from a data package, or the rows of a plain table.
    #[schemars(default)]
    units: RawUnits,
    /// Partnerships: codes of the two nodes that stand alone; the first takes the place of `form`, the second that of
    /// `content`, and GAP is the first less the second.
    roots: Option<[String; 2]>,
    /// Partnerships: what `compare --frameworks` orders them by.
    #[schemars(default)]
    ordered_by: RawOrderedBy,
    /// References the framework rests on.
    #[schemars(default)]
    citation: Vec<RawCitation>,
    /// What holds for every node and indicator that does not say otherwise.
    methods: Option<RawMethods>,
    /// `units = "rows"`: which columns say what a row is.
    table: Option<RawLayout>,
    /// `units = "rows"`: which rows are kept.
    screen: Option<Screening>,
    /// What may be otherwise, and how far; without it nothing varies.
    factors: Option<Factors>,
    /// Partnerships.
    window: Option<RawWindow>,
    /// Partnerships.
    scale: Option<RawScale>,
    /// Partnerships.
    coverage: Option<RawCoverage>,
    /// Partnerships.
    verdict: Option<RawVerdict>,
    /// Partnerships.
    peers: Option<RawPeers>,
    /// Partnerships.
    reference: Option<RawReference>,
    /// Partnerships: the platforms and bodies that two parties may have, those that are counted and those kept as
    /// context.
    #[schemars(default)]
    platform: Vec<RawPlatform>,
    /// The inner nodes of the tree; of partnerships `form` and `content`, or those named by `roots`, stand alone.
    node: Vec<RawNode>,
    /// The leaves.
    indicator: Vec<RawIndicator>,
}

/// What a framework scores.
#[derive(Clone, Copy, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawUnits {
    #[default]
    Partnerships,
    Rows,
}

/// Methods for the whole tree; each node and indicator may set its own.
#[derive(Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawMethods {
    #[schemars(with = "Option<Said<Imputation>>")]
    pub impute: Option<Spanned<Said<Imputation>>>,
    #[schemars(with = "Option<Said<Treatment>>")]
    pub treat: Option<Spanned<Said<Treatment>>>,
    #[schemars(with = "Option<Said<Normalisation>>")]
    pub normalise: Option<Spanned<Said<Normalisation>>>,
    /// An indicator that is the same for every unit.
    pub constant: Option<Constant>,
    #[schemars(with = "Option<Said<Weighting>>")]
    pub weights: Option<Spanned<Said<Weighting>>>,
    #[schemars(with = "Option<Said<Aggregation>>")]
    pub aggregate: Option<Spanned<Said<Aggregation>>>,
    /// Share of the weight below a node that must be known for a score, 0 to 1.
    #[schemars(with = "Option<f64>")]
    pub floor: Option<Spanned<f64>>,
    /// Share of the known indicators below a node that must not be 0, 0 to 1.
    #[schemars(with = "Option<f64>")]
    pub nonzero: Option<Spanned<f64>>,
    /// Whether every child needs a score of its own.
    pub needs_all: Option<bool>,
    /// Whom methods that look at other units look at: all, those of the same year, or those of the same group.
    pub scope: Option<Scope>,
}

/// Which columns of a table say what a row is.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLayout {
    /// The unit's code; the first column where none is named.
    pub unit: Option<String>,
    /// A name for print.
    pub name: Option<String>,
    /// The year, which makes the table a panel.
    pub year: Option<String>,
    /// Columns of words by which units are grouped.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Columns of sizes, such as gdp, that correlations are asked with; those that indicators are divided by are read
    /// anyhow.
    #[serde(default)]
    pub denominators: Vec<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCitation {
    pub key: String,
    /// The reference in one paragraph.
    pub text: String,
    /// The same as an entry of BibTeX with this key, from which `spscore cite` makes every style.
    #[schemars(with = "Option<String>")]
    pub bibtex: Option<Spanned<String>>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWindow {
    /// First and last year, such as `2018-2022`.
    #[schemars(with = "String")]
    pub default: Spanned<String>,
    /// Share of a window's years that an indicator needs, above 0 and at most 1.
    #[schemars(with = "f64")]
    pub minimum_share: Spanned<f64>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawScale {
    /// The lowest score, above 0 and below 100.
    #[schemars(with = "f64")]
    pub floor: Spanned<f64>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCoverage {
    /// Share of the applicable weight that must be known for a score, 0 to 1; a node may set its own.
    #[schemars(with = "f64")]
    pub floor: Spanned<f64>,
    /// Share of a bloc's members whose flows must be held for a year to count, 0 to 1.
    #[schemars(with = "f64")]
    pub members: Spanned<f64>,
    /// Whether what nobody has searched counts as missing, or was not asked.
    #[serde(default)]
    pub unsearched: RawUnsearched,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawVerdict {
    /// FORM - CONTENT from here on is aligned; below, content exceeds form.
    #[schemars(with = "f64")]
    pub aligned_from: Spanned<f64>,
    pub aligned_to: f64,
    pub nominal_above: f64,
    /// Four labels, from content exceeding form to largely nominal.
    pub labels: [String; 4],
    /// Rank and residual within this many points of 0, either way, say that a gap is like the peers'; 0 where it is
    /// left out.
    #[schemars(with = "Option<f64>")]
    pub tolerance: Option<Spanned<f64>>,
    /// From this score on a parameter counts as met, 1 to 100.
    #[schemars(with = "f64")]
    pub threshold: Spanned<f64>,
    /// From this value of `status` on a partnership is strategic in name.
    #[schemars(with = "f64")]
    pub strategic_status: Spanned<f64>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPeers {
    pub name: String,
    /// The day on which these were the peers; parties that overlap on it are never ranked together.
    #[schemars(with = "String")]
    pub as_of: Spanned<String>,
    /// Code of the party each member is paired with.
    pub with: String,
    /// Codes of the members.
    pub members: Vec<String>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawReference {
    pub description: String,
    /// First and last final year of the rolling windows, such as `2010-2017`.
    #[schemars(with = "String")]
    pub ending: Spanned<String>,
    /// Years in each window, 1 to 50.
    #[schemars(with = "u16")]
    pub length: Spanned<u16>,
    #[schemars(with = "f64")]
    pub lower_percentile: Spanned<f64>,
    pub upper_percentile: f64,
    /// Of the sample, as `spscore framework anchors` prints it.
    pub sha256: String,
}

/// A weight: a number, or a fraction in quotes such as `"1/3"`.
#[derive(Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawWeight {
    Number(f64),
    Fraction(String),
}

impl std::fmt::Display for RawWeight {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            RawWeight::Number(n) => write!(f, "{n}"),
            RawWeight::Fraction(s) => f.write_str(s),
        }
    }
}

/// An inner node of the tree.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawNode {
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    pub title: String,
    /// Code of the node above; a root has none (of partnerships `form` and `content`).
    #[schemars(with = "Option<String>")]
    pub parent: Option<Spanned<String>>,
    /// Among its siblings, which sum to 1; equal where no sibling of a table's framework states one.
    #[schemars(with = "Option<RawWeight>")]
    pub weight: Option<Spanned<RawWeight>>,
    /// How the children's scores become this one's.
    #[schemars(with = "Option<Said<Aggregation>>")]
    pub aggregate: Option<Spanned<Said<Aggregation>>>,
    /// Where the children's weights come from.
    #[schemars(with = "Option<Said<Weighting>>")]
    pub weights: Option<Spanned<Said<Weighting>>>,
    /// Share of the applicable weight that must be known for a score, here and below.
    #[schemars(with = "Option<f64>")]
    pub floor: Option<Spanned<f64>>,
    #[schemars(with = "Option<f64>")]
    pub nonzero: Option<Spanned<f64>>,
    /// Whether every child needs a score of its own.
    pub needs_all: Option<bool>,
    /// For every indicator below.
    #[schemars(with = "Option<Said<Imputation>>")]
    pub impute: Option<Spanned<Said<Imputation>>>,
    #[schemars(with = "Option<Said<Treatment>>")]
    pub treat: Option<Spanned<Said<Treatment>>>,
    #[schemars(with = "Option<Said<Normalisation>>")]
    pub normalise: Option<Spanned<Said<Normalisation>>>,
    pub constant: Option<Constant>,
    pub direction: Option<RawDirection>,
}

#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawGoalposts {
    pub lower: f64,
    pub upper: f64,
    pub kind: RawGoalpostKind,
    #[serde(default)]
    pub transform: RawTransform,
    /// Why these.
    pub reason: String,
}

/// A leaf of the tree: what is measured, and how it becomes a score.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawIndicator {
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    #[schemars(with = "String")]
    pub parent: Spanned<String>,
    /// Among its siblings; may be left out where no sibling of a table's framework states one.
    #[schemars(with = "Option<RawWeight>")]
    pub weight: Option<Spanned<RawWeight>>,
    pub title: String,
    /// What is computed from the data; docs/framework.md lists the measures.
    #[schemars(with = "Option<String>")]
    pub measure: Option<Spanned<String>>,
    /// Measured from each side; the two directions are joined by their geometric mean.
    #[serde(default)]
    pub directed: bool,
    /// Title of one direction, with `{from}` and `{to}`.
    pub title_directed: Option<String>,
    /// Codes of the two directions; `CODE_ab` and `CODE_ba` otherwise.
    pub codes_directed: Option<[String; 2]>,
    /// Needed for partnerships, as are definition and formula.
    pub unit: Option<String>,
    pub definition: Option<String>,
    pub formula: Option<String>,
    /// How good the evidence is for what the indicator stands for: A direct and complete, B a proxy or partial, C a
    /// weak proxy.
    pub grade: Option<RawGrade>,
    /// Why this grade; needed with `grade`.
    pub grade_reason: Option<String>,
    /// Whether a higher value is a higher score; as the node above says, where nothing is said here.
    pub direction: Option<RawDirection>,
    /// The ends of the scale; needed for partnerships.
    #[schemars(with = "Option<RawGoalposts>")]
    pub goalposts: Option<Spanned<RawGoalposts>>,
    /// In place of `goalposts`, for a directed indicator: those of what a member of the peer set does towards the party
    /// it is paired with, then those of the other direction.
    #[schemars(with = "Option<[RawGoalposts; 2]>")]
    pub goalposts_directed: Option<[Spanned<RawGoalposts>; 2]>,
    /// What a distance to target is measured from.
    #[schemars(with = "Option<f64>")]
    pub target: Option<Spanned<f64>>,
    /// Division by a size variable.
    #[schemars(with = "Option<Denomination>")]
    pub denominate: Option<Spanned<Denomination>>,
    #[schemars(with = "Option<Said<Imputation>>")]
    pub impute: Option<Spanned<Said<Imputation>>>,
    #[schemars(with = "Option<Said<Treatment>>")]
    pub treat: Option<Spanned<Said<Treatment>>>,
    #[schemars(with = "Option<Said<Normalisation>>")]
    pub normalise: Option<Spanned<Said<Normalisation>>>,
    pub constant: Option<Constant>,
    /// The sibling that takes this indicator's weight where it does not apply.
    #[schemars(with = "Option<String>")]
    pub yields_to: Option<Spanned<String>>,
    /// mention_rate, relative_attention, salience_overlap, agreement_on_issues: words of prior weight.
    #[schemars(with = "Option<f64>")]
    pub prior_words: Option<Spanned<f64>>,
    /// mention_rate, relative_attention (instead of prior_words), mention_regularity (optional), manner: expected
    /// mentions of prior weight, above 0.
    #[schemars(with = "Option<f64>")]
    pub prior_mentions: Option<Spanned<f64>>,
    /// mention_rate, relative_attention, mention_regularity: which mentions count, `all` or `valid`; all where nothing
    /// is said.
    #[schemars(with = "Option<RawMentions>")]
    pub mentions: Option<Spanned<String>>,
    /// arms_preference, arms_member_breadth: least share of the recipient's imports; institutions: share of the
    /// platforms that must be known. 0 to 1.
    #[schemars(with = "Option<f64>")]
    pub minimum_share: Option<Spanned<f64>>,
    /// agreement_on_issues: `series` asks for the recurring texts of the table `series`, each weighing the same;
    /// without it the votes that the row names.
    #[schemars(with = "Option<RawTexts>")]
    pub texts: Option<Spanned<RawTexts>>,
    /// agreement_on_issues: least share of the side's excess attention that issues put to a vote must hold, 0 to 1.
    #[schemars(with = "Option<f64>")]
    pub minimum_coverage: Option<Spanned<f64>>,
    /// trade_trend: number of years, 3 to 50.
    #[schemars(with = "Option<u16>")]
    pub trend_years: Option<Spanned<u16>>,
    /// institutions: what is counted.
    #[schemars(with = "Option<Vec<String>>")]
    pub platforms: Option<Spanned<Vec<String>>>,
    /// institutions: what platforms are called in print, where that says more than their code.
    #[schemars(with = "Option<BTreeMap<String, String>>")]
    pub platform_titles: Option<Spanned<BTreeMap<String, String>>>,
    /// institutions: platforms that are held for a term at a time, each with the kinds of rows that document its terms.
    /// Outside them it is unknown whether one was held; of other platforms a beginning that lies ahead says that there
    /// was none yet.
    #[schemars(with = "Option<BTreeMap<String, Vec<String>>>")]
    pub terms: Option<Spanned<BTreeMap<String, Vec<String>>>>,
    /// institutions: on which platforms several windows are compared.
    #[schemars(with = "Option<RawThroughTime>")]
    pub through_time: Option<Spanned<RawThroughTime>>,
    /// technology_relative, critical_goods: HS chapters, 1 to 99.
    #[schemars(with = "Option<Vec<u8>>")]
    pub chapters: Option<Spanned<Vec<u8>>>,
    /// trade_preference: what 0 means; independence where it is left out.
    #[schemars(with = "Option<RawExpected>")]
    pub expected: Option<Spanned<RawExpected>>,
    /// status: value of each rung, or a table with its value, title and reason.
    #[schemars(with = "Option<BTreeMap<String, RawRung>>")]
    pub ladder: Option<Spanned<BTreeMap<String, RawRung>>>,
    /// status: what takes the place of a status; a higher one alone where it is left out.
    #[schemars(with = "Option<RawReplacedBy>")]
    pub replaced_by: Option<Spanned<RawReplacedBy>>,
}

/// The JSON Schema of a framework file, as a document for editors (docs/framework.schema.json).
pub fn schema() -> String {
    let schema = schemars::schema_for!(FrameworkFile);
    serde_json::to_string_pretty(&schema).unwrap_or_default() + "\n"
}
