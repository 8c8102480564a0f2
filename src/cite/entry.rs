//! An entry of BibTeX as an item of CSL-JSON. Nothing is added: what the entry does not have, the item has not.

use biblatex::{
    Bibliography, Chunk, ChunksExt, Date, DateValue, Datetime, Entry, EntryType, PermissiveType, Person, Spanned,
};
use serde_json::{Map, Value, json};

use crate::model::package::Source;

/// An item, and what a style needs to know that CSL-JSON has no place for.
pub(super) struct Item {
    pub csl: Value,
    /// Whether braces keep the letters of the title as they are: `{{Title}}`.
    pub fixed_title: bool,
    /// What the entry gives as a date and is none.
    pub no_date: Option<String>,
}

/// The source as an item; one that is no entry of BibTeX has its paragraph as its title.
pub(super) fn item(source: &Source) -> Item {
    let entry = Bibliography::parse(&source.bibtex).ok().and_then(|b| b.into_vec().pop());
    match entry {
        Some(entry) => of_entry(&source.key, &entry),
        None => Item {
            csl: json!({"id": source.key, "type": "document", "title": source.reference}),
            fixed_title: true,
            no_date: None,
        },
    }
}

fn of_entry(key: &str, entry: &Entry) -> Item {
    let field = |names: &[&str]| names.iter().find_map(|name| text(entry, name));
    let mut csl = Map::new();
    csl.insert("id".into(), key.into());
    csl.insert("type".into(), kind(entry, field(&["entrysubtype"]).as_deref()).into());
    for (variable, role) in [("author", "author"), ("editor", "editor"), ("translator", "translator")] {
        let people = entry.get_as::<Vec<Person>>(role).unwrap_or_default();
        if !people.is_empty() {
            csl.insert(variable.into(), people.iter().map(name).collect());
        }
    }
    let title = match (field(&["title"]), field(&["subtitle"])) {
        (Some(title), Some(subtitle)) => Some(format!("{title}: {subtitle}")),
        (title, _) => title,
    };
    let article = matches!(entry.entry_type, EntryType::Article);
    let texts = [
        ("title", title),
        ("container-title", field(&["journaltitle", "journal", "booktitle"])),
        ("collection-title", field(&["series"])),
        ("volume", field(&["volume"])),
        ("issue", field(if article { &["number", "issue"] } else { &["issue"] })),
        ("number", field(&["number"]).filter(|_| !article)),
        ("page", field(&["pages"]).map(|pages| pages.replace("--", "-").replace('–', "-"))),
        ("edition", field(&["edition"])),
        ("version", field(&["version"])),
        ("genre", field(&["type"])),
        ("publisher", field(&["publisher", "institution", "school", "organization"])),
        ("publisher-place", field(&["location", "address"])),
        ("DOI", field(&["doi"]).map(|doi| doi.trim_start_matches("https://doi.org/").to_owned())),
        ("ISBN", field(&["isbn"])),
        ("ISSN", field(&["issn"])),
        ("URL", field(&["url"])),
        ("language", field(&["langid", "language"])),
        ("note", field(&["note", "howpublished"])),
        ("annote", field(&["annotation", "annote"])),
    ];
    for (variable, text) in texts {
        if let Some(text) = text {
            csl.insert(variable.into(), text.into());
        }
    }
    let mut no_date = None;
    for (variable, found, fields) in
        [("issued", entry.date(), ["date", "year"]), ("accessed", entry.url_date(), ["urldate", "urlyear"])]
    {
        match found {
            Ok(PermissiveType::Typed(date)) => {
                csl.insert(variable.into(), json!({ "date-parts": parts(&date) }));
            }
            _ => {
                let literal = field(&fields);
                if let Some(literal) = &literal {
                    csl.insert(variable.into(), json!({ "literal": literal }));
                }
                no_date = no_date.or(literal);
            }
        }
    }
    let fixed = |chunk: &Spanned<Chunk>| match &chunk.v {
        Chunk::Verbatim(_) => true,
        Chunk::Normal(text) => text.trim().is_empty(),
        Chunk::Math(_) => false,
    };
    Item {
        csl: Value::Object(csl),
        fixed_title: entry.get("title").is_some_and(|title| title.iter().all(fixed)),
        no_date,
    }
}

fn text(entry: &Entry, name: &str) -> Option<String> {
    let text = entry.get(name)?.format_verbatim();
    Some(text.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|text| !text.is_empty())
}

