//! What Korolev (2024) leaves out of a count, each as a switch: joint documents, statements by single members of the bloc, documents
//! that name the partnership by definition, and mentions in a mere list.
//!
//! The paper gives no rule that a program could follow; what stands here is a judgement, told on the page, that a scholar replaces by a
//! column of the metadata.

use super::corpus::Document;

/// Words of a title by which a document is taken for one of several parties, where the metadata have no column `joint`.
pub const JOINT_TITLE: [&str; 12] = [
    "joint statement",
    "joint declaration",
    "joint communiqu",
    "joint press",
    "joint vision",
    "joint leaders",
    "joint readout",
    "joint action plan",
    "chairman's statement",
    "chairman’s statement",
    "plan of action",
    "совместн",
];

/// Why a document or a mention is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Exclusion {
    Joint,
    Members,
    ByDefinition,
    Lists,
}

impl Exclusion {
    pub const ALL: [Exclusion; 4] = [Exclusion::Joint, Exclusion::Members, Exclusion::ByDefinition, Exclusion::Lists];

    pub fn words(self) -> &'static str {
        match self {
            Exclusion::Joint => "without joint documents",
            Exclusion::Members => "without statements by single members",
            Exclusion::ByDefinition => "without documents that name the target in their titles or by definition",
            Exclusion::Lists => "without mentions in lists",
        }
    }
}

/// Which switches are on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Exclusions {
    pub joint: bool,
    /// The members of the bloc, as speakers.
    pub members: Vec<String>,
    pub by_definition: bool,
    /// From how many other entities in a sentence on a mention is one of a list.
    pub lists_from: Option<u32>,
}

impl Exclusions {
    pub fn is_on(&self, exclusion: Exclusion) -> bool {
        match exclusion {
            Exclusion::Joint => self.joint,
            Exclusion::Members => !self.members.is_empty(),
            Exclusion::ByDefinition => self.by_definition,
            Exclusion::Lists => self.lists_from.is_some(),
        }
    }

    /// Whether a document is left out of the count of a target that its title names or does not name.
    pub fn leaves_out(&self, exclusion: Exclusion, document: &Document, title: &str, names_target: bool) -> bool {
        self.is_on(exclusion)
            && match exclusion {
                Exclusion::Joint => document.joint.unwrap_or_else(|| reads_joint(title)),
                Exclusion::Members => self.members.contains(&document.speaker),
                Exclusion::ByDefinition => document.by_definition.unwrap_or(names_target),
                Exclusion::Lists => false,
            }
    }
}

/// Whether a title is that of a joint document.
pub fn reads_joint(title: &str) -> bool {
    let title = title.to_lowercase();
    JOINT_TITLE.iter().any(|words| title.contains(words))
}
