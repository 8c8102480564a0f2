//! The shape of what a framework file declares of FORM: platforms and bodies, and the rungs of the ladder.

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

/// A platform or body: when it exists, who may have it, where it is documented.
#[derive(Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPlatform {
    /// The word in the column `institution` of the institutions table.
    #[schemars(with = "String")]
    pub code: Spanned<String>,
    /// What it is called in print; the code without underscores where it is left out.
    pub title: Option<String>,
    /// Since when it can be held; since the first partner of the bloc had it where it is left out.
    #[schemars(with = "Option<String>")]
    pub since: Option<Spanned<String>>,
    /// The last day on which it could be held.
    #[schemars(with = "Option<String>")]
    pub until: Option<Spanned<String>>,
    /// Who may have it: `states`, `state-bloc`, `blocs`, or codes of parties, one of which must be of the pair; everybody where it is
    /// left out.
    #[serde(default)]
    pub open_to: Vec<String>,
    /// Where it is documented.
    pub documented: Option<String>,
    /// Why it is counted, or why not.
    pub reason: Option<String>,
}

/// A rung of the ladder of status: its value, or a table.
#[derive(Clone, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawRung {
    Value(f64),
    Table(RawRungTable),
}

#[derive(Clone, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRungTable {
    pub value: f64,
    /// What it is called in print.
    pub title: Option<String>,
    /// Why it stands where it stands.
    pub reason: Option<String>,
}
