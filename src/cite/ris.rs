//! An item of CSL-JSON as a record of RIS: a tag of two letters, two blanks, a hyphen, a blank and the value.

use serde_json::Value;

/// One record, from `TY` to `ER`.
pub(super) fn record(item: &Value) -> String {
    let text = |name: &str| item.get(name).and_then(Value::as_str);
    let mut out = format!("TY  - {}\n", kind(text("type").unwrap_or_default()));
    let mut line = |tag: &str, value: &str| out += &format!("{tag}  - {value}\n");
    if let Some(key) = text("id") {
        line("ID", key);
    }
    for (tag, role) in [("AU", "author"), ("ED", "editor"), ("A4", "translator")] {
        for person in item.get(role).and_then(Value::as_array).into_iter().flatten() {
            line(tag, &name(person));
        }
    }
    if let Some(title) = text("title") {
        line("TI", title);
    }
    if let Some(container) = text("container-title") {
        line("T2", container);
    }
    if let Some((year, day)) = date(item, "issued") {
        line("PY", &year);
        if let Some(day) = day {
            line("DA", &day);
        }
    }
    for (tag, name) in [("T3", "collection-title"), ("VL", "volume"), ("IS", "issue"), ("M1", "number")] {
        if let Some(value) = text(name) {
            line(tag, value);
        }
    }
    if let Some(pages) = text("page") {
        let (first, last) = pages.split_once('-').map_or((pages, None), |(first, last)| (first, Some(last)));
        line("SP", first);
        if let Some(last) = last {
            line("EP", last);
        }
    }
    // A version has the tag that an edition has.
    for (tag, name) in [("ET", "edition"), ("ET", "version"), ("M3", "genre"), ("PB", "publisher")] {
        if let Some(value) = text(name) {
            line(tag, value);
        }
    }
    for (tag, name) in
        [("CY", "publisher-place"), ("SN", "ISBN"), ("SN", "ISSN"), ("DO", "DOI"), ("UR", "URL"), ("LA", "language")]
    {
        if let Some(value) = text(name) {
            line(tag, value);
        }
    }
    if let Some((year, day)) = date(item, "accessed") {
        line("Y2", day.as_ref().unwrap_or(&year));
    }
    for name in ["note", "annote"] {
        if let Some(value) = text(name) {
            line("N1", value);
        }
    }
    out + "ER  - \n"
}

fn kind(csl: &str) -> &'static str {
    match csl {
        "article-journal" => "JOUR",
        "article-magazine" => "MGZN",
        "article-newspaper" => "NEWS",
        "book" => "BOOK",
        "chapter" => "CHAP",
        "paper-conference" => "CPAPER",
        "report" => "RPRT",
        "thesis" => "THES",
        "manuscript" => "UNPB",
        "patent" => "PAT",
        "webpage" => "ELEC",
        "dataset" => "DATA",
        "software" => "COMP",
        _ => "GEN",
    }
}

/// "Leyen, Ursula, Jr."; a body as it stands.
fn name(person: &Value) -> String {
    let part = |name: &str| person.get(name).and_then(Value::as_str);
    if let Some(whole) = part("literal") {
        return whole.to_owned();
    }
    let family: Vec<&str> = [part("non-dropping-particle"), part("family")].into_iter().flatten().collect();
    let parts = [Some(family.join(" ")), part("given").map(str::to_owned), part("suffix").map(str::to_owned)];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The year, and the date as `2024/07/25`, where the month is known.
fn date(item: &Value, variable: &str) -> Option<(String, Option<String>)> {
    let date = item.get(variable)?;
    if let Some(literal) = date.get("literal").and_then(Value::as_str) {
        return Some((literal.to_owned(), None));
    }
    let parts: Vec<i64> =
        date.get("date-parts")?.as_array()?.first()?.as_array()?.iter().filter_map(Value::as_i64).collect();
    let (year, rest) = parts.split_first()?;
    let rest: Vec<String> = rest.iter().map(|part| format!("{part:02}")).collect();
    Some((year.to_string(), (!rest.is_empty()).then(|| format!("{year}/{}", rest.join("/")))))
}
