//! The package that is built into the program, byte for byte as in `datasets/asean/`.

use std::borrow::Cow;
use std::io;

use super::descriptor;
use super::files::Files;

/// Where the files lie in the project, and how they are named to the reader.
const FOLDER: &str = "datasets/asean";

macro_rules! files {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("../../datasets/asean/", $name)))),*]
    };
}

const FILES: [(&str, &[u8]); 25] = files![
    "arms.csv",
    "arms_margins.csv",
    "caveats.csv",
    "coded_mentions.csv",
    "codings.csv",
    "datapackage.json",
    "facts.csv",
    "institutions.csv",
    "issue_attention.csv",
    "issues.csv",
    "memberships.csv",
    "mentions.csv",
    "parties.csv",
    "positions.csv",
    "published_rankings.csv",
    "resolutions.csv",
    "roll_calls.csv",
    "series.csv",
    "sources.bib",
    "status.csv",
    "trade.csv",
    "trade_hs2.csv",
    "trade_margins.csv",
    "trade_published.csv",
    "votes.csv",
];

/// The files of the built-in package.
pub(super) struct Embedded;

impl Files for Embedded {
    fn shown(&self, name: &str) -> String {
        format!("{FOLDER}/{name}")
    }

    fn bytes(&self, name: &str, _: u64) -> io::Result<Cow<'static, [u8]>> {
        let found = FILES.iter().find(|(n, _)| *n == name);
        found.map(|(_, bytes)| Cow::Borrowed(*bytes)).ok_or_else(|| io::Error::other("not built into this program"))
    }
}

/// Name and version that the built-in package states of itself.
pub(super) fn name() -> Option<(String, String)> {
    let (file, bytes) = FILES.iter().find(|(name, _)| *name == descriptor::NAME)?;
    let listing = descriptor::read(file, std::str::from_utf8(bytes).ok()?).ok()?;
    Some((listing.name, listing.version))
}
