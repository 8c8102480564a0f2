//! The texts of a new data package for a partnership of one's own: every table with its header, a framework with the peers
//! filled in, and what to bring first. Nothing in it is a figure; whatever is not filled in stays missing.

mod descriptor;
mod fill_in;
mod framework;
mod parties;

use crate::model::Table;

pub use parties::{Error, Member};

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// Name of the package: small letters, digits, dots, hyphens and underscores.
    pub name: String,
    /// The two parties of the partnership, then any others the tables shall know: codes or names of states, or of the blocs
    /// that the built-in package knows.
    pub parties: Vec<String>,
    /// Those whose partnerships with the second party it is ranked among.
    pub peers: Vec<String>,
}

/// A new package, as texts.
#[derive(Clone, Debug)]
pub struct Scaffold {
    /// File names, relative to the package's folder, and their texts.
    pub files: Vec<(String, String)>,
    /// The short name of the partnership, as `evaluate` takes it.
    pub slug: String,
    /// The two parties, as they are called.
    pub pair: [String; 2],
    /// How many peers the framework names, the first party among them.
    pub peers: usize,
}

/// The tables a new package holds, in the order in which they are to be filled.
pub const TABLES: [Table; 16] = [
    Table::Parties,
    Table::Memberships,
    Table::Status,
    Table::Institutions,
    Table::Trade,
    Table::TradeMargins,
    Table::Arms,
    Table::ArmsMargins,
    Table::Mentions,
    Table::Issues,
    Table::IssueAttention,
    Table::CodedMentions,
    Table::Positions,
    Table::Facts,
    Table::Codings,
    Table::Caveats,
];

/// The texts of a new package. Worked example: the parties `vnm` and `Russia` give the partnership `russia-vietnam` under
/// the framework for two states.
///
/// # Errors
/// Every name that is no state or bloc, with those that come near; a name of the package that cannot be one.
pub fn package(request: &Request) -> Result<Scaffold, Error> {
    let all = parties::resolve(request)?;
    let mut files = vec![
        ("datapackage.json".to_owned(), descriptor::text(request, &all)),
        ("framework.toml".to_owned(), framework::text(request, &all)),
        ("sources.bib".to_owned(), SOURCES.to_owned()),
        ("FILL-IN.md".to_owned(), fill_in::text(request, &all)),
    ];
    for table in TABLES {
        let text = match table {
            Table::Parties => parties::table(&all),
            Table::Memberships => parties::memberships(&all),
            // The list of issues is a declared judgement; it stands there to be changed.
            Table::Issues => issues(),
            _ => header(table),
        };
        files.push((format!("{}.csv", table.name()), text));
    }
    let (slug, pair) = all.pair();
    Ok(Scaffold { files, slug, pair, peers: all.peers.len() })
}

/// The columns of a table, as the built-in package has them.
fn header(table: Table) -> String {
    let text = crate::load::built_in_table(table).unwrap_or_default();
    let header = text.lines().next().unwrap_or_default();
    // A status between states may end, which none of the built-in package does.
    let also = if table == Table::Status { ",to" } else { "" };
    format!("{header}{also}\n")
}

/// The declared issues, without the votes that only the built-in package names.
fn issues() -> String {
    let text = crate::load::built_in_table(Table::Issues).unwrap_or_default();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let header = reader.headers().cloned().unwrap_or_default();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut write = |record: &csv::StringRecord| writer.write_record(record).is_ok();
    write(&header);
    for record in reader.records().flatten() {
        let kept = header.iter().zip(&record).map(|(column, field)| match (column, field) {
            ("votes", vote) if !vote.starts_with("category:") => "",
            ("source", _) => "own-judgement",
            (_, field) => field,
        });
        write(&kept.collect());
    }
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// One entry that the tables of parties and issues name, and an example of the kind that data need.
const SOURCES: &str = "% One entry for every source that a row names. `spscore import` adds the provider's own entry.

@misc{own-judgement,
  author = {{The authors of this package}},
  title = {Declared judgements: the list of issues, memberships of blocs},
  note = {Replace this entry by your own.},
}

@misc{example-joint-statement,
  author = {{Ministry of Foreign Affairs}},
  title = {Joint statement on the establishment of a strategic partnership},
  year = {2001},
  url = {https://example.org/},
  note = {An example of an entry; no row names it. Take it out.},
}
";
