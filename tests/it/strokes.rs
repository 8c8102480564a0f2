//! Strokes of figures: none so thin that print loses it, in any kind.

use std::fs;
use std::path::Path;

use spscore::chart::{Aspect, Kind};

/// In millimetres: a quarter of a typographic point, under which printers warn of hairlines.
const LEAST: f64 = 0.1;

/// Every stroke's width in the figure.
fn widths(svg: &str) -> impl Iterator<Item = f64> + '_ {
    let after = svg.split("stroke-width=\"").skip(1);
    after.map(|rest| rest.split('"').next().and_then(|w| w.parse().ok()).expect("a width in millimetres"))
}

/// plotters draws lines of one unit where it is given a bare colour, and a unit of ours is a micrometre.
pub fn assert_seen(svg: &str, what: &str) {
    assert!(widths(svg).count() > 1, "{what}: no strokes beside the pattern's");
    if let Some(thin) = widths(svg).find(|w| *w < LEAST) {
        panic!("{what}: a stroke of {thin} mm");
    }
}

#[test]
fn every_kind_has_strokes_that_print() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/figures");
    let mut seen = Vec::new();
    for entry in fs::read_dir(&folder).expect("the committed figures") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "svg") {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            assert_seen(&fs::read_to_string(&path).expect("a figure"), &name);
            seen.push(name);
        }
    }
    let kinds = Kind::ALL.map(Kind::name).into_iter().chain(Aspect::ALL.map(Aspect::name));
    for kind in kinds {
        assert!(seen.iter().any(|name| name.starts_with(kind)), "no {kind} among the committed figures");
    }
}

#[test]
#[should_panic(expected = "a stroke of 0.001 mm")]
fn a_stroke_of_one_unit_is_refused() {
    assert_seen(r##"<line stroke="#000" stroke-width="0.15"/><line stroke="#000" stroke-width="0.001"/>"##, "thin");
}
