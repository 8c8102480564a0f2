//! Where rows come from: an entry for sources.bib, and the vintage.

/// What a table is cited by.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// Names the provider, the layout and the vintage, so that no two vintages share a key.
    pub key: String,
    pub author: String,
    pub title: String,
    /// Four digits, or empty.
    pub year: String,
    pub url: String,
    pub note: String,
    /// In words: which edition of the data this is.
    pub vintage: String,
}

impl Source {
    /// As an entry of BibTeX, with a line end.
    pub fn entry(&self) -> String {
        let mut entry = format!("@misc{{{},\n", self.key);
        for (name, value, open, close) in [
            ("author", &self.author, "{{", "}}"),
            ("title", &self.title, "{{", "}}"),
            ("year", &self.year, "{", "}"),
            ("url", &self.url, "{", "}"),
            ("note", &self.note, "{", "}"),
        ] {
            if !value.is_empty() {
                entry += &format!("  {name} = {open}{}{close},\n", plain(value));
            }
        }
        entry + "}\n"
    }
}

/// Without what would end a field of BibTeX or mean something in it.
fn plain(text: &str) -> String {
    let text: String = text.chars().filter(|c| !['{', '}', '\\'].contains(c) && !c.is_control()).collect();
    text.replace('%', "\\%").replace('&', "\\&").replace('#', "\\#")
}

/// A part of a key: lower case letters and digits, everything else one hyphen.
pub fn part(text: &str) -> String {
    let mut part = String::new();
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            part.push(c);
        } else if !part.ends_with('-') && !part.is_empty() {
            part.push('-');
        }
    }
    part.trim_end_matches('-').to_owned()
}

/// The day in a text such as "13 Oct 2024 12:33:29 PM", "28 July 2022" or "17/03/2025", as 2024-10-13.
pub fn day(text: &str) -> Option<String> {
    const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let words: Vec<&str> = text.split(|c: char| c.is_whitespace() || c == '/').filter(|w| !w.is_empty()).collect();
    words.windows(3).find_map(|three| {
        let [day, month, year] = three else { return None };
        let day: u8 = day.parse().ok().filter(|d| (1..=31).contains(d))?;
        let year: u16 = year.trim_end_matches([',', ';']).parse().ok().filter(|y| (1950..=2100).contains(y))?;
        let month = match month.parse::<usize>() {
            Ok(number) => number,
            Err(_) => MONTHS.iter().position(|m| month.to_lowercase().starts_with(m))? + 1,
        };
        (1..=12).contains(&month).then(|| format!("{year:04}-{month:02}-{day:02}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_bibtex() {
        let source = Source {
            key: "k".into(),
            author: "A & B".into(),
            title: "T {x}".into(),
            year: "2024".into(),
            ..Source::default()
        };
        assert_eq!(source.entry(), "@misc{k,\n  author = {{A \\& B}},\n  title = {{T x}},\n  year = {2024},\n}\n");
    }

    #[test]
    fn days_are_found_in_what_providers_print() {
        for (text, found) in [
            ("Data generated: 13 Oct 2024 12:33:29 PM", Some("2024-10-13")),
            ("Generated: 28 July 2022", Some("2022-07-28")),
            ("Data last updated: 17/03/2025", Some("2025-03-17")),
            ("Data generated: 12 Feb 2026 12:26:12 PM;", Some("2026-02-12")),
            ("no day", None),
            ("40 Oct 2024", None),
        ] {
            assert_eq!(day(text).as_deref(), found, "{text}");
        }
        assert_eq!(part("BACI HS92, V202401b"), "baci-hs92-v202401b");
    }
}
