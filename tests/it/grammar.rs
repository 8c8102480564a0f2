//! What all figures have in common: a default kind, titles, the order of names, marks that no label covers.

use spscore::chart::{self, Figure, Heading, Kind, Options, Scene, Style};

use crate::charts::{Room, style};
use crate::support::workdir::Workdir;

fn attribute(line: &str, name: &str) -> Option<f64> {
    let (_, rest) = line.split_once(&format!(" {name}=\""))?;
    rest.split('"').next()?.parse().ok()
}

/// The frames of all discs and diamonds of a figure.
fn marks(svg: &str) -> Vec<[f64; 4]> {
    let mut all = Vec::new();
    for line in svg.lines() {
        if line.starts_with("<circle") {
            let of = |name| attribute(line, name).expect("a number");
            let (x, y, r) = (of("cx"), of("cy"), of("r"));
            all.push([x - r, y - r, x + r, y + r]);
        } else if let Some((_, rest)) = line.split_once("<polygon points=\"") {
            let points: Vec<f64> =
                rest.split('"').next().unwrap_or_default().split([' ', ',']).filter_map(|n| n.parse().ok()).collect();
            let (x, y): (Vec<f64>, Vec<f64>) = points.chunks(2).map(|p| (p[0], p[1])).unzip();
            let ends =
                |v: &[f64]| (v.iter().copied().fold(f64::MAX, f64::min), v.iter().copied().fold(f64::MIN, f64::max));
            let ((left, right), (top, bottom)) = (ends(&x), ends(&y));
            // A band of the gap is no mark.
            if right - left < 6.0 {
                all.push([left, top, right, bottom]);
            }
        }
    }
    all
}

/// The upright line of the gap: its x, and its ends from above.
fn drop_line(svg: &str, strong: &str) -> (f64, f64, f64) {
    let found = svg.lines().find(|l| l.contains(&format!("stroke=\"{strong}\" stroke-width=\"0.7\"")));
    let line = found.expect("the drop from the diagonal");
    let of = |name| attribute(line, name).expect("a number");
    assert_eq!(of("x1"), of("x2"), "{line}");
    (of("x1"), of("y1").min(of("y2")), of("y1").max(of("y2")))
}

#[test]
fn no_label_of_the_plane_lies_on_a_mark_or_on_the_drop() {
    let room = Room::new();
    let peers = room.peers();
    for of in [&peers[..], &peers[..2], &peers[..1]] {
        room.said(&chart::Words::english(), "", of, |scene| {
            for width in [85.0, 120.0, 174.0] {
                let style = Style { width, ..style(Kind::Plane, of.len()) };
                let figure = chart::draw(Kind::Plane, scene, style).expect("a plane");
                let marks = marks(&figure.svg);
                assert_eq!(marks.len(), of.len(), "a mark for each at {width} mm");
                let strong = style.theme.palette().strong;
                let (x, top, bottom) = drop_line(&figure.svg, strong);
                for text in figure.texts.iter().filter(|t| t.corners[0].1 == t.corners[1].1) {
                    let [a, _, c, _] = text.corners;
                    for [left, up, right, down] in &marks {
                        let apart = c.0 <= *left || a.0 >= *right || c.1 <= *up || a.1 >= *down;
                        assert!(apart, "{width} mm, {} partnerships: `{}` lies on a mark", of.len(), text.text);
                    }
                    let crossed = a.0 < x && x < c.0 && a.1 < bottom && top < c.1;
                    assert!(!crossed, "{width} mm, {} partnerships: `{}` lies on the drop", of.len(), text.text);
                }
            }
        });
    }
}

#[test]
fn the_gap_is_the_drop_from_the_diagonal_with_its_number() {
    let room = Room::new();
    room.said(&chart::Words::english(), "", &room.peers(), |scene| {
        let figure = chart::draw(Kind::Plane, scene, style(Kind::Plane, 11)).expect("a plane");
        let e = scene.evaluations.iter().find(|e| Some(e.partnership) == scene.strong).expect("the one asked for");
        let gap = e.card.gap().expect("a gap");
        let said = format!("GAP {gap:+.1}");
        assert!(figure.texts.iter().any(|t| t.text == said), "{said}");
        let (_, top, bottom) = drop_line(&figure.svg, style(Kind::Plane, 11).theme.palette().strong);
        // A hundred points are as long as the ticks of the axis say.
        let tick = |text: &str| {
            let places = figure.texts.iter().filter(|t| t.text == text).map(|t| t.corners[0].1);
            places.fold(f64::MAX, f64::min)
        };
        let hundred = tick("0") - tick("100");
        assert!((100.0 * (bottom - top) / hundred - gap.abs()).abs() < 0.3, "{gap} against {}", bottom - top);
    });
}

#[test]
fn marks_at_the_ends_of_the_scale_lie_inside_the_frame() {
    let room = Room::new();
    room.said(&chart::Words::english(), "", &room.peers(), |scene| {
        assert!(scene.evaluations.iter().any(|e| e.card.form().score == Some(100.0)), "a mark at 100");
        let figure = chart::draw(Kind::Plane, scene, style(Kind::Plane, 11)).expect("a plane");
        let tick = figure.svg.lines().filter(|l| l.starts_with("<polyline")).collect::<Vec<_>>();
        let frame = tick.iter().filter_map(|l| l.split("points=\"").nth(1)?.split('"').next());
        let far = frame.flat_map(|p| p.split(' ').filter_map(|q| q.split(',').next()?.parse::<f64>().ok()));
        let right = far.fold(0.0, f64::max);
        for [_, _, end, _] in marks(&figure.svg) {
            assert!(end < right, "a mark ends at {end}, the frame at {right}");
        }
    });
}

