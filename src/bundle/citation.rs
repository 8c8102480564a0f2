//! CITATION.cff of a bundle: how to cite it, and the works it rests on.

use super::gathered::Gathered;

pub(super) fn file(gathered: &Gathered<'_>) -> String {
    let quoted = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let mut out = String::from("cff-version: 1.2.0\n");
    out += "message: \"Put your names in place of the makers of the program; cite the program and the works below with this \
            bundle.\"\n";
    out += "type: dataset\n";
    out += &format!("title: {}\n", quoted(&gathered.title));
    out += "authors:\n  - name: \"The spscore developers\"\n";
    out += &format!("date-released: {}\n", gathered.day);
    out += &format!("version: {}\n", quoted(&gathered.inputs.package.version));
    let references = gathered.cited.cff_references();
    if !references.is_empty() {
        out += "references:\n";
        out += &references;
    }
    out
}
