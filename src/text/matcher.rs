//! One pass over an even text: words are counted, and at the beginning of each word the expressions that may match there are tried.
//!
//! The result is that of this rule: at each word that begins with a capital, or at `$`, the patterns are tried in the order of the
//! file; the first that matches is taken, and the search goes on behind it. Patterns that do not begin with a capital themselves are
//! tried at every word. An issue's expression counts as often as it matches, from left to right.

use regex_automata::meta::{BuildError, Cache, Regex};
use regex_automata::{Anchored, Input};

use super::masks::bits;
use super::patterns::{Issues, Patterns};
use super::prefixes::Finder;
use super::words::Walk;
pub use super::words::Words;

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
    begins: Begins,
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
    let found =
        if found.end() == end && end < text.len() { regex.search_with(cache, &input(text.len()))? } else { found };
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
        let (capitals, others) = (Tried::new(patterns, |_| true)?, Tried::new(patterns, any_word)?);
        let issues_at = Finder::new(at_words);
        let mut begins = Begins::default();
        for (pattern, raw) in patterns.patterns.iter().flat_map(|p| p.prefixes.raw.iter().map(move |raw| (p, *raw))) {
            // At a small letter a pattern that begins with a capital is not tried.
            if pattern.any_word || !raw[0].is_ascii_lowercase() {
                begins.add(raw);
            }
        }
        issues.issues.iter().filter_map(|i| i.prefixes.as_ref()).flat_map(|p| &p.raw).for_each(|raw| begins.add(*raw));
        Ok(Matcher {
            begins,
            capitals,
            others,
            issues: issues_at,
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
        let mut walk = Walk::new(text, self.words);
        // Behind which the search goes on.
        let mut behind = 0;
        while let Some(block) = walk.block() {
            for at in bits(block.starts | block.dollars).map(|i| block.from + i) {
                if self.begins.may(text.as_bytes(), at) {
                    self.attempt(text, at, &mut behind, work);
                }
            }
        }
        for issue in self.anywhere.iter().map(|i| usize::from(*i)) {
            let found = self.issue_expressions.get(issue).map(|regex| regex.find_iter(text).count());
            if let (Some(count), Some(found)) = (work.issue_counts.get_mut(issue), found) {
                *count = found as u32;
            }
        }
        walk.words
    }

    fn attempt(&self, text: &str, at: usize, behind: &mut usize, work: &mut Workspace) {
        if at >= *behind {
            let first = text.get(at..).and_then(|t| t.chars().next());
            let capital = first.is_some_and(|c| c.is_uppercase() || c == '$');
            let hit = match capital {
                true => self.capitals.at(text, at, &mut work.capitals),
                false => self.others.at(text, at, &mut work.others),
            };
            *behind = hit.map_or(*behind, |hit| keep(&mut work.hits, hit));
        }
        if let Some(group) = self.issues.find(text.as_bytes().get(at..).unwrap_or_default()) {
            self.count_issues(group, text, at, work);
        }
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

/// Whether anything may begin with the bytes of a word: nearly all words go at this test, which costs less than a wrong guess of the
/// processor. It may say yes in vain, and never no.
#[derive(Debug)]
struct Begins {
    /// A bit for the hash of four bytes, of which the last three are taken with small letters.
    fours: Vec<u64>,
    /// By two bytes, for what may be shorter.
    twos: Vec<bool>,
}

impl Default for Begins {
    fn default() -> Self {
        Begins { fours: vec![0; 1 << 10], twos: vec![false; 1 << 16] }
    }
}

impl Begins {
    #[inline]
    fn hash(bytes: [u8; 4]) -> (usize, u64) {
        let hash = (u32::from_le_bytes(bytes) | 0x2020_2000).wrapping_mul(0x9E37_79B1) >> 16;
        (hash as usize >> 6, 1 << (hash & 63))
    }

    fn add(&mut self, raw: [u8; 4]) {
        if raw[3] == 0 {
            let key = usize::from(u16::from_le_bytes([raw[0], raw[1]]));
            self.twos.get_mut(key).into_iter().for_each(|known| *known = true);
        }
        let (word, bit) = Begins::hash(raw);
        self.fours.get_mut(word).into_iter().for_each(|bits| *bits |= bit);
    }

    #[inline]
    fn may(&self, bytes: &[u8], at: usize) -> bool {
        let Some(Ok(four)) = bytes.get(at..at + 4).map(<[u8; 4]>::try_from) else { return true };
        let (word, bit) = Begins::hash(four);
        let long = self.fours.get(word).is_some_and(|bits| bits & bit != 0);
        let short = self.twos.get(usize::from(u16::from_le_bytes([four[0], four[1]]))).copied().unwrap_or(true);
        long | short
    }
}
