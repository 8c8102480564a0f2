//! Counts of speeches and pages, held against those of another program; and what the verbs of `mentions` say.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use spscore::progress::Silent;
use spscore::report::Report;
use spscore::text::corpus::{Request, Titles};
use spscore::text::counter::Group;
use spscore::text::exclusions::{Exclusion, Exclusions};
use spscore::text::kwic::Question;
use spscore::text::matcher::Words;
use spscore::text::patterns::Form;
use spscore::text::roll::Sum;
use spscore::text::rows::Rows;
use spscore::text::verbs::{self, Counting};

use crate::support::workdir::Workdir;

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/mentions/");
const MEMBERS: &str = "BRN,KHM,IDN,LAO,MYS,MMR,PHL,SGP,THA,VNM,TLS";

fn group(name: &str, members: &str) -> Group {
    Group { name: name.into(), members: members.split(',').map(str::to_owned).collect() }
}

fn speeches() -> Counting {
    Counting {
        corpus: Request {
            paths: vec![PathBuf::from(DATA).join("txt")],
            metadata: Some(PathBuf::from(DATA).join("metadata.csv")),
            ..Request::default()
        },
        patterns: "english".into(),
        issues: Some("issues".into()),
        groups: vec![group("ASEAN_OR_SEA", "ASEAN,SEA"), group("ANY_MEMBER", MEMBERS)],
        words: Words::Latin1,
        ..Counting::default()
    }
}

fn kremlin() -> Counting {
    Counting {
        corpus: Request {
            paths: vec![PathBuf::from(DATA).join("kremlin")],
            metadata: Some(PathBuf::from(DATA).join("kremlin/metadata.csv")),
            titles: Titles::FirstLine,
            ..Request::default()
        },
        patterns: "english".into(),
        ..Counting::default()
    }
}

fn table(file: &str) -> Rows {
    let text = std::fs::read_to_string(Path::new(DATA).join(file)).expect("a table");
    Rows::read(file, &text).expect("a table")
}

fn column(sum: &Sum, name: &str) -> Option<u64> {
    let form = |f| u64::from(sum.tally.of(f));
    Some(match name {
        "documents" => u64::from(sum.documents),
        "documents_mentioning" => u64::from(sum.documents_mentioning),
        "mentions" => u64::from(sum.mentions),
        "sentences" => u64::from(sum.sentences),
        "mentions_name" => form(Form::Name),
        "mentions_acronym" => form(Form::Acronym),
        "mentions_demonym" => form(Form::Demonym),
        "mentions_predecessor" => form(Form::Predecessor),
        "mentions_capital" => form(Form::Capital),
        "mentions_ambiguous" => form(Form::Ambiguous),
        "sentences_incl_predecessor" => u64::from(sum.tally.sentences_incl_predecessor),
        "words" => sum.words,
        "doc_sentences" => sum.doc_sentences,
        _ => return None,
    })
}

#[test]
fn speeches_are_counted_as_another_program_counts_them() {
    let found = verbs::count(&speeches(), None, &Silent).expect("a count");
    let sums: BTreeMap<(String, String, String), &Sum> = (found.roll.sums.iter())
        .map(|((s, t, y), sum)| ((s.clone(), found.roll.targets[*t].clone(), y.to_string()), sum))
        .collect();
    let expected = table("expected/mentions.csv");
    let (mut rows, mut mentions) = (0, 0);
    for row in &expected.rows {
        let field = |name: &str| row.field(expected.column(name)).to_owned();
        let key = (field("speaker_iso3"), field("target"), field("year"));
        let sum = sums.get(&key).unwrap_or_else(|| panic!("{key:?} was not counted"));
        for name in &expected.header {
            if let Some(counted) = column(sum, name) {
                assert_eq!(counted.to_string(), field(name), "{key:?} {name}");
            }
        }
        rows += 1;
        mentions += sum.mentions;
    }
    assert!(rows == 607 && mentions > 250, "{rows} rows with {mentions} mentions");
}

