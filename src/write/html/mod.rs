//! A document as a web page that stands alone: no file or address is fetched, and a script only where there is
//! something to sort or to move.

mod table;
mod what_if;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::document::{Block, Document, Heading, Picture, Reference, wording};
use crate::write::markup::escaped;
use crate::write::{Writer, head};

/// HTML 5 in UTF-8. Whatever the text holds is text there.
pub struct Html;

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("page.js");

/// Nothing is fetched and nothing is sent; what runs and what is drawn stands in the page.
const POLICY: &str = "default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/// From so many sections on a page has a list of them.
const SECTIONS: usize = 4;

impl Writer for Html {
    fn write(&self, document: &Document) -> String {
        let [title, below] = head(document, escaped);
        let language = if document.language.is_empty() { "en-GB" } else { &document.language };
        let sections: Vec<&Heading> = sections(document).collect();
        let long = sections.len() >= SECTIONS;
        // What the script calls a table without a title.
        let table = match document.say(wording::TABLE) {
            wording::TABLE => String::new(),
            other => format!(" data-table=\"{}\"", escaped(other)),
        };
        let mut out = format!(
            "<!DOCTYPE html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n<title>{title}</title>\n\
             <style>\n{STYLE}</style>\n</head>\n<body{table}>\n<main>\n<h1>{title}</h1>\n"
        );
        if !below.is_empty() {
            out += &format!("<p class=\"aside\">{below}</p>\n");
        }
        let mut contents = if long { Some(contents(document, &sections)) } else { None };
        let mut facts = false;
        for block in &document.blocks {
            // Facts that follow one another are one list of terms; one that continues nothing is a paragraph.
            let is_fact = matches!(block, Block::Fact { label, .. } if facts || !label.is_empty());
            if is_fact != facts {
                out += if is_fact { "<dl>\n" } else { "</dl>\n" };
                facts = is_fact;
            }
            // What a page begins with is its answer; the list of sections stands below that.
            if matches!(block, Block::Heading(_)) {
                out += &contents.take().unwrap_or_default();
            }
            match block {
                Block::Fact { text, .. } if !is_fact => out += &paragraph(document, text),
                block => out += &self::block(document, block),
            }
        }
        out += if facts { "</dl>\n" } else { "" };
        out += "</main>\n";
        if long {
            out += &format!("<script>\n{SCRIPT}</script>\n");
        }
        out + "</body>\n</html>\n"
    }
}

/// The sections that a link can lead to.
fn sections(document: &Document) -> impl Iterator<Item = &Heading> {
    document.blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) if heading.level == 2 && !heading.id.is_empty() => Some(heading),
        _ => None,
    })
}

/// The attribute of an element whose text stands in English on a page of another language.
fn lang(document: &Document, text: &str) -> &'static str {
    if document.original.contains(text) { " lang=\"en\"" } else { "" }
}

fn paragraph(document: &Document, text: &str) -> String {
    format!("<p{}>{}</p>\n", lang(document, text), escaped(text))
}

fn contents(document: &Document, sections: &[&Heading]) -> String {
    let item = |h: &&Heading| {
        let lang = lang(document, &h.text);
        format!("<li><a href=\"#{}\"{lang}>{}</a></li>\n", escaped(&h.id), escaped(&h.text))
    };
    let items: String = sections.iter().map(item).collect();
    format!("<nav>\n<ol>\n{items}</ol>\n</nav>\n")
}

fn block(document: &Document, block: &Block) -> String {
    let lang = |text: &str| lang(document, text);
    match block {
        Block::Heading(heading) => self::heading(document, heading),
        Block::Paragraph(text) => paragraph(document, text),
        Block::Fact { label, text } => {
            let term = match label.as_str() {
                "" => String::new(),
                label => format!("<dt{}>{}</dt>\n", lang(label), escaped(label)),
            };
            format!("{term}<dd{}>{}</dd>\n", lang(text), escaped(text))
        }
        Block::List { label, items } => {
            let item = |item: &String| format!("<li{}>{}</li>\n", lang(item), escaped(item));
            let items: String = items.iter().map(item).collect();
            let label = match label.as_str() {
                "" => String::new(),
                label => format!("<p{}><strong>{}</strong></p>\n", lang(label), escaped(label)),
            };
            format!("{label}<ul>\n{items}</ul>\n")
        }
        Block::Table(table) => table::table(document, table),
        Block::Figure(picture) => figure(document, picture),
        Block::WhatIf(tree) => what_if::panel(document, tree),
        Block::References { label, entries } => {
            let entry = |e: &Reference| {
                format!("<li id=\"{}\">[{}] {}</li>\n", escaped(&e.key), escaped(&e.key), escaped(&e.text))
            };
            let entries: String = entries.iter().map(entry).collect();
            let label = if label.is_empty() { String::new() } else { format!("<h2>{}</h2>\n", escaped(label)) };
            format!("{label}<ul>\n{entries}</ul>\n")
        }
        Block::Cited { label, keys } => {
            let link = |key: &String| format!("<a href=\"#{}\">{}</a>", escaped(key), escaped(key));
            let links: Vec<String> = keys.iter().map(link).collect();
            format!("<p><strong>{}</strong> {}</p>\n", escaped(label), links.join(", "))
        }
        Block::Break => String::new(),
    }
}

