//! References in the words of a style: hayagriva reads the style and words the reference.

use hayagriva::archive::{ArchivedStyle, locales};
use hayagriva::citationberg::{IndependentStyle, LocaleCode, LocalizedTerm, Style as CslStyle, json};
use hayagriva::{BibliographyDriver, BibliographyRequest, CitationItem, CitationRequest, ElemChild, ElemChildren};
use serde_json::{Value, json};

use super::Formatted;
use super::collisions::resolved;
use super::entry::{self, Item};
use super::works::Work;
use crate::document::{Run, Styled};

/// The styles of reference lists.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Style {
    /// Chicago Manual of Style, 18th edition, author and date.
    #[default]
    Chicago,
    /// American Psychological Association, 7th edition.
    Apa,
    /// Harvard, as Cite Them Right, 12th edition, has it.
    Harvard,
    /// GOST R 7.0.5-2008, numbered.
    Gost,
}

/// A hyphen within a number, which is no sign of a range: a style would read the report 2010-23 as 2010 to 23.
const HYPHEN: char = '\u{2011}';

impl Style {
    pub const ALL: [Style; 4] = [Style::Chicago, Style::Apa, Style::Harvard, Style::Gost];

    fn archived(self) -> ArchivedStyle {
        match self {
            Style::Chicago => ArchivedStyle::ChicagoAuthorDate,
            Style::Apa => ArchivedStyle::AmericanPsychologicalAssociation,
            Style::Harvard => ArchivedStyle::HarvardCiteThemRight,
            Style::Gost => ArchivedStyle::GostR7052008Numeric,
        }
    }
}

/// The works in the order of the style, with what is missing in them.
pub(super) fn formatted(works: &[Work], style: Style) -> Formatted {
    let items: Vec<(&Work, Item)> = works.iter().map(|work| (work, entry::item(&work.source))).collect();
    let mut references = match style {
        // Numbers follow the order of the list: Cyrillic letters first, then as Chicago has it.
        Style::Gost => {
            let listed = worded(&items, Style::Chicago);
            let position = |key: &str| listed.iter().position(|r| r.key == key).unwrap_or(usize::MAX);
            let latin = |key: &str| {
                let text = listed.iter().find(|r| r.key == key).map(Styled::text).unwrap_or_default();
                !text.chars().find(|c| c.is_alphabetic()).is_some_and(|c| ('\u{400}'..='\u{4ff}').contains(&c))
            };
            let mut items = items.iter().map(|(work, item)| (*work, item)).collect::<Vec<_>>();
            items.sort_by_key(|(work, _)| (latin(&work.source.key), position(&work.source.key)));
            worded_as_listed(&items, style)
        }
        _ => worded(&items, style),
    };
    let mut notes = Vec::new();
    let mut unworded = Vec::new();
    for (work, item) in &items {
        match references.iter_mut().find(|r| r.key == work.source.key) {
            Some(reference) => sign(reference, work),
            None => {
                let why =
                    if nameless(&item.csl) { "it has neither author nor title" } else { "the style cannot word it" };
                unworded.push(format!("{} ({why})", work.source.key));
                let text = work.source.reference.clone();
                let mut reference = Styled { key: work.source.key.clone(), runs: vec![run(text)], number: None };
                if style == Style::Gost {
                    reference.number = Some(format!("{}.", references.len() + 1));
                }
                sign(&mut reference, work);
                references.push(reference);
            }
        }
    }
    let keys = |without: &dyn Fn(&Item) -> bool| -> Vec<String> {
        items.iter().filter(|(_, item)| without(item)).map(|(work, _)| work.source.key.clone()).collect()
    };
    notes.extend(note("cited as the package or the framework words it, at the end", &unworded));
    notes.extend(note("cited without an author, for the entry has none", &keys(&|i| i.csl.get("author").is_none())));
    notes.extend(note("cited without a date, for the entry has none", &keys(&|i| i.csl.get("issued").is_none())));
    notes.extend(note("cited without the date of the entry, which is no date", &keys(&|i| i.no_date.is_some())));
    Formatted { references, notes }
}

/// "3 references cited without a date: a, b, c".
fn note(what: &str, keys: &[String]) -> Option<String> {
    const SHOWN: usize = 12;
    let more = keys.len().saturating_sub(SHOWN);
    let shown = keys.get(..SHOWN).unwrap_or(keys).join(", ");
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    let references = if keys.len() == 1 { "reference" } else { "references" };
    (!keys.is_empty()).then(|| format!("{} {references} {what}: {shown}{more}", keys.len()))
}

/// A style has no place for a fingerprint, by which alone a file is surely the same: it stands at the end.
fn sign(reference: &mut Styled, work: &Work) {
    if !work.sha256.is_empty() {
        reference.runs.push(run(format!(" SHA-256 {}.", work.sha256)));
    }
}

fn run(text: String) -> Run {
    Run { text, italic: false, link: None }
}

fn nameless(csl: &Value) -> bool {
    ["author", "editor", "title"].iter().all(|name| csl.get(*name).is_none())
}

fn worded(items: &[(&Work, Item)], style: Style) -> Vec<Styled> {
    worded_as_listed(&items.iter().map(|(work, item)| (*work, item)).collect::<Vec<_>>(), style)
}

