//! One table: the rows that are there stay as they are written, new rows go where their keys belong.

use std::collections::HashMap;

use super::Change;
use crate::diagnostic::{Diagnostics, Place, Problem};
use crate::model::Rows;

/// A row that is there.
struct Held<'t> {
    line: u64,
    /// As it is written, with its line end.
    written: &'t str,
    fields: Vec<String>,
}

/// The text with the rows, and how many were added, found unchanged, or replaced. The change has no path yet.
pub(super) fn merge(file: &str, text: Option<&str>, rows: &Rows, replace: bool) -> Result<Change, Diagnostics> {
    let fresh = format!("{}\n", rows.columns.join(","));
    let text = text.filter(|t| !t.trim().is_empty()).unwrap_or(&fresh);
    let (header, head, held) = read(file, text)?;
    let mut problems = Diagnostics::default();
    for column in rows.columns.iter().filter(|c| !header.iter().any(|h| h == *c)) {
        let problem = Problem::MissingColumn { column: (*column).to_owned(), table: rows.table.name().to_owned() };
        problems.push(Place::new(file, 1, 1), problem);
    }
    if !problems.is_empty() {
        return Err(problems.or(()).err().unwrap_or_default());
    }
    // Where each column of the file stands among those of the rows.
    let from: Vec<Option<usize>> = header.iter().map(|h| rows.columns.iter().position(|c| c == h)).collect();
    let own = rows.table.key();
    let keyed = |name: &String| own.is_empty() || own.contains(&name.as_str());
    let keys: Vec<usize> = header.iter().enumerate().filter(|(_, name)| keyed(name)).map(|(at, _)| at).collect();
    // In the order in which the key is listed, which need not be that of its columns.
    let keys: Vec<usize> = match own {
        [] => keys,
        own => own.iter().filter_map(|name| header.iter().position(|h| h == name)).collect(),
    };
    let key = |fields: &[String]| -> Vec<String> {
        keys.iter().map(|at| fields.get(*at).map_or_else(String::new, |f| f.trim().to_owned())).collect()
    };
    let mut places: HashMap<Vec<String>, usize> = HashMap::new();
    for (at, row) in held.iter().enumerate() {
        places.entry(key(&row.fields)).or_insert(at);
    }
    let mut change = Change { path: String::new(), text: String::new(), added: 0, unchanged: 0, replaced: 0 };
    let mut new: Vec<(Vec<String>, Vec<String>)> = Vec::new();
    let mut replaced: HashMap<usize, Vec<String>> = HashMap::new();
    for row in &rows.rows {
        let fields: Vec<String> =
            from.iter().map(|at| at.and_then(|at| row.get(at)).cloned().unwrap_or_default()).collect();
        let key = key(&fields);
        let Some((at, old)) = places.get(&key).and_then(|at| Some((*at, held.get(*at)?))) else {
            change.added += 1;
            new.push((key, fields));
            continue;
        };
        match difference(&header, &old.fields, &fields, &from) {
            None => change.unchanged += 1,
            Some(_) if replace => {
                change.replaced += 1;
                // What the rows say nothing of stays.
                let kept = fields.iter().zip(&old.fields).zip(&from);
                replaced.insert(at, kept.map(|((new, old), from)| from.map_or(old, |_| new).clone()).collect());
            }
            Some((column, old_value, new_value)) => {
                let source = |fields: &[String]| {
                    let at = header.iter().position(|h| h == "source");
                    at.and_then(|at| fields.get(at)).cloned().unwrap_or_default()
                };
                let message = format!(
                    "{} has {column} {old_value} here ({}), and {new_value} in what is brought ({})",
                    key.join(" "),
                    source(&old.fields),
                    source(&fields)
                );
                let hint = "the two are not mixed: --replace takes the new one, or leave its year out with --years";
                problems.push(Place::new(file, old.line, 1), Problem::Import { message, hint: hint.into() });
            }
        }
    }
    new.sort();
    change.text = written(head, &held, &replaced, &new, key)?;
    problems.or(change)
}

/// The first column but the source in which two rows differ, with both values. Numbers are compared as they are
/// written, but for zeros at the end of a fraction.
fn difference(
    header: &[String],
    old: &[String],
    new: &[String],
    from: &[Option<usize>],
) -> Option<(String, String, String)> {
    let number = |text: &str| crate::sheet::Exact::parse(text.trim());
    header.iter().enumerate().zip(from).find_map(|((at, column), from)| {
        from.as_ref()?;
        let [old, new] = [old, new].map(|fields| fields.get(at).map_or("", |f| f.trim()));
        let same = old == new || number(old).is_some_and(|n| number(new) == Some(n));
        (column != "source" && !same).then(|| (column.clone(), old.to_owned(), new.to_owned()))
    })
}

/// Header, its text, and the rows with theirs.
type Read<'t> = (Vec<String>, &'t str, Vec<Held<'t>>);