/// What kind of work it is, in the words of CSL.
fn kind(entry: &Entry, subtype: Option<&str>) -> &'static str {
    match (&entry.entry_type, subtype) {
        (EntryType::Article, Some("magazine")) => "article-magazine",
        (EntryType::Article, Some("newspaper")) => "article-newspaper",
        (EntryType::Article, _) => "article-journal",
        (EntryType::Book | EntryType::MvBook | EntryType::Collection | EntryType::MvCollection, _)
        | (EntryType::Proceedings | EntryType::MvProceedings | EntryType::Reference, _) => "book",
        (EntryType::InBook | EntryType::InCollection | EntryType::BookInBook | EntryType::InReference, _) => "chapter",
        (EntryType::InProceedings, _) => "paper-conference",
        (EntryType::Report | EntryType::TechReport | EntryType::Manual, _) => "report",
        (EntryType::Thesis | EntryType::PhdThesis | EntryType::MastersThesis, _) => "thesis",
        (EntryType::Unpublished, _) => "manuscript",
        (EntryType::Patent, _) => "patent",
        (EntryType::Online, _) => "webpage",
        (EntryType::Dataset, _) => "dataset",
        (EntryType::Software, _) => "software",
        _ => "document",
    }
}

/// A person by the parts of the name; a body, or whoever has one name only, as it stands.
fn name(person: &Person) -> Value {
    if person.given_name.is_empty() && person.prefix.is_empty() && person.suffix.is_empty() {
        return json!({ "literal": person.name });
    }
    let mut name = Map::new();
    for (variable, part) in [
        ("family", &person.name),
        ("given", &person.given_name),
        ("non-dropping-particle", &person.prefix),
        ("suffix", &person.suffix),
    ] {
        if !part.is_empty() {
            name.insert(variable.into(), part.clone().into());
        }
    }
    Value::Object(name)
}

fn parts(date: &Date) -> Value {
    let day = |d: &Datetime| {
        let month = d.month.map(|m| i32::from(m) + 1);
        let day = d.day.filter(|_| month.is_some()).map(|d| i32::from(d) + 1);
        std::iter::once(d.year).chain(month).chain(day).collect::<Vec<i32>>()
    };
    match &date.value {
        DateValue::At(d) | DateValue::After(d) | DateValue::Before(d) => json!([day(d)]),
        DateValue::Between(from, to) => json!([day(from), day(to)]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn csl(bibtex: &str) -> Value {
        item(&Source { key: "k".into(), bibtex: bibtex.into(), ..Source::default() }).csl
    }

    #[test]
    fn an_article_has_what_its_entry_has() {
        let text = "@article{k, author = {von der Leyen, Ursula and {{SIPRI}}}, title = {A: {B}}, journal = {J},\n \
                    volume = 3, number = {2}, pages = {1--20}, year = 2024, month = jul, doi = {https://doi.org/10.1/x_y}}";
        assert_eq!(
            csl(text),
            json!({"id": "k", "type": "article-journal",
                "author": [{"family": "Leyen", "given": "Ursula", "non-dropping-particle": "von der"}, {"literal": "SIPRI"}],
                "title": "A: B", "container-title": "J", "volume": "3", "issue": "2", "page": "1-20",
                "DOI": "10.1/x_y", "issued": {"date-parts": [[2024, 7]]}})
        );
    }

    #[test]
    fn what_is_no_date_is_a_word() {
        let found = item(&alone("@misc{k, title = {{T}}, year = {forthcoming}, urldate = {2026-11-21}}"));
        assert_eq!(found.no_date.as_deref(), Some("forthcoming"));
        assert!(found.fixed_title);
        assert_eq!(
            found.csl,
            json!({"id": "k", "type": "document", "title": "T", "issued": {"literal": "forthcoming"},
                "accessed": {"date-parts": [[2026, 11, 21]]}})
        );
        let between = csl("@misc{k, date = {2000/2020}}");
        assert_eq!(between["issued"], json!({"date-parts": [[2000], [2020]]}));
    }

    fn alone(bibtex: &str) -> Source {
        Source { key: "k".into(), bibtex: bibtex.into(), ..Source::default() }
    }

    #[test]
    fn what_is_no_entry_is_its_paragraph() {
        let source = Source { key: "k".into(), reference: "A. B.".into(), ..Source::default() };
        assert_eq!(item(&source).csl, json!({"id": "k", "type": "document", "title": "A. B."}));
    }
}
