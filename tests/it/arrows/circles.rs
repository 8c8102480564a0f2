//! No circles inside a room: of the modules (files or folders) of a folder, none knows another that knows it, however
//! long the way.
//!
//! An arrow goes from the file that holds a path (`use` or not) to the file that *defines* what the path names: a
//! re-export in a `mod.rs` is followed to the sibling it comes from. A `mod.rs` itself stands above the modules of its
//! folder, which may know what is written in it.

use std::collections::{BTreeMap, BTreeSet};

use super::{Source, sources};

/// A file as a path of modules, without `mod.rs` and `.rs`.
type Module = Vec<String>;

struct File {
    path: String,
    /// The text that is compiled outside tests, comments cut away; line breaks kept.
    text: String,
}

/// An arrow: where it stands, and the words there.
#[derive(Clone, Debug)]
struct Arrow {
    to: Module,
    place: String,
    words: String,
}

fn module_of(path: &str) -> Module {
    let mut parts: Module = path.trim_end_matches(".rs").split('/').map(str::to_owned).collect();
    parts.pop_if(|last| last == "mod");
    parts
}

fn file(source: &Source) -> File {
    let tests = source.lines.iter().position(|l| l.contains("#[cfg(test)]")).unwrap_or(source.lines.len());
    let text = source.lines.iter().take(tests).map(String::as_str).collect::<Vec<_>>().join("\n");
    File { path: source.path.clone(), text }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// The paths of a use tree, each with the name it gets.
fn leaves(prefix: &[String], tree: &str, found: &mut Vec<(Vec<String>, String)>) {
    let tree = tree.trim();
    if let Some((before, inside)) = tree.split_once('{') {
        let mut prefix = prefix.to_vec();
        prefix.extend(before.split("::").map(str::trim).filter(|p| !p.is_empty()).map(str::to_owned));
        let inside = inside.trim_end().strip_suffix('}').unwrap_or(inside);
        let (mut depth, mut from) = (0, 0);
        for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    let part = inside.get(from..at).unwrap_or_default();
                    if !part.trim().is_empty() {
                        leaves(&prefix, part, found);
                    }
                    from = at + 1;
                }
                _ => {}
            }
        }
        return;
    }
    let (path, name) = tree.split_once(" as ").unwrap_or((tree, ""));
    let mut parts: Vec<String> = prefix.to_vec();
    parts.extend(path.split("::").map(|p| p.trim().to_owned()));
    parts.pop_if(|last| last == "self");
    let name = if name.is_empty() { parts.last().cloned().unwrap_or_default() } else { name.trim().to_owned() };
    found.push((parts, name));
}

/// Every `use` of a file: where its tree begins, whether it is public, and the tree.
fn uses(text: &str) -> Vec<(usize, bool, &str)> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let begin = line.trim_start();
        let public = begin
            .strip_prefix("pub")
            .map(|r| r.strip_prefix('(').map_or(r, |r| r.split_once(')').unwrap_or_default().1));
        let rest = public.map_or(begin, str::trim_start).strip_prefix("use ");
        if let Some(rest) = rest {
            let start = at + line.len() - rest.len();
            let end = text[start..].find(';').map_or(text.len(), |n| start + n);
            found.push((start, public.is_some(), &text[start..end]));
        }
        at += line.len();
    }
    found
}

struct Crate {
    files: BTreeMap<Module, File>,
    /// By module the names it re-exports, with the path that each stands for.
    exports: BTreeMap<Module, BTreeMap<String, Module>>,
}

impl Crate {
    fn new() -> Self {
        let files: BTreeMap<Module, File> = sources()
            .iter()
            .filter(|s| s.room != "main" && s.room != "lib")
            .map(|s| (module_of(&s.path), file(s)))
            .collect();
        let mut known = Crate { files, exports: BTreeMap::new() };
        let mut exports: BTreeMap<Module, BTreeMap<String, Module>> = BTreeMap::new();
        for (module, file) in &known.files {
            for (_, public, tree) in uses(&file.text) {
                let mut found = Vec::new();
                leaves(&[], tree, &mut found);
                for (parts, name) in found.into_iter().filter(|_| public) {
                    if let Some(path) = known.absolute(module, &parts) {
                        exports.entry(module.clone()).or_default().insert(name, path);
                    }
                }
            }
        }
        known.exports = exports;
        known
    }

