//! Roll calls of the United Nations General Assembly: Voeten's raw file, the tables of the R package unvotes, and the
//! bulk file of the United Nations' library.
//!
//! A state that did not vote has no row in one of them and a row that says so in the others; both are no vote. Years
//! are those of the calendar. Categories overlap, and stand in a file of their own or in columns.

use super::sipri_values::refusal;
use crate::diagnostic::Diagnostics;
use crate::import::ballots::CATEGORIES;
use crate::import::collection::{Collection, OTHER_YEARS};
use crate::import::layout::{Head, Input, Likeness, Provider, columns, same};
use crate::import::side::Side;
use crate::import::source::{Source, part};
use crate::model::countries::Numbering;
use crate::model::records::Ballots as Ballot;
use crate::model::window::Year;
use crate::sheet::{Row, Sheet};

pub struct Votes;

const RAW: [&str; 4] = ["rcid", "ccode", "vote", "year"];
const UNVOTES: [&str; 4] = ["rcid", "country", "country_code", "vote"];
const ROLL_CALLS: [&str; 3] = ["rcid", "date", "unres"];
const ISSUES: [&str; 3] = ["rcid", "short_name", "issue"];
const LIBRARY: [&str; 4] = ["undl_id", "ms_code", "ms_vote", "date"];

impl Provider for Votes {
    fn code(&self) -> &'static str {
        "un-votes"
    }

    fn title(&self) -> &'static str {
        "UN General Assembly roll calls: Voeten, unvotes (votes, roll calls, issues), or the UN library's bulk file"
    }

    fn page(&self) -> &'static str {
        "https://digitallibrary.un.org/record/4060887"
    }

    fn recognise(&self, head: &Head) -> Likeness {
        let all = [&RAW[..], &UNVOTES, &ROLL_CALLS, &ISSUES, &LIBRARY].map(|names| head.likeness(names));
        let best = all.into_iter().min_by_key(|l| (l.missing.len(), usize::MAX - l.found));
        best.unwrap_or_default()
    }

    fn read(&self, input: &Input, collection: &mut Collection<'_>) -> Result<(), Diagnostics> {
        let sheet = input.sheet()?;
        let rows = &sheet.rows;
        if let Some((header, [call, date, _])) = columns(rows, ROLL_CALLS) {
            for row in below(rows, header) {
                if let Some(year) = calendar(row.cell(date)) {
                    collection.ballots.years.insert(row.cell(call).to_owned(), year);
                }
            }
            return Ok(());
        }
        if let Some((header, [call, short, _])) = columns(rows, ISSUES) {
            for row in below(rows, header) {
                if let Some((_, name)) = CATEGORIES.iter().find(|(code, _)| *code == row.cell(short)) {
                    let held = collection.ballots.categories.entry(row.cell(call).to_owned()).or_default();
                    held.insert((*name).to_owned());
                }
            }
            return Ok(());
        }
        let (layout, header, places) = if let Some((header, places)) = columns(rows, LIBRARY) {
            (Layout::Library, header, places)
        } else if let Some((header, places)) = columns(rows, RAW) {
            (Layout::Raw, header, places)
        } else if let Some((header, places)) = columns(rows, UNVOTES) {
            (Layout::Unvotes, header, places)
        } else {
            return Err(refusal(&sheet, 0, "no header of a file of roll calls", "download it again"));
        };
        let source = collection.source(layout.source(collection.stated.vintage.as_deref()));
        collection.ballots.source = Some(source);
        let head = rows.get(header);
        let flag = |name: &str| head.and_then(|row| row.cells().position(|cell| same(cell, name)));
        let flags: Vec<(usize, &str)> =
            CATEGORIES.iter().filter_map(|(code, name)| Some((flag(code)?, *name))).collect();
        for row in below(rows, header) {
            layout.row(&sheet, row, places, &flags, collection);
        }
        Ok(())
    }
}

fn below(rows: &[Row], header: usize) -> impl Iterator<Item = &Row> {
    rows.iter().skip(header + 1).filter(|row| !row.is_empty())
}

/// The year of a date written 2019-12-19, 19-12-2019, 12/19/2019 or 2019.
fn calendar(date: &str) -> Option<Year> {
    date.split(|c: char| !c.is_ascii_digit()).find_map(Year::parse)
}

