//! The page of sentences.

use serde::Serialize;

use super::several;
use crate::document::{Cell, Document, Table};
use crate::report::{Detail, Report};
use crate::text::kwic::Line;
use crate::text::verbs::Concordance;

/// Sentences on a brief page.
const BRIEF: usize = 60;

#[derive(Serialize)]
struct Page<'a> {
    patterns: &'a str,
    documents: usize,
    sentences: Vec<Sentence<'a>>,
    notes: &'a [String],
}

#[derive(Serialize)]
struct Sentence<'a> {
    unit: String,
    document: &'a str,
    file: &'a str,
    speaker: &'a str,
    year: u16,
    title: &'a str,
    target: &'a str,
    sentence: usize,
    mentions: u32,
    matched: &'a [String],
    forms: &'a [&'static str],
    others: &'a [String],
    list: bool,
    before: &'a str,
    text: &'a str,
    after: &'a str,
    /// Bytes of the original text.
    from: usize,
    to: usize,
    line: usize,
}

fn sentence(line: &Line) -> Sentence<'_> {
    Sentence {
        unit: line.unit(),
        document: &line.document,
        file: &line.file,
        speaker: &line.speaker,
        year: line.year.get(),
        title: &line.title,
        target: &line.target,
        sentence: line.sentence,
        mentions: line.mentions,
        matched: &line.matched,
        forms: &line.forms,
        others: &line.others,
        list: line.list,
        before: &line.before,
        text: &line.text,
        after: &line.after,
        from: line.from,
        to: line.to,
        line: line.line,
    }
}

impl Report for Concordance {
    fn document(&self, detail: Detail) -> Document {
        let mut d = Document::new("Sentences that name a target", format!("Patterns: {}", self.patterns));
        let n = self.lines.len();
        d.fact("Found", format!("{} in {}", several(n, "sentence"), several(self.documents, "document")));
        let shown = if detail == Detail::Full { n } else { n.min(BRIEF) };
        let mut table = Table::new("", ["speaker", "year", "target", "sentence"], 4);
        for line in self.lines.iter().take(shown) {
            let said = [&line.before, &line.text, &line.after].map(String::as_str);
            let said: Vec<&str> = said.into_iter().filter(|s| !s.is_empty()).collect();
            let flag = if line.list { format!(" [list: with {}]", line.others.join(", ")) } else { String::new() };
            let place = format!("({} {})", line.document, line.sentence);
            let cells = [line.speaker.clone(), line.year.to_string(), line.target.clone()].map(Cell::from);
            table.push(cells.into_iter().chain([Cell::from(format!("{} {place}{flag}", said.join(" ")))]));
        }
        d.table(table);
        let mut notes = self.notes.clone();
        if shown < n {
            notes.push(format!("{} more; --format csv, html or markdown has all", n - shown));
        }
        notes.push(format!(
            "list: a sentence that names {} other targets of the patterns or more, which may be a mere enumeration",
            self.question.list_from
        ));
        d.list("Notes", notes);
        d
    }

    fn records(&self) -> Option<Table> {
        let heads = [
            "unit", "speaker", "year", "target", "document", "sentence", "mentions", "matched", "forms", "others",
            "list", "before", "text", "after", "title", "file", "line", "from", "to", "source",
        ];
        let mut table = Table::records(heads);
        for line in &self.lines {
            let texts = |t: &str| Cell::from(t);
            table.push([
                texts(&line.unit()),
                texts(&line.speaker),
                texts(&line.year.to_string()),
                texts(&line.target),
                texts(&line.document),
                line.sentence.into(),
                (line.mentions as usize).into(),
                texts(&line.matched.join("|")),
                texts(&line.forms.join("|")),
                texts(&line.others.join("|")),
                usize::from(line.list).into(),
                texts(&line.before),
                texts(&line.text),
                texts(&line.after),
                texts(&line.title),
                texts(&line.file),
                line.line.into(),
                line.from.into(),
                line.to.into(),
                texts(&line.source),
            ]);
        }
        Some(table)
    }

    fn json(&self) -> serde_json::Result<String> {
        let sentences = self.lines.iter().map(sentence).collect();
        let page = Page { patterns: &self.patterns, documents: self.documents, sentences, notes: &self.notes };
        Ok(serde_json::to_string_pretty(&page)? + "\n")
    }
}
