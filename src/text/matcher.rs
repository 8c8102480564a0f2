//! One pass over an even text: words are counted, and at the beginning of each word the expressions that may match there are tried.
//!
//! The result is that of this rule: at each word that begins with a capital, or at `$`, the patterns are tried in the order of the
//! file; the first that matches is taken, and the search goes on behind it. Patterns that do not begin with a capital themselves are
//! tried at every word. An issue's expression counts as often as it matches, from left to right.

use regex_automata::meta::{BuildError, Cache, Regex};
use regex_automata::{Anchored, Input};

use super::patterns::{Issues, Patterns};
use super::prefixes::Finder;

/// Which characters make a word that is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Words {
    /// Letters of all scripts, and digits.
    #[default]
    Letters,
    /// Letters of Latin-1 alone, as the tables of the built-in package were counted: "Lajčák" is two words.
    Latin1,
}

/// What was found in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// A place in [`Patterns::patterns`].
    pub pattern: u16,
    pub from: u32,
    pub to: u32,
}

/// Expressions made ready.
#[derive(Debug)]
pub struct Matcher {
    /// At a capital or `$`.
    capitals: Tried,
    /// At any other word.
    others: Tried,
    issues: Finder,
    issue_expressions: Vec<Regex>,
    /// Issues that may match elsewhere than at the beginning of a word: searched for in the whole text.
    anywhere: Vec<u16>,
    words: Words,
}

#[derive(Debug)]
struct Tried {
    finder: Finder,
    /// One expression for each group, whose patterns are in the order of the file.
    expressions: Vec<Regex>,
}

/// What one thread works with again and again.
#[derive(Debug)]
pub struct Workspace {
    capitals: Vec<Cache>,
    others: Vec<Cache>,
    issues: Vec<Cache>,
    /// Behind which each issue goes on.
    behind: Vec<usize>,
    pub hits: Vec<Hit>,
    /// How often each issue was found.
    pub issue_counts: Vec<u32>,
    pub sentences: Vec<u32>,
}

/// How far a match is looked for first: names are short, and some engines cost by what lies before them.
const REACH: usize = 256;

impl Tried {
    fn new(patterns: &Patterns, fits: impl Fn(usize) -> bool) -> Result<Self, Box<BuildError>> {
        let all: Vec<_> = patterns.patterns.iter().enumerate().filter(|(i, _)| fits(*i)).collect();
        let finder = Finder::new(all.iter().map(|(i, p)| (*i as u16, &p.prefixes)));
        let expression = |group: &Vec<u16>| {
            let of = |i: &u16| patterns.patterns.get(usize::from(*i)).map(|p| p.expression.as_str());
            Regex::new_many(&group.iter().filter_map(of).collect::<Vec<_>>()).map_err(Box::new)
        };
        let expressions = finder.groups.iter().map(expression).collect::<Result<_, _>>()?;
        Ok(Tried { finder, expressions })
    }

    fn caches(&self) -> Vec<Cache> {
        self.expressions.iter().map(Regex::create_cache).collect()
    }

    /// The first pattern that matches at `at`.
    #[inline]
    fn at(&self, text: &str, at: usize, caches: &mut [Cache]) -> Option<Hit> {
        let group = self.finder.find(text.as_bytes().get(at..)?)?;
        let (pattern, to) = matched(self.expressions.get(group)?, caches.get_mut(group)?, text, at)?;
        let pattern = *self.finder.groups.get(group)?.get(pattern)?;
        Some(Hit { pattern, from: at as u32, to: to as u32 })
    }
}

/// The expression's match that begins at `at`: which of its patterns, and where it ends.
fn matched(regex: &Regex, cache: &mut Cache, text: &str, at: usize) -> Option<(usize, usize)> {
    let mut end = (at + REACH).min(text.len());
    while !text.is_char_boundary(end) {
        end += 1;
    }
    let input = |end: usize| Input::new(text).span(at..end).anchored(Anchored::Yes);
    let found = regex.search_with(cache, &input(end))?;
    // What reaches so far may reach farther.
    let found = if found.end() == end && end < text.len() {
        regex.search_with(cache, &input(text.len()))?
    } else {
        found
    };
    Some((found.pattern().as_usize(), found.end()))
}

impl Matcher {
    /// # Errors
    ///
    /// Where an expression takes more room than an expression may.
    pub fn new(patterns: &Patterns, issues: &Issues, words: Words) -> Result<Self, Box<BuildError>> {
        let any_word = |i: usize| patterns.patterns.get(i).is_some_and(|p| p.any_word);
        let numbered = issues.issues.iter().enumerate();
        let at_words = numbered.clone().filter_map(|(i, issue)| Some((i as u16, issue.prefixes.as_ref()?)));
        let expression = |e: &String| Regex::new(e).map_err(Box::new);
        Ok(Matcher {
            capitals: Tried::new(patterns, |_| true)?,
            others: Tried::new(patterns, any_word)?,
            issues: Finder::new(at_words),
            issue_expressions: issues.issues.iter().map(|i| expression(&i.expression)).collect::<Result<_, _>>()?,
            anywhere: numbered.filter(|(_, i)| i.prefixes.is_none()).map(|(i, _)| i as u16).collect(),
            words,
        })
    }

    pub fn workspace(&self) -> Workspace {
        let issues = self.issue_expressions.len();
        Workspace {
            capitals: self.capitals.caches(),
            others: self.others.caches(),
            issues: self.issue_expressions.iter().map(Regex::create_cache).collect(),
            behind: vec![0; issues],
            hits: Vec::new(),
            issue_counts: vec![0; issues],
            sentences: Vec::new(),
        }
    }

