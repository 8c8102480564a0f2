//! The words of a page of HTML: what a reader sees, a line for each block.

use html5gum::{DefaultEmitter, Token, Tokenizer};

/// Elements whose content is no text of the page.
const UNSEEN: [&[u8]; 7] = [b"script", b"style", b"head", b"noscript", b"template", b"svg", b"nav"];

/// Elements that do not break a word or a line.
const INLINE: [&[u8]; 25] = [
    b"a", b"abbr", b"b", b"bdi", b"bdo", b"big", b"cite", b"code", b"em", b"font", b"i", b"ins", b"kbd", b"mark", b"q",
    b"s", b"small", b"span", b"strong", b"sub", b"sup", b"time", b"tt", b"u", b"wbr",
];

pub(super) fn text(page: &str) -> String {
    let mut out = String::with_capacity(page.len() / 2);
    // The unseen element that is open, and how often: they may stand in one another.
    let mut unseen: Option<(Vec<u8>, usize)> = None;
    // Without it the comparisons of a script are taken for tags.
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    for token in Tokenizer::new_with_emitter(page, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) if !tag.self_closing => match &mut unseen {
                Some((name, depth)) if *tag.name == *name => *depth += 1,
                Some(_) => {}
                None if UNSEEN.contains(&tag.name.as_slice()) => unseen = Some((tag.name.to_vec(), 1)),
                None => breaks(&mut out, &tag.name),
            },
            Token::StartTag(tag) if unseen.is_none() => breaks(&mut out, &tag.name),
            Token::EndTag(tag) => match &mut unseen {
                Some((name, depth)) if *tag.name == *name => {
                    *depth -= 1;
                    if *depth == 0 {
                        unseen = None;
                    }
                }
                Some(_) => {}
                None => breaks(&mut out, &tag.name),
            },
            // The lines of the source mean nothing on a page.
            Token::String(text) if unseen.is_none() => {
                out.extend(String::from_utf8_lossy(&text).chars().map(|c| if c == '\n' { ' ' } else { c }));
            }
            _ => {}
        }
    }
    out
}

fn breaks(out: &mut String, name: &[u8]) {
    if !INLINE.contains(&name) && !out.ends_with('\n') {
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_by_hand() {
        let page = "<!DOCTYPE html><html><head><title>T</title></head><body><nav>x<nav>y</nav></nav><p>Rus<b>sia</b>&nbsp;&amp; \
                    ASEAN&rsquo;s\nfriends</p><script>if (a<b) {}</script><ul><li>One<br/>Two</li></ul><!-- no --></body></html>";
        assert_eq!(text(page).trim(), "Russia\u{a0}& ASEAN’s friends\nOne\nTwo");
    }
}
