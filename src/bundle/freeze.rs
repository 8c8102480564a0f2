//! A freeze: framework, peer set and issue list, signed by hash and day before data are drawn, and the account of what is
//! the same when an evaluation is made.

use serde::{Deserialize, Serialize};

use super::sum;
use crate::model::{Framework, Package, Table};

const FORMAT: &str = "spscore-freeze/1";

/// The frozen state. It is a text that anybody can deposit; who wishes it dated by others deposits its hash with them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freeze {
    pub format: String,
    pub spscore: String,
    /// The day, as the user gave it or the clock had it.
    pub date: String,
    pub framework: FrozenFramework,
    pub peers: FrozenPeers,
    pub issues: FrozenIssues,
    /// The data of that day, for the record: a freeze is made before data are drawn, so that other data are no breach.
    pub data: FrozenData,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenFramework {
    pub code: String,
    pub version: String,
    pub sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenPeers {
    pub slugs: Vec<String>,
    pub sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenIssues {
    pub codes: Vec<String>,
    /// Of the whole table, with its patterns and the reason for each issue.
    pub sha256: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrozenData {
    pub name: String,
    pub version: String,
    pub sha256: String,
}

/// One item of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    pub what: &'static str,
    pub frozen: String,
    pub now: String,
    /// What was added or left out, in words; empty where nothing is known of it.
    pub change: String,
    /// Whether a difference breaks the freeze.
    pub binding: bool,
}

impl Item {
    pub fn same(&self) -> bool {
        self.frozen == self.now
    }
}

/// Why a text is no freeze.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NoFreeze {
    #[error("it cannot be read as a freeze: {0}")]
    Malformed(String),
    #[error("it is of the format `{0}`, and this program reads {FORMAT}")]
    Foreign(String),
}

impl Freeze {
    /// The state of a framework with the parties and issues of a package.
    pub fn of(framework: &Framework, package: &Package, date: &str) -> Freeze {
        let peers = framework.peers.partnerships(&package.parties);
        let slugs: Vec<String> = peers.iter().map(|p| p.slug(&package.parties)).collect();
        let issues = package.texts.get(&Table::Issues).map(|text| text.text.as_ref()).unwrap_or_default();
        Freeze {
            format: FORMAT.to_owned(),
            spscore: env!("CARGO_PKG_VERSION").to_owned(),
            date: date.to_owned(),
            framework: FrozenFramework {
                code: framework.code.clone(),
                version: framework.version.clone(),
                sha256: framework.sha256.clone(),
            },
            peers: FrozenPeers { sha256: sum(slugs.join("\n")), slugs },
            issues: FrozenIssues {
                codes: package.issues.iter().map(|issue| issue.code.clone()).collect(),
                sha256: sum(issues),
            },
            data: FrozenData {
                name: package.name.clone(),
                version: package.version.clone(),
                sha256: package.sha256.clone(),
            },
        }
    }

    /// The freeze that a text holds.
    ///
    /// # Errors
    ///
    /// Where it holds none that this program reads.
    pub fn parse(text: &str) -> Result<Freeze, NoFreeze> {
        let value: serde_json::Value = serde_json::from_str(text).map_err(|e| NoFreeze::Malformed(e.to_string()))?;
        match value.get("format").and_then(serde_json::Value::as_str) {
            Some(FORMAT) => serde_json::from_value(value).map_err(|e| NoFreeze::Malformed(e.to_string())),
            Some(other) => Err(NoFreeze::Foreign(other.to_owned())),
            None => Err(NoFreeze::Malformed("it names no format".to_owned())),
        }
    }

    /// As JSON.
    ///
    /// # Errors
    ///
    /// Where it cannot be written as JSON, which none is known to be.
    pub fn json(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string_pretty(self).map(|text| text + "\n")
    }

    /// What is as it was frozen and what is not, item by item.
    pub fn compare(&self, now: &Freeze) -> Vec<Item> {
        let item = |what, frozen: &str, now: &str, change: String| Item {
            what,
            frozen: frozen.to_owned(),
            now: now.to_owned(),
            change,
            binding: what != "data",
        };
        let named = |code: &str, version: &str, other: (&str, &str)| match (code, version) == other {
            true => String::new(),
            false => format!("{code} {version}, now {} {}", other.0, other.1),
        };
        let (f, d) = ((&self.framework, &now.framework), (&self.data, &now.data));
        vec![
            item("framework", &f.0.sha256, &f.1.sha256, named(&f.0.code, &f.0.version, (&f.1.code, &f.1.version))),
            item("peer set", &self.peers.sha256, &now.peers.sha256, changed(&self.peers.slugs, &now.peers.slugs)),
            item("issue list", &self.issues.sha256, &now.issues.sha256, changed(&self.issues.codes, &now.issues.codes)),
            item("data", &d.0.sha256, &d.1.sha256, named(&d.0.name, &d.0.version, (&d.1.name, &d.1.version))),
        ]
    }
}

/// "added: a; left out: b".
fn changed(before: &[String], now: &[String]) -> String {
    let without = |these: &[String], those: &[String]| {
        these.iter().filter(|one| !those.contains(one)).cloned().collect::<Vec<_>>().join(", ")
    };
    let parts = [("added", without(now, before)), ("left out", without(before, now))];
    let parts: Vec<String> =
        parts.into_iter().filter(|(_, list)| !list.is_empty()).map(|(word, list)| format!("{word}: {list}")).collect();
    match (parts.is_empty(), before == now) {
        (true, false) => "the same in another order".to_owned(),
        _ => parts.join("; "),
    }
}