    /// A path from the root of the crate; nothing where it leads out of it.
    fn absolute(&self, module: &Module, parts: &[String]) -> Option<Module> {
        let first = parts.first()?;
        match first.as_str() {
            "crate" => Some(parts[1..].to_vec()),
            "self" => Some([module.as_slice(), &parts[1..]].concat()),
            "super" => {
                let up = parts.iter().take_while(|p| *p == "super").count();
                Some([module.get(..module.len().checked_sub(up)?)?, &parts[up..]].concat())
            }
            child => {
                let below = [module.as_slice(), &[child.to_owned()]].concat();
                self.files.contains_key(&below).then(|| [module.as_slice(), parts].concat())
            }
        }
    }

    /// The file that defines what a path names.
    fn definer(&self, path: &[String]) -> Option<Module> {
        let mut path = path.to_vec();
        for _ in 0..8 {
            let depth = (1..=path.len()).rev().find(|n| self.files.contains_key(&path[..*n]))?;
            let module = path[..depth].to_vec();
            let export = path.get(depth).and_then(|name| self.exports.get(&module)?.get(name));
            match export {
                Some(target) => path = [target.as_slice(), &path[depth + 1..]].concat(),
                None => return Some(module),
            }
        }
        None
    }

    fn arrows(&self) -> BTreeMap<Module, Vec<Arrow>> {
        self.files.iter().map(|(module, file)| (module.clone(), self.arrows_of(module, file))).collect()
    }

    fn arrows_of(&self, module: &Module, file: &File) -> Vec<Arrow> {
        let mut arrows: Vec<Arrow> = Vec::new();
        let mut add = |path: &[String], words: &str| {
            let Some(to) = self.definer(path).filter(|to| to != module) else { return };
            let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
            arrows.push(Arrow { to, place: format!("src/{}", file.path), words });
        };
        let mut names: BTreeMap<String, Module> = BTreeMap::new();
        let mut body = file.text.clone();
        for (start, _, tree) in uses(&file.text).into_iter().rev() {
            let mut found = Vec::new();
            leaves(&[], tree, &mut found);
            for (parts, name) in found {
                if let Some(path) = self.absolute(module, &parts) {
                    add(&path, &format!("use {tree};"));
                    names.insert(name, path);
                }
            }
            body.replace_range(start..start + tree.len(), "");
        }
        // Paths without `use`: `crate::..`, `super::..`, a module that was imported, a child.
        for (at, _) in body.match_indices("::") {
            let from =
                body[..at].rfind(|c| !is_word(c)).map_or(0, |n| n + body[n..].chars().next().map_or(1, char::len_utf8));
            let first = &body[from..at];
            if first.is_empty() || body[..from].ends_with("::") {
                continue;
            }
            let end = body[at..].find(|c| !is_word(c) && c != ':').map_or(body.len(), |n| at + n);
            let words = body[from..end].trim_end_matches(':');
            let parts: Vec<String> = words.split("::").map(str::to_owned).collect();
            let path = match names.get(first) {
                Some(path) => Some([path.as_slice(), &parts[1..]].concat()),
                None => self.absolute(module, &parts),
            };
            if let Some(path) = path {
                add(&path, words);
            }
        }
        arrows
    }
}

/// The modules of one folder that reach each other: whoever can be reached from `from` and leads back.
fn circle(graph: &BTreeMap<&str, BTreeMap<&str, Vec<&Arrow>>>, from: &str) -> BTreeSet<String> {
    let reach = |from: &str| {
        let (mut seen, mut left) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(at) = left.pop() {
            for next in graph.get(at.as_str()).into_iter().flat_map(BTreeMap::keys) {
                if seen.insert((*next).to_owned()) {
                    left.push((*next).to_owned());
                }
            }
        }
        seen
    };
    reach(from).into_iter().filter(|other| reach(other).contains(from)).collect()
}