/// The other program counted issues in a text of which lines that break before a capital were not joined: its words are a few more, and
/// "Nuclear-\nTest" is none of its words "nuclear-test". Two counts differ for that, and are named.
#[test]
fn attention_to_issues_is_counted_as_another_program_counts_it() {
    let found = verbs::count(&speeches(), None, &Silent).expect("a count");
    let expected = table("expected/issue_attention.csv");
    let mut differ = Vec::new();
    for row in &expected.rows {
        let field = |name: &str| row.field(expected.column(name)).to_owned();
        let at = found.roll.issues.iter().position(|i| *i == field("issue")).expect("an issue");
        let year = spscore::model::Year::parse(&field("year")).expect("a year");
        let counted = found.roll.attention.get(&(field("speaker_iso3"), at, year)).expect("attention");
        assert_eq!(counted.documents.to_string(), field("documents"));
        let words: u64 = field("words").parse().expect("words");
        assert!((0..=4).contains(&(words as i64 - counted.words as i64)), "{} and {words} words", counted.words);
        if counted.mentions.to_string() != field("mentions") {
            differ.push(format!(
                "{} {} {} {}",
                field("speaker_iso3"),
                field("issue"),
                field("mentions"),
                counted.mentions
            ));
        }
    }
    assert_eq!(expected.rows.len(), 662);
    assert_eq!(differ, ["USA nuclear 4 5"]);
}

/// Letters beyond Latin-1 are letters: "Lajčák" is one word, where the tables of the package have two.
#[test]
fn names_with_letters_of_all_scripts_are_single_words() {
    let latin1 = verbs::count(&speeches(), None, &Silent).expect("a count").roll;
    let letters = verbs::count(&Counting { words: Words::Letters, ..speeches() }, None, &Silent).expect("a count").roll;
    let fewer = latin1.sums.iter().filter(|(key, sum)| letters.sums[*key].words < sum.words).count();
    assert!(letters.words < latin1.words && latin1.words - letters.words < 20, "{} {}", letters.words, latin1.words);
    assert!(fewer > 0 && letters.sums.values().zip(latin1.sums.values()).all(|(a, b)| a.tally == b.tally));
}

#[test]
fn pages_are_counted_with_their_titles() {
    let found = verbs::count(&kremlin(), None, &Silent).expect("a count");
    let expected = table("kremlin/metadata.csv");
    let mut mentions: BTreeMap<(String, &str), u64> = BTreeMap::new();
    for row in &expected.rows {
        let number = |name: &str| row.field(expected.column(name)).parse::<u64>().expect("a number");
        let year = row.field(expected.column("year")).to_owned();
        for (column, key) in
            [("asean_mentions", "ASEAN"), ("sea_mentions", "SEA"), ("words", "words"), ("sentences", "all")]
        {
            *mentions.entry((year.clone(), key)).or_default() += number(column);
        }
        *mentions.entry((year.clone(), "asean sentences")).or_default() += number("asean_sentences");
    }
    let mut years = 0;
    for ((_, at, year), sum) in &found.roll.sums {
        let expected = |key: &'static str| mentions[&(year.to_string(), key)];
        match found.roll.targets[*at].as_str() {
            "ASEAN" => {
                let counted = [u64::from(sum.mentions), u64::from(sum.sentences), sum.words, sum.doc_sentences];
                assert_eq!(counted, ["ASEAN", "asean sentences", "words", "all"].map(expected), "{year}");
                years += 1;
            }
            "SEA" => assert_eq!(u64::from(sum.mentions), expected("SEA"), "{year}"),
            _ => {}
        }
    }
    assert_eq!(years, 5);
}

