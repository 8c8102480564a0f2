//! A list of references as a style words them: what is italic stays so, and whatever the text holds is text.

use super::escape::plain;
use super::markup::escaped;
use crate::document::{Run, Styled};

/// Letters alone, one reference a line.
pub fn text(references: &[Styled]) -> String {
    references.iter().map(|r| format!("{}{}\n", numbered(r), one_line(&r.text()))).collect()
}

/// A list in Markdown, an item for each reference.
pub fn markdown(references: &[Styled]) -> String {
    let run = |run: &Run| {
        let shown = plain(&run.text);
        // Marks of emphasis that touch a blank are letters; the blanks stand outside them.
        let inner = shown.trim();
        if !run.italic || inner.is_empty() {
            return shown;
        }
        let (before, after) = (shown.len() - shown.trim_start().len(), shown.trim_end().len());
        let blanks = [shown.get(..before), shown.get(after..)].map(Option::unwrap_or_default);
        format!("{}*{inner}*{}", blanks[0], blanks[1])
    };
    let item = |r: &Styled| {
        let mark = if r.number.is_some() { numbered(r) } else { "- ".to_owned() };
        format!("{mark}{}\n", r.runs.iter().map(run).collect::<String>())
    };
    references.iter().map(item).collect()
}

/// A list in HTML, for a page of one's own: an item for each reference, found by its key.
pub fn html(references: &[Styled]) -> String {
    let run = |run: &Run| {
        let shown = escaped(&run.text);
        let shown = if run.italic { format!("<i>{shown}</i>") } else { shown };
        match run.link.as_deref().filter(|link| link.starts_with("https://") || link.starts_with("http://")) {
            Some(link) => format!("<a href=\"{}\">{shown}</a>", escaped(link)),
            None => shown,
        }
    };
    let item = |r: &Styled| {
        let runs: String = r.runs.iter().map(run).collect();
        format!("  <li id=\"ref-{}\">{runs}</li>\n", escaped(&r.key))
    };
    let tag = if references.iter().any(|r| r.number.is_some()) { "ol" } else { "ul" };
    format!("<{tag}>\n{}</{tag}>\n", references.iter().map(item).collect::<String>())
}

fn numbered(r: &Styled) -> String {
    r.number.as_ref().map_or_else(String::new, |number| format!("{number} "))
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reference() -> [Styled; 1] {
        let run =
            |text: &str, italic, link: Option<&str>| Run { text: text.into(), italic, link: link.map(str::to_owned) };
        let runs = vec![
            run("A <b> & *c*. ", false, None),
            run("Title", true, None),
            run(". ", false, None),
            run("https://a.org/?x&y", false, Some("https://a.org/?x&y")),
            run(" here", false, Some("javascript:alert(1)")),
        ];
        [Styled { key: "k\"".into(), number: None, runs }]
    }

    #[test]
    fn text_is_text_in_every_format() {
        assert_eq!(text(&reference()), "A <b> & *c*. Title. https://a.org/?x&y here\n");
        assert_eq!(markdown(&reference()), "- A &lt;b> & \\*c\\*. *Title*. https://a.org/?x&y here\n");
        let expected = "<ul>\n  <li id=\"ref-k&quot;\">A &lt;b&gt; &amp; *c*. <i>Title</i>. \
                        <a href=\"https://a.org/?x&amp;y\">https://a.org/?x&amp;y</a> here</li>\n</ul>\n";
        assert_eq!(html(&reference()), expected);
    }

    #[test]
    fn numbers_stand_before() {
        let one = [Styled { number: Some("1.".into()), ..reference()[0].clone() }];
        assert!(text(&one).starts_with("1. A <b>") && markdown(&one).starts_with("1. A &lt;b>"));
        assert!(html(&one).starts_with("<ol>"));
    }
}