#[test]
fn without_a_kind_the_figure_is_the_gap() {
    let work = Workdir::new();
    work.run(&["plot", "russia-asean", "--draws", "40", "-o", "f.svg"]).ends_with(0);
    work.run(&["plot", "gap", "russia-asean", "--draws", "40", "-o", "g.svg"]).ends_with(0);
    assert_eq!(work.read("f.svg"), work.read("g.svg"));
    let papers: serde_json::Value = serde_json::from_str(&work.read("f.svg.json")).expect("JSON");
    assert_eq!(papers["command"], "spscore plot gap russia-asean --draws 40 -o f.svg");
    work.run(&["plot", "--peers", "--draws", "40", "-o", "all.svg"]).ends_with(0);
    assert_eq!(work.read("all.svg.csv").lines().count(), 12);
}

#[test]
fn titles_are_written_or_state_the_finding() {
    let work = Workdir::new();
    let title = |args: &[&str]| {
        work.run(&[&["plot"], args, &["-o", "x.svg", "--force"]].concat()).ends_with(0);
        let papers: serde_json::Value = serde_json::from_str(&work.read("x.svg.json")).expect("JSON");
        (
            papers["title"].as_str().unwrap_or_default().to_owned(),
            papers["command"].as_str().unwrap_or_default().to_owned(),
        )
    };
    let (written, command) = title(&["heatmap", "russia-asean", "--title", "A name and its substance"]);
    assert_eq!(written, "A name and its substance");
    assert!(command.contains("--title 'A name and its substance'"), "{command}");
    assert!(work.read("x.svg").contains("font-weight=\"bold\" fill=\"#1A1A1A\">A name and its substance<"));
    // The numbers are those of the card, in whole points.
    let numbers = work.read("x.svg.csv");
    let score = |node: &str| {
        let mut rows = csv::Reader::from_reader(numbers.as_bytes());
        let found = rows.records().flatten().find(|r| r.get(2) == Some(node)).expect("a node");
        found.get(4).and_then(|z| z.parse::<f64>().ok()).expect("a score")
    };
    let (form, content) = (score("form"), score("content"));
    let said = format!("Russia–ASEAN: FORM {form:.0}, CONTENT {content:.0}, gap {:+.0}", form - content);
    assert_eq!(title(&["heatmap", "russia-asean", "--headline"]).0, said);
    let (several, _) = title(&["heatmap", "russia-asean", "--peers", "--headline"]);
    assert!(several.starts_with(&format!("{said}; gaps of 10 others ")), "{several}");
    let (all, _) = title(&["heatmap", "--peers", "--headline"]);
    assert!(all.starts_with("11 partnerships with ASEAN: gaps "), "{all}");
    let both = ["plot", "gap", "russia-asean", "--headline", "--title", "x", "-o", "y.svg"];
    work.run(&both).ends_with(2).reports(&["--headline"]);
    work.run(&["plot", "gap", "russia-asean", "--title", " ", "-o", "y.svg"]).ends_with(2).reports(&["--no-title"]);
}

#[test]
fn names_keep_the_order_in_which_they_were_typed() {
    let work = Workdir::new();
    let subject = |args: &[&str]| {
        work.run(&[&["plot", "heatmap"], args, &["-o", "x.svg", "--force"]].concat()).ends_with(0);
        let papers: serde_json::Value = serde_json::from_str(&work.read("x.svg.json")).expect("JSON");
        papers["title"].as_str().and_then(|t| t.split_once(": ")).map(|(_, s)| s.to_owned()).unwrap_or_default()
    };
    assert_eq!(subject(&["asean-russia"]), "ASEAN–Russia");
    assert_eq!(subject(&["russia-asean"]), "Russia–ASEAN");
    assert_eq!(subject(&["us-asean"]), "United States\u{a0}– ASEAN");
    assert_eq!(subject(&["japan-asean", "china-asean"]), "Japan and China with ASEAN");
    assert_eq!(subject(&["china-asean", "japan-asean"]), "China and Japan with ASEAN");
    // The one asked for stands first, whatever its scores.
    subject(&["canada-asean", "--peers"]);
    assert!(work.read("x.svg.csv").lines().nth(1).is_some_and(|l| l.starts_with("canada-asean")));
}

/// Of one figure under several headings only the heading differs.
#[test]
fn a_heading_changes_nothing_else() {
    let room = Room::new();
    room.said(&chart::Words::english(), "", &room.peers()[..2], |scene| {
        let draw = |heading: Heading<'_>| -> Figure {
            let scene = Scene { options: Options { heading, ..Options::default() }, ..*scene };
            chart::draw(Kind::Heatmap, &scene, style(Kind::Heatmap, 2)).expect("a figure")
        };
        let (own, written) = (draw(Heading::Kind), draw(Heading::Written("x")));
        assert_eq!((&own.numbers, &own.caption, &own.alt), (&written.numbers, &written.caption, &written.alt));
        assert_eq!(own.texts.len(), written.texts.len());
    });
}