/// A message for each circle among the modules of every folder.
fn circles(known: &Crate) -> Vec<String> {
    let arrows = known.arrows();
    let folders: BTreeSet<&[String]> = known.files.keys().filter_map(|m| m.get(..m.len() - 1)).collect();
    let mut messages = Vec::new();
    for folder in folders.into_iter().filter(|f| !f.is_empty()) {
        let child = |module: &'_ Module| -> Option<usize> { module.starts_with(folder).then_some(folder.len()) };
        let mut graph: BTreeMap<&str, BTreeMap<&str, Vec<&Arrow>>> = BTreeMap::new();
        for (module, arrows) in &arrows {
            let Some(from) = child(module).and_then(|n| module.get(n)) else { continue };
            for arrow in arrows {
                let Some(to) = child(&arrow.to).and_then(|n| arrow.to.get(n)).filter(|to| *to != from) else {
                    continue;
                };
                graph.entry(from).or_default().entry(to).or_default().push(arrow);
            }
        }
        let mut seen: BTreeSet<String> = BTreeSet::new();
        let starts: Vec<&str> = graph.keys().copied().collect();
        for start in starts {
            let circle = circle(&graph, start);
            if circle.is_empty() || !seen.insert(circle.iter().cloned().collect::<Vec<_>>().join(" ")) {
                continue;
            }
            messages.push(words(folder, &circle, &graph));
        }
    }
    messages
}

/// The circle, and the arrow in it that is cheapest to take out: the one with the fewest lines.
fn words(folder: &[String], circle: &BTreeSet<String>, graph: &BTreeMap<&str, BTreeMap<&str, Vec<&Arrow>>>) -> String {
    let inside = circle.iter().filter_map(|from| graph.get(from.as_str()).map(|to| (from, to)));
    let mut lines: Vec<(&String, &str, &Vec<&Arrow>)> = inside
        .flat_map(|(from, to)| {
            to.iter().filter(|(to, _)| circle.contains(**to)).map(move |(to, arrows)| (from, *to, arrows))
        })
        .collect();
    lines.sort_by_key(|(from, to, arrows)| (arrows.len(), (*from).clone(), (*to).to_owned()));
    let all: Vec<String> = lines
        .iter()
        .flat_map(|(from, to, arrows)| {
            arrows.iter().map(move |a| format!("    {from} -> {to}: {}: {}", a.place, a.words))
        })
        .collect();
    let mend = lines.first().and_then(|(from, to, arrows)| arrows.first().map(|a| (from, to, a))).map_or_else(
        String::new,
        |(from, to, a)| {
            format!(
                "\n  move what `{}` takes from `{to}` in {} into a file below both `{from}` and `{to}`",
                a.words, a.place
            )
        },
    );
    let (folder, names) = (folder.join("/"), circle.iter().cloned().collect::<Vec<_>>().join(", "));
    format!("src/{folder}: {names} know each other in a circle{mend}\n{}", all.join("\n"))
}

#[test]
fn modules_of_a_room_form_no_circle() {
    let known = Crate::new();
    let arrows: usize = known.arrows().values().map(Vec::len).sum();
    assert!(arrows > 1_500, "only {arrows} arrows were found: is this test still reading the sources?");
    let messages = circles(&known);
    assert!(messages.is_empty(), "{}", messages.join("\n"));
}

/// A room of four files: `a` takes `c`'s word through a re-export in `mod.rs`, and `c` knows `a` by a path without
/// `use`.
#[test]
fn a_circle_is_reported_with_the_line_to_move() {
    let file = |path: &str, text: &str| (module_of(path), File { path: path.into(), text: text.into() });
    let files = [
        file("room/mod.rs", "mod a;\nmod b;\nmod c;\npub use c::Word;\npub struct Whole;"),
        file("room/a.rs", "use super::Word;\nuse super::Whole;\npub fn first() {}"),
        file("room/b.rs", "use crate::room::{a::first, c::{self, Word}};\nuse super::Whole;"),
        file("room/c.rs", "pub struct Word;\nfn f() { super::a::first() }"),
    ];
    let mut known = Crate { files: files.into_iter().collect(), exports: BTreeMap::new() };
    known.exports =
        BTreeMap::from([(module_of("room/mod.rs"), BTreeMap::from([("Word".into(), module_of("room/c/Word"))]))]);
    let messages = circles(&known).join("\n");
    assert!(messages.starts_with("src/room: a, c know each other in a circle"), "{messages}");
    assert!(
        messages.contains("move what `use super::Word;` takes from `c` in src/room/a.rs into a file below both"),
        "{messages}"
    );
    assert!(messages.contains("c -> a: src/room/c.rs: super::a::first"), "{messages}");
    known.files.insert(module_of("room/c.rs"), file("room/c.rs", "pub struct Word;").1);
    assert_eq!(circles(&known), Vec::<String>::new());
}
