//! A corpus: documents on disk, or in the column of a table, each with who speaks in it and when.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use encoding_rs::Encoding;

use super::files;
use super::rows::{Row, Rows};
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::Year;

/// What is counted of titles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Titles {
    /// Nothing: the text begins with the body.
    #[default]
    Apart,
    /// The first line of a text is its title, and counts as a sentence of its own.
    FirstLine,
    /// The title in the metadata counts as a sentence of its own in front of the text.
    Metadata,
}

/// Which documents, and how they are read.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// Folders and files.
    pub paths: Vec<PathBuf>,
    /// A table with a row for each document.
    pub metadata: Option<PathBuf>,
    /// The column that holds the texts, where the documents are rows of a table.
    pub text_column: Option<String>,
    /// The encoding of texts that are not UTF-8.
    pub encoding: Option<String>,
    pub titles: Titles,
    /// The source of documents whose metadata name none.
    pub source: Option<String>,
}

/// One document.
#[derive(Clone, Debug)]
pub struct Document {
    /// Its name: `doc_id` in the metadata, or the file's name without its ending.
    pub name: String,
    /// The file as the user knows it.
    pub file: String,
    pub speaker: String,
    pub year: Year,
    pub title: String,
    pub source: String,
    /// Whether several parties speak in it together, where the metadata say so.
    pub joint: Option<bool>,
    /// Whether it names the partnership by definition, where the metadata say so.
    pub by_definition: Option<bool>,
    held: Held,
}

#[derive(Clone, Debug)]
enum Held {
    File(PathBuf),
    Field(String),
}

/// Documents with their metadata; the texts are read when they are asked for.
#[derive(Clone, Debug)]
pub struct Corpus {
    pub documents: Vec<Document>,
    pub titles: Titles,
    /// What was left out, in words.
    pub notes: Vec<String>,
    encoding: Option<&'static Encoding>,
}

/// A document's text as it stands, and its title.
#[derive(Clone, Debug, Default)]
pub struct Text {
    pub title: String,
    pub whole: String,
    /// Where the body begins in `whole`, behind a title that counts.
    pub body: usize,
}

impl Corpus {
    /// # Errors
    ///
    /// Where a document or its metadata cannot be read or told; all of it is told.
    pub fn open(request: &Request) -> Result<Self, Diagnostics> {
        let mut found = Diagnostics::default();
        let encoding = match request.encoding.as_deref().map(|name| (name, Encoding::for_label(name.as_bytes()))) {
            Some((name, None)) => {
                let message = format!("no encoding is called `{name}`");
                let hint = "names are those of the web: windows-1251, koi8-r, windows-1252, utf-16le".to_owned();
                found.push(Place::whole("--encoding"), Problem::Framework { message, hint });
                None
            }
            named => named.and_then(|(_, encoding)| encoding),
        };
        let mut corpus = Corpus { documents: Vec::new(), titles: request.titles, notes: Vec::new(), encoding };
        match (&request.text_column, &request.metadata) {
            (Some(column), _) => corpus.read_tables(request, column, &mut found),
            (None, Some(metadata)) => corpus.read_files(request, metadata, &mut found),
            (None, None) => {
                let message = "who speaks in these documents, and when, is not known".to_owned();
                let hint = "name a table with the columns file, speaker, year: --metadata FILE".to_owned();
                found.push(Place::whole("--metadata"), Problem::Framework { message, hint });
            }
        }
        if corpus.documents.is_empty() && found.is_empty() {
            let message = "no document is left to be counted".to_owned();
            let hint = "the column `file` of the metadata names files as they lie in the folder".to_owned();
            found.push(Place::whole("documents"), Problem::Framework { message, hint });
        }
        found.or(corpus)
    }

    fn read_tables(&mut self, request: &Request, column: &str, found: &mut Diagnostics) {
        for path in &request.paths {
            let table = match Rows::open(path, self.encoding) {
                Ok(table) => table,
                Err(told) => {
                    found.extend(told);
                    continue;
                }
            };
            let Some(texts) = table.required(&[column], found) else { continue };
            let Some(columns) = Columns::of(&table, found) else { continue };
            for row in &table.rows {
                let named = row.field(columns.name);
                let name = if named.is_empty() { format!("row-{}", row.line()) } else { named.to_owned() };
                let held = Held::Field(row.field(texts).to_owned());
                self.documents.extend(columns.document(&table, row, name, request, held, found));
            }
        }
    }