/// What the style makes of the items, those left out that it can make nothing of.
fn worded_as_listed(items: &[(&Work, &Item)], style: Style) -> Vec<Styled> {
    let CslStyle::Independent(csl) = style.archived().get() else { return Vec::new() };
    let csl = adapted(csl, style);
    let locales = locales();
    let named = items.iter().filter(|(_, item)| !nameless(&item.csl));
    let entries: Vec<json::Item> = named.filter_map(|(_, item)| as_styled(item, style)).collect();
    let mut driver = BibliographyDriver::new();
    // Harvard is a British style: its days and quotation marks are those of British English.
    let locale = (style == Style::Harvard).then(|| LocaleCode("en-GB".to_owned()));
    for item in &entries {
        let cited = vec![CitationItem::with_entry(item)];
        driver.citation(CitationRequest::new(cited, &csl, locale.clone(), &locales, None));
    }
    let rendered = driver.finish(BibliographyRequest { style: &csl, locale, locale_files: &locales });
    let mut all = Vec::new();
    for item in rendered.bibliography.into_iter().flat_map(|list| list.items) {
        let mut runs = Vec::new();
        collect(&item.content, &mut runs);
        let mut number = Vec::new();
        if let Some(field) = item.first_field {
            collect(&ElemChildren(vec![field]), &mut number);
        }
        let number: String = number.into_iter().map(|run: Run| run.text).collect();
        let number = Some(number.trim().to_owned()).filter(|number| !number.is_empty());
        let styled = Styled { key: item.key, number, runs: resolved(trimmed(runs)) };
        if !styled.text().trim().is_empty() {
            all.push(styled);
        }
    }
    all
}

/// The item as the style is given it.
fn as_styled(item: &Item, style: Style) -> Option<json::Item> {
    let mut csl = item.csl.clone();
    let map = csl.as_object_mut()?;
    for variable in ["issued", "accessed"] {
        // A word is no date that could be worded, and of a span the library knows one end.
        let last = map.get(variable).and_then(|date| date.get("date-parts")?.as_array()?.last().cloned());
        match last {
            Some(last) => map.insert(variable.into(), json!({ "date-parts": [last] })),
            None => map.remove(variable),
        };
    }
    if let Some(number) = map.get("number").and_then(Value::as_str) {
        let number = number.replace('-', &HYPHEN.to_string());
        map.insert("number".into(), number.into());
    }
    // Capitals are changed in English titles only; braces say that none is to be changed.
    if item.fixed_title {
        map.insert("language".into(), "und".into());
    }
    let online = map.contains_key("URL") || map.contains_key("DOI");
    let kind = map.get("type").and_then(Value::as_str).unwrap_or_default();
    if style == Style::Gost && online && ["dataset", "document", "software", "report"].contains(&kind) {
        // The style prints the address of web pages alone, and of a resource that is online GOST asks it.
        map.insert("type".into(), "webpage".into());
    }
    serde_json::from_value(csl).ok()
}

/// GOST R 7.0.5 has one sign for a page and for pages, where the library's Russian has "Сс." for pages.
fn adapted(mut csl: IndependentStyle, style: Style) -> IndependentStyle {
    if style == Style::Gost {
        let page = json!({"@name": "page", "@form": "short", "single": "с.", "multiple": "с."});
        let term: Option<LocalizedTerm> = serde_json::from_value(page).ok();
        // Beside the terms of the style's own: where it has none, the words of the library stay.
        let own = csl.locale.iter_mut().filter_map(|own| own.terms.as_mut());
        for (terms, term) in own.zip(term.iter().cycle()) {
            terms.terms.push(term.clone());
        }
    }
    csl
}

fn collect(children: &ElemChildren, runs: &mut Vec<Run>) {
    let styled = |text: &hayagriva::Formatted, link: Option<String>| Run {
        text: text.text.replace(HYPHEN, "-"),
        italic: text.formatting.font_style == hayagriva::citationberg::FontStyle::Italic,
        link,
    };
    for child in &children.0 {
        match child {
            ElemChild::Text(text) => runs.push(styled(text, None)),
            ElemChild::Elem(elem) => collect(&elem.children, runs),
            ElemChild::Markup(text) => runs.push(run(text.clone())),
            ElemChild::Link { text, url } => runs.push(styled(text, Some(url.clone()))),
            ElemChild::Transparent { .. } => {}
        }
    }
}

/// Without blanks before the first letter and behind the last.
fn trimmed(mut runs: Vec<Run>) -> Vec<Run> {
    if let Some(first) = runs.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    if let Some(last) = runs.last_mut() {
        last.text = last.text.trim_end().to_owned();
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cite::alone;

    fn shown(bibtex: &str, style: Style) -> String {
        let works = [Work::of(alone("k", bibtex.to_owned(), "The paragraph.".to_owned()))];
        formatted(&works, style).references.iter().map(Styled::text).collect()
    }

    #[test]
    fn marks_and_numbers_are_as_the_style_asks() {
        let page = "@online{k, author = {{ASEAN}}, title = {{A page}}, year = {2021}, url = {https://a.org/x}}";
        assert_eq!(shown(page, Style::Apa), "ASEAN. (2021). A page. https://a.org/x");
        assert_eq!(shown(page, Style::Chicago), "ASEAN. 2021. “A page.” https://a.org/x.");
        let report = "@report{k, author = {Gaulier, Guillaume}, title = {{BACI}}, type = {Working Paper}, \
                      number = {2010-23}, institution = {CEPII}, year = {2010}}";
        assert_eq!(shown(report, Style::Apa), "Gaulier, G. (2010). BACI (Working Paper 2010-23). CEPII.");
        let article =
            "@article{k, author = {Корольков, Иван}, title = {{Россия}}, journal = {Ж}, pages = {1--9}, year = 2024}";
        assert_eq!(shown(article, Style::Gost), "Корольков И. Россия // Ж. 2024. С. 1–9.");
    }

    #[test]
    fn what_has_no_name_is_worded_as_it_stands() {
        for style in Style::ALL {
            assert_eq!(shown("@misc{k, year = {2024}}", style), "The paragraph.");
            assert!(shown("no entry", style).contains("The paragraph"), "{style:?}");
        }
    }
}
