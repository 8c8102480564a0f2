//! The problems of one input, however many: equal ones are listed once with their count and first places; of each kind
//! in a file a limited number is listed and the others are counted.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeSet, HashMap};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::mem::discriminant;

use super::{Place, Problem, invisible};

/// The number of problems of one kind that are listed for one file; the others of the kind are counted.
const OF_A_KIND: usize = 20;
/// The number of different problems that are listed at all, since nobody corrects more at once.
const IN_ALL: usize = 200;
/// The number of further places that are listed for equal problems.
const PLACES: usize = 4;

/// One problem in an input.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub place: Place,
    pub problem: Problem,
    /// Line and column of the first of the further places of the same problem, at most four.
    again: Vec<(u64, u64)>,
    /// How many places have the same problem, this one included.
    times: usize,
    /// How many more problems of this kind the file has that are not listed one by one.
    alike: usize,
}

impl Diagnostic {
    fn new(place: Place, problem: Problem) -> Self {
        Diagnostic { place, problem, again: Vec::new(), times: 1, alike: 0 }
    }

    /// Adds another place with the same problem.
    fn once_more(&mut self, place: &Place) {
        self.times += 1;
        if self.again.len() < PLACES {
            self.again.push((place.line, place.column));
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (problem, hint) = (seen(self.problem.to_string()), seen(self.problem.hint()));
        write!(f, "{}: error: {problem}", self.place)?;
        if self.times > 1 {
            let again: Vec<String> = self.again.iter().map(|(line, column)| format!("{line}:{column}")).collect();
            let more = if self.times - 1 > again.len() { ", .." } else { "" };
            write!(f, "\n  the same {} times: also at {}{more}", self.times, again.join(", "))?;
        }
        write!(f, "\n  hint: {hint}")?;
        match self.alike {
            0 => Ok(()),
            n => write!(f, "\n  and {n} more of this kind in {}", self.place.file),
        }
    }
}

/// A message stays readable, whatever the input: only the beginning of a field of megabytes is quoted, and what
/// cannot be seen is shown by its number.
fn seen(text: String) -> String {
    const LONGEST: usize = 600;
    let text = match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}… ({} characters)", text.get(..end).unwrap_or_default(), text.chars().count()),
        None => text,
    };
    if !text.chars().any(|c| invisible(c).is_some()) {
        return text;
    }
    text.chars().map(|c| invisible(c).map_or_else(|| c.to_string(), |_| c.escape_unicode().to_string())).collect()
}

/// All problems of one input, in the order of their places.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Diagnostics(Box<Found>);

/// Boxed, since every result of loading has room for it and nearly none holds any.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Found {
    listed: Vec<Diagnostic>,
    /// Where equal problems of a file are listed, by hash.
    same: HashMap<u64, usize>,
    /// For each kind in a file, by hash: how many are listed, and where the last one is.
    kinds: HashMap<u64, (usize, usize)>,
    files: BTreeSet<String>,
    count: usize,
    /// What [`IN_ALL`] left no room for.
    unlisted: usize,
}

impl Diagnostics {
    pub fn push(&mut self, place: Place, problem: Problem) {
        self.add(Diagnostic::new(place, problem));
    }

    fn add(&mut self, d: Diagnostic) {
        let counted = d.times + d.alike;
        self.0.count += counted;
        if !self.0.files.contains(&d.place.file) {
            self.0.files.insert(d.place.file.clone());
        }
        let same = hash(&(&d.place.file, &d.problem));
        let listed = self.0.same.get(&same).and_then(|i| self.0.listed.get_mut(*i));
        if let Some(listed) = listed.filter(|t| t.place.file == d.place.file && t.problem == d.problem) {
            listed.once_more(&d.place);
            for (line, column) in &d.again {
                listed.once_more(&Place::new("", *line, *column));
            }
            // Places that were only counted.
            listed.times += d.times - 1 - d.again.len();
            listed.alike += d.alike;
            return;
        }
        let kind = kind(&d);
        let (of_a_kind, last) = self.0.kinds.get(&kind).copied().unwrap_or_default();
        if of_a_kind >= OF_A_KIND
            && let Some(last) = self.0.listed.get_mut(last)
        {
            last.alike += counted;
            return;
        }
        if self.0.listed.len() >= IN_ALL {
            self.0.unlisted += counted;
            return;
        }
        self.0.same.insert(same, self.0.listed.len());
        self.0.kinds.insert(kind, (of_a_kind + 1, self.0.listed.len()));
        self.0.listed.push(d);
    }

    pub fn extend(&mut self, other: Diagnostics) {
        let Found { listed, files, unlisted, .. } = *other.0;
        listed.into_iter().for_each(|d| self.add(d));
        self.0.files.extend(files);
        self.0.count += unlisted;
        self.0.unlisted += unlisted;
    }

    pub fn is_empty(&self) -> bool {
        self.0.count == 0
    }

    /// How many problems there are, listed or counted.
    pub fn len(&self) -> usize {
        self.0.count
    }