    fn read_files(&mut self, request: &Request, metadata: &Path, found: &mut Diagnostics) {
        let table = Rows::open(metadata, self.encoding);
        let (files, table) = match (files::documents(&request.paths), table) {
            (Ok(files), Ok(table)) => (files, table),
            (files, table) => {
                [files.err(), table.err()].into_iter().flatten().for_each(|told| found.extend(told));
                return;
            }
        };
        let file = table.required(&["file", "path"], found);
        let columns = Columns::of(&table, found);
        let (Some(file), Some(columns)) = (file, columns) else { return };
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (i, (path, _)) in files.iter().enumerate() {
            by_name.entry(last_name(path)).or_default().push(i);
        }
        let mut rows: BTreeMap<usize, u64> = BTreeMap::new();
        let mut absent = Vec::new();
        for row in &table.rows {
            let named = Path::new(row.field(file));
            let same = by_name.get(&last_name(named)).map_or(&[] as &[usize], Vec::as_slice);
            let fits = |i: &&usize| files.get(**i).is_some_and(|(path, _)| path.ends_with(named));
            let full: Vec<usize> = same.iter().filter(fits).copied().collect();
            let at = match (full.as_slice(), same) {
                ([one], _) | ([], [one]) => *one,
                ([], []) => {
                    absent.push(row.field(file).to_owned());
                    continue;
                }
                _ => {
                    let message = format!("`{}` may be one of {} files", named.display(), same.len());
                    let hint = "write its path from the folder that is counted".to_owned();
                    found.push(table.place(row, file), Problem::Framework { message, hint });
                    continue;
                }
            };
            if let Some(first) = rows.insert(at, row.line()) {
                let key = format!("the file `{}`", named.display());
                found.push(table.place(row, file), Problem::DuplicateKey { key, first });
            }
            let Some((path, _)) = files.get(at) else { continue };
            let named = row.field(columns.name);
            let stem = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
            let name = if named.is_empty() { stem } else { named.to_owned() };
            let held = Held::File(path.clone());
            self.documents.extend(columns.document(&table, row, name, request, held, found));
        }
        for (path, _) in
            files.iter().enumerate().filter(|(i, (_, named))| *named && !rows.contains_key(i)).map(|(_, f)| f)
        {
            let message = format!("{} has no row for this document", table.file);
            let hint = "add one, with who speaks in it and the year".to_owned();
            found.push(Place::whole(path.display().to_string()), Problem::Framework { message, hint });
        }
        self.note("documents without a row of metadata", {
            let without = files.iter().enumerate().filter(|(i, (_, named))| !*named && !rows.contains_key(i));
            without.map(|(_, (path, _))| last_name(path)).collect()
        });
        self.note("rows of metadata without a document", absent);
    }

    fn note(&mut self, what: &str, names: Vec<String>) {
        if let Some(first) = names.first() {
            let more = if names.len() > 1 { ", .." } else { "" };
            self.notes.push(format!("{} {what} were left out: {first}{more}", names.len()));
        }
    }

    /// Reads a document.
    ///
    /// # Errors
    ///
    /// Where it cannot be read, or is not a text.
    pub fn read(&self, document: &Document) -> Result<Text, Box<(Place, Problem)>> {
        let whole = match &document.held {
            Held::Field(text) => text.clone(),
            Held::File(path) => {
                let bytes = files::bytes(path).map_err(|p| Box::new((Place::whole(&document.file), p)))?;
                super::extract::text(&document.file, &bytes, self.encoding)?
            }
        };
        Ok(match self.titles {
            Titles::Apart => Text { title: document.title.clone(), whole, body: 0 },
            Titles::FirstLine => {
                let end = whole.find('\n').unwrap_or(whole.len());
                Text { title: whole.get(..end).unwrap_or_default().to_owned(), body: (end + 1).min(whole.len()), whole }
            }
            Titles::Metadata => {
                let title = document.title.clone();
                Text { body: title.len() + 1, whole: format!("{title}\n{whole}"), title }
            }
        })
    }
}

fn last_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned())
}

/// Where the metadata say what.
struct Columns {
    speaker: usize,
    year: usize,
    name: Option<usize>,
    title: Option<usize>,
    source: Option<usize>,
    joint: Option<usize>,
    by_definition: Option<usize>,
}

impl Columns {
    fn of(table: &Rows, found: &mut Diagnostics) -> Option<Columns> {
        let speaker = table.required(&["speaker", "speaker_iso3"], found);
        let year = table.required(&["year", "date"], found);
        Some(Columns {
            speaker: speaker?,
            year: year?,
            name: table.any(&["document", "doc_id"]),
            title: table.column("title"),
            source: table.any(&["source", "source_id"]),
            joint: table.any(&["joint", "title_suggests_joint_text"]),
            by_definition: table.any(&["by_definition", "title_names_asean_or_eas"]),
        })
    }

    fn document(
        &self,
        table: &Rows,
        row: &Row,
        name: String,
        request: &Request,
        held: Held,
        found: &mut Diagnostics,
    ) -> Option<Document> {
        let speaker = row.field(self.speaker).to_owned();
        if speaker.is_empty() {
            found.push(table.place(row, self.speaker), Problem::EmptyField { column: "speaker".into() });
        }
        let written = row.field(self.year);
        let year = written.get(..4).and_then(Year::parse);
        if year.is_none() {
            found.push(table.place(row, self.year), Problem::NotAYear { value: written.to_owned() });
        }
        let mut flag = |column: Option<usize>| match row.field(column) {
            "" => None,
            "1" | "yes" | "true" => Some(true),
            "0" | "no" | "false" => Some(false),
            other => {
                let choices = ["yes", "no"].map(str::to_owned).to_vec();
                let problem = Problem::UnknownChoice { value: other.into(), what: "yes or no".into(), choices };
                found.push(table.place(row, column.unwrap_or_default()), problem);
                None
            }
        };
        let (joint, by_definition) = (flag(self.joint), flag(self.by_definition));
        let source = match row.field(self.source) {
            "" => request.source.clone().unwrap_or_default(),
            named => named.to_owned(),
        };
        let file = match &held {
            Held::File(path) => path.display().to_string(),
            Held::Field(_) => format!("{}:{}", table.file, row.line()),
        };
        let title = row.field(self.title).to_owned();
        let year = year?;
        Some(Document { name, file, speaker, year, title, source, joint, by_definition, held })
    }
}