    /// Looks through an even text; gives the number of its words. What was found is in the workspace.
    pub fn scan(&self, text: &str, work: &mut Workspace) -> u32 {
        work.hits.clear();
        work.issue_counts.fill(0);
        work.behind.fill(0);
        let mut counted = Counted { words: 0, end: usize::MAX, rule: self.words };
        // Behind which the search goes on.
        let mut behind = 0;
        let (bytes, mut at) = (text.as_bytes(), 0);
        while let Some(byte) = bytes.get(at).copied() {
            let kind = kind(byte);
            if kind == APART {
                if byte == b'$' && at >= behind {
                    let hit = self.capitals.at(text, at, &mut work.capitals);
                    behind = hit.map_or(behind, |hit| keep(&mut work.hits, hit));
                }
                at += 1;
                continue;
            }
            let (mut capital, mut plain) = (byte.is_ascii_uppercase(), kind == WORD);
            if kind == BEYOND {
                let Some(c) = char_at(text, at) else { break };
                if !is_word(c) {
                    at += c.len_utf8();
                    continue;
                }
                (capital, plain) = (c.is_uppercase(), false);
            }
            if at >= behind {
                let hit = match capital {
                    true => self.capitals.at(text, at, &mut work.capitals),
                    false => self.others.at(text, at, &mut work.others),
                };
                behind = hit.map_or(behind, |hit| keep(&mut work.hits, hit));
            }
            if let Some(group) = self.issues.find(bytes.get(at..).unwrap_or_default()) {
                self.count_issues(group, text, at, work);
            }
            let end = word_end(text, at, &mut plain);
            counted.run(text, at, end, plain);
            at = end;
        }
        for issue in self.anywhere.iter().map(|i| usize::from(*i)) {
            let found = self.issue_expressions.get(issue).map(|regex| regex.find_iter(text).count());
            if let (Some(count), Some(found)) = (work.issue_counts.get_mut(issue), found) {
                *count = found as u32;
            }
        }
        counted.words
    }

    fn count_issues(&self, group: usize, text: &str, at: usize, work: &mut Workspace) {
        for issue in self.issues.groups.get(group).into_iter().flatten().map(|i| usize::from(*i)) {
            let (Some(behind), Some(count)) = (work.behind.get_mut(issue), work.issue_counts.get_mut(issue)) else {
                continue;
            };
            let (Some(regex), Some(cache)) = (self.issue_expressions.get(issue), work.issues.get_mut(issue)) else {
                continue;
            };
            if at >= *behind
                && let Some((_, to)) = matched(regex, cache, text, at)
            {
                *behind = to;
                *count += 1;
            }
        }
    }
}

/// Keeps a hit; gives its end.
fn keep(hits: &mut Vec<Hit>, hit: Hit) -> usize {
    hits.push(hit);
    hit.to as usize
}

const APART: u8 = 0;
const WORD: u8 = 1;
/// `_`: a character of a word to expressions, and none that is counted.
const UNDERSCORE: u8 = 2;
const BEYOND: u8 = 3;

const KINDS: [u8; 256] = {
    let mut kinds = [APART; 256];
    let mut byte = 0;
    while byte < 256 {
        kinds[byte] = match byte as u8 {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => WORD,
            b'_' => UNDERSCORE,
            0x80.. => BEYOND,
            _ => APART,
        };
        byte += 1;
    }
    kinds
};

fn kind(byte: u8) -> u8 {
    KINDS.get(usize::from(byte)).copied().unwrap_or(APART)
}

fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

/// As expressions see it: a letter, an accent, a digit, a joining mark.
fn is_word(c: char) -> bool {
    regex_syntax::try_is_word_character(c).unwrap_or(false)
}

/// Where the run of characters of words ends that begins at `from`; `plain` becomes false where not all are ASCII letters and digits.
fn word_end(text: &str, from: usize, plain: &mut bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = from;
    loop {
        at += bytes.get(at..).unwrap_or_default().iter().take_while(|b| kind(**b) == WORD).count();
        match bytes.get(at).map(|b| kind(*b)) {
            Some(UNDERSCORE) => at += 1,
            Some(BEYOND) => match char_at(text, at) {
                Some(c) if is_word(c) => at += c.len_utf8(),
                _ => return at,
            },
            _ => return at,
        }
        *plain = false;
    }
}

/// Words: runs of letters and digits, which an apostrophe or a hyphen between two runs joins to one.
struct Counted {
    words: u32,
    /// Where the last run ended.
    end: usize,
    rule: Words,
}

impl Counted {
    #[inline]
    fn run(&mut self, text: &str, from: usize, to: usize, plain: bool) {
        if plain {
            self.add(text, from, to);
        } else {
            self.parts(text, from, to);
        }
    }

    fn add(&mut self, text: &str, from: usize, to: usize) {
        let bytes = text.as_bytes();
        let joined = match from.wrapping_sub(self.end) {
            1 => matches!(bytes.get(self.end), Some(b'\'' | b'-')),
            3 => bytes.get(self.end..from) == Some("’".as_bytes()),
            _ => false,
        };
        self.words += u32::from(!joined);
        self.end = to;
    }

    /// A run that is not plain: its parts.
    fn parts(&mut self, text: &str, from: usize, to: usize) {
        let rule = self.rule;
        let counts = |c: char| match rule {
            Words::Letters => c != '_' && is_word(c),
            Words::Latin1 => c.is_ascii_alphanumeric() || matches!(c, 'À'..='ÿ'),
        };
        let mut begun = None;
        for (i, c) in text.get(from..to).unwrap_or_default().char_indices() {
            match (counts(c), begun) {
                (true, None) => begun = Some(from + i),
                (false, Some(start)) => {
                    self.add(text, start, from + i);
                    begun = None;
                }
                _ => {}
            }
        }
        if let Some(start) = begun {
            self.add(text, start, to);
        }
    }
}