#[test]
fn sentences_are_those_that_another_program_found() {
    let question = Question { list_from: 3, ..Question::default() };
    let found = verbs::kwic(&speeches(), &question).expect("sentences");
    let key = |d: &str, n: &str, t: &str| format!("{d} {n} {t}");
    let lines: BTreeMap<String, _> =
        found.lines.iter().map(|l| (key(&l.document, &l.sentence.to_string(), &l.target), l)).collect();
    let expected = table("expected/sentences.csv");
    for row in &expected.rows {
        let field = |name: &str| row.field(expected.column(name));
        let key = key(field("doc_id"), field("sentence_no"), field("target"));
        let line = lines.get(&key).unwrap_or_else(|| panic!("{key} was not found"));
        // Theirs has predecessors with the mentions.
        let named = line.forms.iter().filter(|f| !["capital", "ambiguous"].contains(f)).count();
        assert_eq!(named.to_string(), field("mentions"), "{key}");
        assert_eq!(line.text, field("sentence"), "{key}");
        let mut forms = line.forms.clone();
        forms.sort_unstable();
        forms.dedup();
        let mut theirs: Vec<&str> = field("forms").split('|').map(|f| if f == "issue" { "name" } else { f }).collect();
        theirs.sort_unstable();
        theirs.dedup();
        assert_eq!(forms, theirs, "{key}");
    }
    assert_eq!(expected.rows.len(), 79);
    // What was matched stands in the file where it is said to stand.
    for line in &found.lines {
        let text = std::fs::read_to_string(&line.file).expect("a speech");
        let stands = text[line.from..line.to].split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(Some(&stands), line.matched.first(), "{} {}", line.document, line.sentence);
    }
}

#[test]
fn threads_change_nothing() {
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    let many = rayon::ThreadPoolBuilder::new().num_threads(4).build().expect("threads");
    let json = || verbs::count(&speeches(), None, &Silent).expect("a count").json().expect("JSON");
    assert!(one.install(json) == many.install(json));
}

/// Each exclusion by hand, on texts made for it.
#[test]
fn exclusions_tell_what_they_take_away() {
    let dir = Workdir::new();
    let texts = [
        ("joint.txt", "RUS,2019,Joint statement of Russia and Indonesia", "We thank ASEAN. ASEAN is central.\n"),
        ("member.txt", "IDN,2019,Speech", "ASEAN is our home.\n"),
        ("named.txt", "RUS,2019,On the ASEAN summit", "ASEAN met.\n"),
        ("list.txt", "RUS,2019,Speech", "We met China, Japan, India and ASEAN. ASEAN grows.\n"),
        ("plain.txt", "RUS,2020,Speech", "Nothing is said.\n"),
    ];
    let mut metadata = "file,speaker,year,title\n".to_owned();
    for (file, meta, text) in texts {
        dir.write(file, text);
        metadata += &format!("{file},{meta}\n");
    }
    dir.write("metadata.csv", &metadata);
    let counting = Counting {
        corpus: Request { paths: vec![dir.path("")], metadata: Some(dir.path("metadata.csv")), ..Request::default() },
        patterns: "english".into(),
        exclusions: Exclusions { joint: true, members: vec!["IDN".into()], by_definition: true, lists_from: Some(3) },
        world: true,
        ..Counting::default()
    };
    let roll = verbs::count(&counting, None, &Silent).expect("a count").roll;
    let of = |speaker: &str| -> Vec<(Option<Exclusion>, u32, u32, u32)> {
        let steps = roll.steps.iter().filter(|s| s.speaker == speaker && s.target == "ASEAN");
        steps.map(|s| (s.exclusion, s.documents, s.documents_mentioning, s.mentions)).collect()
    };
    let [joint, members, definition, lists] = Exclusion::ALL.map(Some);
    assert_eq!(
        of("RUS"),
        [(None, 4, 3, 5), (joint, 3, 2, 3), (members, 3, 2, 3), (definition, 2, 1, 2), (lists, 2, 1, 1)]
    );
    assert_eq!(
        of("IDN"),
        [(None, 1, 1, 1), (joint, 1, 1, 1), (members, 0, 0, 0), (definition, 0, 0, 0), (lists, 0, 0, 0)]
    );
    assert_eq!(of("WLD").first(), Some(&(None, 5, 4, 6)));
    let rows = roll.mention_rows();
    let row = |year: &str| rows.rows.iter().find(|r| r[..3] == ["RUS", "ASEAN", year]).cloned().expect("a row");
    // 2019: of the list's nine words and two sentences one mention is left.
    assert_eq!(row("2019")[3..7], ["1", "1", "1", "9"]);
    assert_eq!(row("2020")[3..7], ["1", "0", "0", "3"]);
}