#[derive(Clone, Copy)]
enum Layout {
    Raw,
    Unvotes,
    Library,
}

impl Layout {
    fn row(
        self,
        sheet: &Sheet,
        row: &Row,
        [a, b, c, d]: [usize; 4],
        flags: &[(usize, &str)],
        collection: &mut Collection<'_>,
    ) {
        let call = row.cell(a).to_owned();
        let vote = match self {
            Layout::Raw | Layout::Library => c,
            Layout::Unvotes => d,
        };
        let place = sheet.place(row, vote);
        let ballot = match row.cell(vote).to_lowercase().as_str() {
            "1" | "yes" | "y" => Ballot::Yes,
            "2" | "abstain" | "a" => Ballot::Abstain,
            "3" | "no" | "n" => Ballot::No,
            "" | "8" | "9" | "x" | "nv" | "na" | "absent" | "0" => {
                return collection.account.leave_out("states that did not vote or were no members", "", place);
            }
            other => {
                let (value, what) = (other.to_owned(), "vote".to_owned());
                let choices = ["yes", "no", "abstain", "Y, N, A, X or NV", "1, 2, 3, 8 or 9"].map(str::to_owned).into();
                return collection
                    .problems
                    .push(place, crate::diagnostic::Problem::UnknownChoice { value, what, choices });
            }
        };
        // The roll call is known by whoever voted in it, wanted or not.
        let year = match self {
            Layout::Unvotes => None,
            Layout::Raw | Layout::Library => match calendar(row.cell(d)) {
                Some(year) => Some(year),
                None => {
                    let value = row.cell(d).to_owned();
                    return collection.problems.push(place, crate::diagnostic::Problem::NotADate { value });
                }
            },
        };
        if let Some(year) = year {
            if !collection.wants(year) {
                return collection.account.leave_out(OTHER_YEARS, "", place);
            }
            collection.ballots.years.entry(call.clone()).or_insert(year);
        }
        for (_, name) in flags.iter().filter(|(at, _)| row.cell(*at) == "1") {
            collection.ballots.categories.entry(call.clone()).or_default().insert((*name).to_owned());
        }
        let side = match (self, year) {
            (Layout::Raw, Some(year)) => collection.numbered(Numbering::Ccode, row.cell(b), year),
            (Layout::Library, _) => collection.by_code(row.cell(b)),
            // The name before the code: `NA` is Namibia's code, and also what R writes where nothing is known.
            _ => match collection.side(row.cell(b), &place) {
                Side::Unknown => collection.by_code(row.cell(c)),
                side => side,
            },
        };
        collection.ballots.cast.entry(call.clone()).or_default();
        let Some(code) = side.code().filter(|code| collection.parties.contains(*code)).map(str::to_owned) else {
            return collection.account.leave_out(
                "votes of others than the parties of this package",
                row.cell(b),
                place,
            );
        };
        match collection.ballots.cast(&call, &code, ballot, place.clone()) {
            Ok(true) => {
                collection.account.read += 1;
                collection.account.taken += 1;
            }
            Ok(false) => collection.account.leave_out("votes that stand in the files twice", "", place),
            Err(problem) => collection.problems.push(place, problem),
        }
    }

    fn source(self, vintage: Option<&str>) -> Source {
        let (key, author, title, url) = match self {
            Layout::Raw => (
                "voeten-un-votes",
                "Voeten, Erik",
                "Data and Analyses of Voting in the United Nations General Assembly",
                "https://doi.org/10.7910/DVN/LEJUQZ",
            ),
            Layout::Unvotes => (
                "unvotes",
                "Robinson, David",
                "unvotes: United Nations General Assembly Voting Data (R package), after Voeten",
                "https://cran.r-project.org/package=unvotes",
            ),
            Layout::Library => (
                "un-library-votes",
                "United Nations, Dag Hammarskjöld Library",
                "General Assembly Voting Data",
                "https://digitallibrary.un.org/record/4060887",
            ),
        };
        let suffix = vintage.map_or_else(String::new, |v| format!("-{}", part(v)));
        let when = vintage.unwrap_or("edition not stated").to_owned();
        Source {
            key: format!("{key}{suffix}"),
            author: author.into(),
            title: title.into(),
            year: String::new(),
            url: url.into(),
            note: format!("Agreement counted over roll calls in which both voted; {when}."),
            vintage: format!("{title}, {when}"),
        }
    }
}