    /// The problems that are listed.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.0.listed.iter()
    }

    /// The same problems at other places, given by `to`.
    #[must_use]
    pub fn moved(self, mut to: impl FnMut(&Place) -> Place) -> Diagnostics {
        let mut moved = Diagnostics::default();
        let Found { listed, unlisted, .. } = *self.0;
        for mut d in listed {
            let file = d.place.file.clone();
            d.place = to(&d.place);
            let mut elsewhere = Vec::new();
            for (line, column) in std::mem::take(&mut d.again) {
                let place = to(&Place::new(file.clone(), line, column));
                if place.file == d.place.file {
                    d.again.push((place.line, place.column));
                } else {
                    elsewhere.push(place);
                }
            }
            d.times -= elsewhere.len();
            let problem = d.problem.clone();
            moved.add(d);
            elsewhere.into_iter().for_each(|place| moved.push(place, problem.clone()));
        }
        moved.0.count += unlisted;
        moved.0.unlisted += unlisted;
        moved
    }

    /// How many files are touched: "3 errors in 2 files".
    pub fn files(&self) -> usize {
        self.0.files.len()
    }

    /// `Ok(value)` when nothing was found, otherwise everything that was found, sorted by place.
    pub fn or<T>(mut self, value: T) -> Result<T, Diagnostics> {
        if self.is_empty() {
            return Ok(value);
        }
        self.0.listed.sort_by(|a, b| a.place.cmp(&b.place));
        // They point to where things stood before.
        self.0.same.clear();
        self.0.kinds.clear();
        Err(self)
    }
}

fn hash(of: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// Which problems are alike: those of one variant in one file. Problems of the general variants are distinguished by
/// their hints.
fn kind(d: &Diagnostic) -> u64 {
    let hint = match &d.problem {
        Problem::Framework { hint, .. } | Problem::Import { hint, .. } => Some(hint),
        _ => None,
    };
    hash(&(&d.place.file, discriminant(&d.problem), hint))
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for d in &self.0.listed {
            writeln!(f, "{d}")?;
        }
        if self.0.unlisted > 0 {
            writeln!(f, "and {} more, of other kinds or in other files, once these are mended", self.0.unlisted)?;
        }
        let (n, files) = (self.len(), self.files());
        let plural = |n: usize| if n == 1 { "" } else { "s" };
        write!(f, "{n} error{} in {files} file{}", plural(n), plural(files))
    }
}

impl std::error::Error for Diagnostics {}

#[cfg(test)]
mod tests {
    use super::*;

    fn unknown(value: &str) -> Problem {
        Problem::NotANumber { value: value.to_owned() }
    }

    #[test]
    fn equal_problems_are_listed_once_with_their_first_places() {
        let mut diagnostics = Diagnostics::default();
        for line in 2..1_002 {
            diagnostics.push(Place::new("a.csv", line, 3), unknown("x"));
        }
        diagnostics.push(Place::new("b.csv", 7, 1), unknown("x"));
        let listed = diagnostics.or(()).expect_err("problems").to_string();
        let expected =
            "a.csv:2:3: error: value `x` is not a number\n  the same 1000 times: also at 3:3, 4:3, 5:3, 6:3, ..\n";
        assert!(listed.starts_with(expected), "{listed}");
        assert!(listed.ends_with("1001 errors in 2 files"), "{listed}");
        assert_eq!(listed.matches("error: value").count(), 2);
    }

    #[test]
    fn twenty_of_a_kind_are_listed_and_the_others_counted() {
        let mut diagnostics = Diagnostics::default();
        for line in 2..102 {
            diagnostics.push(Place::new("a.csv", line, 3), unknown(&line.to_string()));
            diagnostics.push(Place::new("a.csv", line, 5), Problem::NotAYear { value: line.to_string() });
        }
        let listed = diagnostics.or(()).expect_err("problems").to_string();
        assert_eq!(listed.matches(" is not a number").count(), 20, "{listed}");
        assert_eq!(listed.matches("\n  and 80 more of this kind in a.csv\n").count(), 2, "{listed}");
        assert!(listed.ends_with("200 errors in 1 file"), "{listed}");
    }

    /// Tables are read separately and their problems are combined: nothing is lost or counted twice.
    #[test]
    fn parts_put_together_count_as_the_whole() {
        let tell = |lines: std::ops::Range<u64>| {
            let mut part = Diagnostics::default();
            for line in lines {
                part.push(Place::new("a.csv", line, 1), unknown(&(line % 10).to_string()));
                if line % 20 == 0 {
                    part.push(Place::new("a.csv", line, 5), Problem::NotAYear { value: line.to_string() });
                }
            }
            part
        };
        let mut parts = tell(1..601);
        parts.extend(tell(601..1_201));
        parts.extend((0..300).fold(Diagnostics::default(), |mut all, n| {
            all.push(Place::whole(format!("{n}.csv")), Problem::EmptyFile);
            all
        }));
        assert_eq!((parts.len(), parts.files()), (1_560, 301));
        let listed = parts.or(()).expect_err("problems").to_string();
        assert_eq!(listed.matches("the same 120 times").count(), 10, "{listed}");
        // Of 60 years 20 are listed; of 300 empty files, as many as leave room for them and the ten numbers.
        assert!(listed.contains("and 40 more of this kind in a.csv"), "{listed}");
        assert!(listed.contains("and 130 more, of other kinds or in other files"), "{listed}");
    }

    /// A text made of two files: what is equal in both is reported for both.
    #[test]
    fn equal_problems_of_two_files_are_kept_apart_when_their_places_change() {
        let mut diagnostics = Diagnostics::default();
        for line in [2, 3, 12, 13] {
            diagnostics.push(Place::new("made", line, 1), unknown("x"));
        }
        let moved = diagnostics.moved(|place| match place.line {
            line @ 0..10 => Place::new("a", line, place.column),
            line => Place::new("b", line - 10, place.column),
        });
        let listed = moved.to_string();
        for part in ["a:2:1: error: ", "the same 2 times: also at 3:1\n", "b:2:1: error: ", "4 errors in 2 files"] {
            assert!(listed.contains(part), "{listed}");
        }
    }

    #[test]
    fn invisible_characters_are_shown_by_their_number() {
        let mut diagnostics = Diagnostics::default();
        diagnostics.push(Place::whole("a.toml"), unknown("\u{1b}[2J"));
        assert!(diagnostics.to_string().contains("value `\\u{1b}[2J` is not"), "{diagnostics}");
    }
}