fn heading(document: &Document, heading: &Heading) -> String {
    let level = heading.level.clamp(2, 6);
    let id = if heading.id.is_empty() { String::new() } else { format!(" id=\"{}\"", escaped(&heading.id)) };
    let lang = lang(document, &heading.text);
    format!("<h{level}{id}{lang}>{}</h{level}>\n", escaped(&heading.text))
}

/// The drawing itself as an image, so that the names in one drawing cannot meet those in another; where there is none,
/// the file beside the page.
fn figure(document: &Document, picture: &Picture) -> String {
    let [width, height] = picture.size;
    let from = match picture.svg.as_str() {
        "" => escaped(&format!("./{}.svg", picture.file)),
        svg => format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg)),
    };
    // At 96 px to the inch; the style lets it shrink.
    let [width, height] = [width, height].map(|mm| (mm / 25.4 * 96.0).max(1.0) as u32);
    let alt = if picture.alt.is_empty() { &picture.caption } else { &picture.alt };
    format!(
        "<figure>\n<img src=\"{from}\" alt=\"{}\" width=\"{width}\" height=\"{height}\">\n<figcaption{}>{}</figcaption>\n</figure>\n",
        escaped(alt),
        lang(document, &picture.caption),
        escaped(&picture.caption)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(blocks: Vec<Block>) -> String {
        let whole = Html.write(&Document { title: "A & B".into(), blocks, ..Document::default() });
        whole.split_once("<h1>A &amp; B</h1>\n").map_or(whole.clone(), |(_, rest)| rest.to_owned())
    }

    #[test]
    fn terms_are_one_list_and_what_continues_nothing_is_a_paragraph() {
        let fact = Block::fact;
        let heading = || Block::Heading("H".into());
        assert_eq!(
            page(vec![fact("", "alone"), fact("a", "1"), fact("", "2"), heading(), fact("", "3")]),
            "<p>alone</p>\n<dl>\n<dt>a</dt>\n<dd>1</dd>\n<dd>2</dd>\n</dl>\n<h2>H</h2>\n<p>3</p>\n</main>\n</body>\n</html>\n"
        );
    }

    #[test]
    fn a_long_page_has_its_contents_below_the_answer_and_a_short_one_no_script() {
        let section = |i: usize| Block::Heading(Heading { text: format!("S{i}"), level: 2, id: format!("s{i}") });
        let long = page(std::iter::once(Block::Paragraph("Answer.".into())).chain((0..4).map(section)).collect());
        assert!(long.starts_with("<p>Answer.</p>\n<nav>\n<ol>\n<li><a href=\"#s0\">S0</a></li>\n"), "{long}");
        assert!(long.contains("</nav>\n<h2 id=\"s0\">S0</h2>\n") && long.contains("<script>"), "{long}");
        assert!(!page(vec![section(0)]).contains("<script>"));
    }

    #[test]
    fn a_drawing_stands_in_the_page() {
        let picture = Picture {
            file: "figures/gap".into(),
            caption: "The \"gap\"".into(),
            alt: "A <dot>.".into(),
            size: [25.4, 50.8],
            svg: "<s/>".into(),
            png: Vec::new(),
        };
        assert_eq!(
            figure(&Document::default(), &picture),
            "<figure>\n<img src=\"data:image/svg+xml;base64,PHMvPg==\" alt=\"A &lt;dot&gt;.\" width=\"96\" height=\"192\">\n\
             <figcaption>The &quot;gap&quot;</figcaption>\n</figure>\n"
        );
        let beside = Picture { svg: String::new(), alt: String::new(), ..picture };
        assert!(
            figure(&Document::default(), &beside).contains("src=\"./figures/gap.svg\" alt=\"The &quot;gap&quot;\"")
        );
    }
}