fn read<'t>(file: &str, text: &'t str) -> Result<Read<'t>, Diagnostics> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut marks: Vec<(usize, u64, Vec<String>)> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|e| {
            let mut problems = Diagnostics::default();
            let line = e.position().map_or(0, csv::Position::line);
            problems.push(Place::new(file, line, 1), Problem::Malformed { what: "table", why: e.to_string() });
            problems
        })?;
        let (at, line) = record.position().map_or((0, 0), |p| (p.byte() as usize, p.line()));
        marks.push((at, line, record.iter().map(str::to_owned).collect()));
    }
    let ends: Vec<usize> = marks.iter().skip(1).map(|(at, ..)| *at).chain([text.len()]).collect();
    let mut held: Vec<Held<'t>> = marks
        .into_iter()
        .zip(ends)
        .map(|((at, line, fields), end)| {
            let written = text.get(at..end).unwrap_or_default();
            // Blank lines above a row are kept with it.
            let blank = written.bytes().take_while(|b| [b'\n', b'\r'].contains(b)).filter(|b| *b == b'\n').count();
            Held { line: line + blank as u64, written, fields }
        })
        .collect();
    if held.is_empty() {
        let mut problems = Diagnostics::default();
        problems.push(Place::whole(file), Problem::EmptyFile);
        return Err(problems);
    }
    let head = held.remove(0);
    let names = head.fields.iter().map(|f| f.trim_start_matches('\u{feff}').trim().to_owned()).collect();
    Ok((names, head.written, held))
}

/// The rows as they are, with new ones before the first row of a larger key, if the rows stand in the order of their
/// keys; at the end otherwise.
fn written(
    head: &str,
    held: &[Held<'_>],
    replaced: &HashMap<usize, Vec<String>>,
    new: &[(Vec<String>, Vec<String>)],
    key: impl Fn(&[String]) -> Vec<String>,
) -> Result<String, Diagnostics> {
    let keys: Vec<Vec<String>> = held.iter().map(|row| key(&row.fields)).collect();
    let ordered = keys.is_sorted();
    let mut text = line_end(head.to_owned());
    let mut new = new.iter().peekable();
    for (at, row) in held.iter().enumerate() {
        while let Some((_, fields)) = new.next_if(|(key, _)| ordered && keys.get(at).is_some_and(|held| key < held)) {
            text += &line(fields)?;
        }
        match replaced.get(&at) {
            Some(fields) => text += &line(fields)?,
            None => text = line_end(text + row.written),
        }
    }
    for (_, fields) in new {
        text += &line(fields)?;
    }
    Ok(text)
}

fn line_end(mut text: String) -> String {
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// A row as it is written, in quotes where it must.
fn line(fields: &[String]) -> Result<String, Diagnostics> {
    let failed = |why: String| {
        let mut problems = Diagnostics::default();
        problems.push(Place::whole("a new row"), Problem::Malformed { what: "table", why });
        problems
    };
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(fields).map_err(|e| failed(e.to_string()))?;
    let bytes = writer.into_inner().map_err(|e| failed(e.to_string()))?;
    String::from_utf8(bytes).map_err(|e| failed(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Table;

    fn rows(rows: &[[&str; 4]]) -> Rows {
        let mut all = Rows::new(Table::ArmsMargins, &["supplier", "year", "tiv_million", "source"]);
        all.rows = rows.iter().map(|row| row.map(str::to_owned).to_vec()).collect();
        all
    }

    const HELD: &str =
        "supplier,year,tiv_million,source,x_note\nAUS,1995,36,\"old\",\"as, it, was\"\nUSA,1996,5.50,old,\n";

    #[test]
    fn rows_go_where_their_keys_belong_and_others_stay_as_they_are() {
        let new = rows(&[["USA", "1995", "7", "new"], ["CHN", "2000", "1", "new"], ["USA", "1996", "5.5", "new"]]);
        let change = merge("a.csv", Some(HELD), &new, false).expect("rows");
        assert_eq!((change.added, change.unchanged, change.replaced), (2, 1, 0));
        let expected = "supplier,year,tiv_million,source,x_note\nAUS,1995,36,\"old\",\"as, it, was\"\n\
                        CHN,2000,1,new,\nUSA,1995,7,new,\nUSA,1996,5.50,old,\n";
        assert_eq!(change.text, expected);
        let again = merge("a.csv", Some(&change.text), &new, false).expect("rows");
        assert_eq!((again.text.as_str(), again.added, again.unchanged), (expected, 0, 3));
    }

    #[test]
    fn a_second_value_is_refused_or_replaces_the_first() {
        let new = rows(&[["AUS", "1995", "37", "new"]]);
        let refused = merge("a.csv", Some(HELD), &new, false).expect_err("a second value").to_string();
        assert!(
            refused.starts_with(
                "a.csv:2:1: error: AUS 1995 has tiv_million 36 here (old), and 37 in what is brought (new)"
            ),
            "{refused}"
        );
        let change = merge("a.csv", Some(HELD), &new, true).expect("rows");
        assert!(change.text.contains("\nAUS,1995,37,new,\"as, it, was\"\n"), "{}", change.text);
        assert_eq!((change.added, change.unchanged, change.replaced), (0, 0, 1));
    }

    #[test]
    fn a_table_that_is_not_there_is_made() {
        let change = merge("a.csv", None, &rows(&[["AUS", "1995", "37", "new"]]), false).expect("rows");
        assert_eq!(change.text, "supplier,year,tiv_million,source\nAUS,1995,37,new\n");
        let refused =
            merge("a.csv", Some("supplier,year\n"), &rows(&[["A", "1", "2", "s"]]), false).expect_err("columns");
        assert_eq!(refused.len(), 2, "{refused}");
    }
}
