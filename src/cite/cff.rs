//! Items of CSL-JSON as references of a CITATION.cff. The format asks for authors, so works without any are left out.

use serde_json::Value;

/// The entries below `references:`.
pub(super) fn references<'a>(items: impl Iterator<Item = &'a Value>) -> String {
    items.filter_map(reference).collect()
}

fn reference(item: &Value) -> Option<String> {
    let text = |name: &str| item.get(name).and_then(Value::as_str);
    let authors: Vec<String> = item.get("author")?.as_array()?.iter().map(author).collect();
    let mut out = format!("  - type: {}\n    title: {}\n    authors:\n", kind(text("type")?), quoted(text("title")?));
    out.extend(authors);
    let mut line = |name: &str, value: &str| out += &format!("    {name}: {value}\n");
    if let Some(year) = item.pointer("/issued/date-parts/0/0").and_then(Value::as_i64) {
        line("year", &year.to_string());
    }
    for (name, variable) in [
        ("journal", "container-title"),
        ("volume", "volume"),
        ("issue", "issue"),
        ("version", "version"),
        ("doi", "DOI"),
        ("isbn", "ISBN"),
        ("url", "URL"),
    ] {
        if let Some(value) = text(variable) {
            line(name, &quoted(value));
        }
    }
    Some(out)
}

fn author(person: &Value) -> String {
    let part = |name: &str| person.get(name).and_then(Value::as_str);
    if let Some(whole) = part("literal") {
        return format!("      - name: {}\n", quoted(whole));
    }
    let parts = [
        ("family-names", "family"),
        ("given-names", "given"),
        ("name-particle", "non-dropping-particle"),
        ("name-suffix", "suffix"),
    ];
    let parts: Vec<String> =
        parts.iter().filter_map(|(name, from)| Some(format!("{name}: {}\n", quoted(part(from)?)))).collect();
    format!("      - {}", parts.join("        "))
}

fn kind(csl: &str) -> &'static str {
    match csl {
        "article-journal" => "article",
        "article-magazine" => "magazine-article",
        "article-newspaper" => "newspaper-article",
        "book" => "book",
        "chapter" => "generic",
        "paper-conference" => "conference-paper",
        "report" => "report",
        "thesis" => "thesis",
        "manuscript" => "unpublished",
        "patent" => "patent",
        "webpage" => "website",
        "dataset" => "data",
        "software" => "software",
        _ => "generic",
    }
}

/// A text of YAML between double quotes.
fn quoted(text: &str) -> String {
    let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_reference_is_yaml() {
        let item = json!({"type": "dataset", "title": "A \"b\"", "issued": {"date-parts": [[2024, 1]]}, "URL": "https://a.b",
            "author": [{"literal": "SIPRI"}, {"family": "Leyen", "given": "Ursula", "non-dropping-particle": "von der"}]});
        let expected = "  - type: data\n    title: \"A \\\"b\\\"\"\n    authors:\n      - name: \"SIPRI\"\n      - \
                        family-names: \"Leyen\"\n        given-names: \"Ursula\"\n        name-particle: \"von der\"\n    \
                        year: 2024\n    url: \"https://a.b\"\n";
        assert_eq!(references([item].iter()), expected);
        assert_eq!(references([json!({"type": "dataset", "title": "A"})].iter()), "");
    }
}
