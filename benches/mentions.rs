//! How fast texts are counted: a text of speeches with 230 patterns and 17 issues, beside the plain ways of doing it.
//!
//! The speeches of the tests are repeated, each copy a document of its own, up to so many megabytes that no cache holds them: 1 GB, or
//! what `MENTIONS_MB` says. `counted` normalises, splits, counts words and issues, on as many threads as there are; `one_thread` the same on
//! one. `plain_loop` is what a script does: for each pattern a regular expression, run over the whole text, which counts otherwise, since
//! each pattern then finds what another has found already; it is given a hundredth of the text.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use rayon::prelude::*;
use regex_automata::meta::Regex;
use spscore::text::built_in;
use spscore::text::counter::Counter;
use spscore::text::matcher::Words;
use spscore::text::patterns::Patterns;
use spscore::text::rows::Rows;

fn main() {
    divan::main();
}

/// The texts, and how many bytes they have together.
fn texts() -> &'static (Vec<String>, usize) {
    static TEXTS: OnceLock<(Vec<String>, usize)> = OnceLock::new();
    TEXTS.get_or_init(|| {
        let megabytes: usize = std::env::var("MENTIONS_MB").ok().and_then(|m| m.parse().ok()).unwrap_or(1024);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/mentions/txt");
        let mut files: Vec<_> = fs::read_dir(folder).expect("speeches").map(|e| e.expect("a speech").path()).collect();
        files.sort();
        let speeches: Vec<String> = files.iter().map(|f| fs::read_to_string(f).expect("a speech")).collect();
        let (mut texts, mut size) = (Vec::new(), 0);
        while size < megabytes << 20 {
            for speech in &speeches {
                size += speech.len();
                texts.push(speech.clone());
            }
        }
        (texts, size)
    })
}

/// The English patterns, and names of other states up to 230.
fn patterns() -> Patterns {
    let english = built_in::FILES.iter().find(|(name, ..)| *name == "english").expect("patterns");
    let mut text = english.2.to_owned();
    let others = "Afghanistan Albania Algeria Angola Argentina Armenia Austria Azerbaijan Bahrain Bangladesh Barbados Belarus Belgium Belize Benin \
                  Bhutan Bolivia Botswana Brazil Bulgaria Burundi Cameroon Chad Chile Colombia Congo Croatia Cuba Cyprus Czechia Denmark Djibouti \
                  Dominica Ecuador Egypt Eritrea Estonia Eswatini Ethiopia Fiji Finland France Gabon Gambia Georgia Germany Ghana Greece Grenada \
                  Guatemala Guinea Guyana Haiti Honduras Hungary Iceland Iran Iraq Ireland Israel Italy Jamaica Jordan Kazakhstan Kenya Kuwait";
    for (i, name) in others.split_whitespace().enumerate() {
        text += &format!("{},{name},name,1,{name},1,1\n", 165 + i);
    }
    let patterns = Patterns::read(&Rows::read(english.1, &text).expect("a table")).expect("patterns");
    assert_eq!(patterns.patterns.len(), 230);
    patterns
}

fn counter() -> Counter {
    let issues = built_in::issues(Path::new("issues")).expect("issues");
    Counter::new(patterns(), issues, &[], Words::Letters).expect("a counter")
}

fn count(counter: &Counter, texts: &[String]) -> u64 {
    let one = |work: &mut _, text: &String| u64::from(counter.count(&counter.even(text).text, work).words);
    texts.par_iter().map_init(|| counter.workspace(), one).sum()
}

#[divan::bench(sample_count = 3)]
fn counted(bencher: divan::Bencher) {
    let (counter, (texts, size)) = (counter(), texts());
    bencher.counter(divan::counter::BytesCount::new(*size)).bench(|| count(&counter, texts));
}

#[divan::bench(sample_count = 2)]
fn one_thread(bencher: divan::Bencher) {
    let (counter, (texts, size)) = (counter(), texts());
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    bencher.counter(divan::counter::BytesCount::new(*size)).bench(|| alone.install(|| count(&counter, texts)));
}

#[divan::bench(sample_count = 2)]
fn plain_loop(bencher: divan::Bencher) {
    let (texts, _) = texts();
    let few = texts.get(..texts.len().div_ceil(100)).unwrap_or(texts);
    let size: usize = few.iter().map(String::len).sum();
    let all: Vec<Regex> = patterns().patterns.iter().map(|p| Regex::new(&p.expression).expect("a pattern")).collect();
    let mentions = |text: &String| all.iter().map(|regex| regex.find_iter(text).count()).sum::<usize>();
    bencher.counter(divan::counter::BytesCount::new(size)).bench(|| few.par_iter().map(mentions).sum::<usize>());
}
