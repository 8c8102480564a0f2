//! Colours by their roles: contrast on what they lie on, for readers who lack one kind of cone, and in grey print.

use std::path::Path;

use spscore::chart::{Palette, Theme, contrast, grey};

const THEMES: [Theme; 3] = [Theme::Paper, Theme::Screen, Theme::Mono];

/// Of linear RGB, for readers without the first or the second kind of cone: Machado, Oliveira and Fernandes (2009), "A
/// physiologically-based model for simulation of color vision deficiency", table 1, severity 1.0.
const PROTANOPIA: [[f64; 3]; 3] =
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
const DEUTERANOPIA: [[f64; 3]; 3] =
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];
const ALL_CONES: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

fn linear(colour: &str) -> [f64; 3] {
    [1, 3, 5].map(|i| {
        let c = f64::from(u8::from_str_radix(&colour[i..i + 2], 16).expect("a colour")) / 255.0;
        if c <= 0.04045 { c / 12.92 } else { ((c + 0.055) / 1.055).powf(2.4) }
    })
}

/// What such a reader sees, as linear RGB.
fn seen(colour: &str, cones: [[f64; 3]; 3]) -> [f64; 3] {
    let own = linear(colour);
    cones.map(|row| row.iter().zip(own).map(|(m, c)| m * c).sum::<f64>().clamp(0.0, 1.0))
}

fn luminance([r, g, b]: [f64; 3]) -> f64 {
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

/// The contrast of WCAG 2 of what such a reader sees.
fn contrast_seen(one: &str, other: &str, cones: [[f64; 3]; 3]) -> f64 {
    let (a, b) = (luminance(seen(one, cones)) + 0.05, luminance(seen(other, cones)) + 0.05);
    a.max(b) / a.min(b)
}

/// The distance in CIELAB (1976, white D65) of what such a reader sees; from about 10 on two patches are plainly two.
fn apart_seen(one: &str, other: &str, cones: [[f64; 3]; 3]) -> f64 {
    let lab = |colour: &str| {
        let [r, g, b] = seen(colour, cones);
        let f = |t: f64| if t > 0.008856 { t.cbrt() } else { 7.787 * t + 16.0 / 116.0 };
        let x = f((0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.9505);
        let y = f(luminance([r, g, b]));
        let z = f((0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.089);
        [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
    };
    lab(one).iter().zip(lab(other)).map(|(p, q)| (p - q).powi(2)).sum::<f64>().sqrt()
}

/// What is drawn as a mark, a line or a bar without a rim, and so must be seen by itself.
fn graphics(p: &Palette) -> Vec<&'static str> {
    let mut all = vec![p.strong, p.other, p.form, p.content, p.own, p.span, p.pair[0], p.ink, p.muted];
    all.extend(p.members);
    all
}

#[test]
fn machado_by_hand() {
    // Pure red for a reader without the first kind of cone: the first column of the matrix, what is below 0 cut off.
    assert_eq!(seen("#FF0000", PROTANOPIA), [0.152286, 0.114503, 0.0]);
    assert!((contrast_seen("#000000", "#FFFFFF", ALL_CONES) - 21.0).abs() < 1e-9);
    assert!((apart_seen("#000000", "#FFFFFF", DEUTERANOPIA) - 100.0).abs() < 0.1);
}

#[test]
fn graphics_reach_three_to_one_on_what_they_lie_on() {
    for theme in THEMES {
        let p = theme.palette();
        // Members lie on the page alone, all others on the bands of the gap too.
        for colour in graphics(&p) {
            let member = p.members.contains(&colour);
            let grounds = p.bands.iter().filter(|_| !member).chain([&p.ground]);
            for ground in grounds {
                for cones in [ALL_CONES, PROTANOPIA, DEUTERANOPIA] {
                    let found = contrast_seen(colour, ground, cones);
                    // The span joins two marks between bands, never upon them.
                    let least = if colour == p.span && *ground != p.ground { 1.0 } else { 3.0 };
                    assert!(found >= least, "{theme:?}: {colour} on {ground}: {found:.2}");
                }
            }
        }
        for rimmed in [p.pair[1], p.further, p.families[1], p.families[2], p.families[3]] {
            assert!(contrast(p.ink, rimmed) >= 3.0, "{theme:?}: the rim of {rimmed}");
        }
    }
}

#[test]
fn what_must_be_told_apart_differs_for_every_reader_and_in_grey() {
    for theme in THEMES {
        let p = theme.palette();
        let mut pairs = vec![
            (p.form, p.content, 40.0),
            (p.strong, p.other, 40.0),
            (p.own, p.other, 40.0),
            (p.pair[0], p.pair[1], 60.0),
            (p.form, p.other, 40.0),
        ];
        pairs.extend(p.ramp.windows(2).map(|r| (r[0], r[1], 20.0)));
        pairs.extend(p.families.windows(2).map(|f| (f[0], f[1], 40.0)));
        for (a, b, least) in pairs {
            let distance = (grey(a) - grey(b)).abs();
            assert!(distance >= least, "{theme:?}: {a} and {b} are {distance:.0} apart in grey");
            for cones in [ALL_CONES, PROTANOPIA, DEUTERANOPIA] {
                let distance = apart_seen(a, b, cones);
                assert!(distance >= 10.0, "{theme:?}: {a} and {b} are {distance:.0} apart");
            }
        }
        // Neighbouring bands have a line between them; all four differ.
        for (i, a) in p.bands.iter().enumerate() {
            p.bands.iter().skip(i + 1).for_each(|b| assert!((grey(a) - grey(b)).abs() >= 7.0, "{theme:?}: {a}, {b}"));
        }
    }
    // Ten members: in colour each differs from every other for every reader; in greys codes and seams part them.
    for theme in [Theme::Paper, Theme::Screen] {
        let members = theme.palette().members;
        for (i, a) in members.iter().enumerate() {
            for b in members.iter().skip(i + 1) {
                for cones in [ALL_CONES, PROTANOPIA, DEUTERANOPIA] {
                    let distance = apart_seen(a, b, cones);
                    assert!(distance >= 14.0, "{theme:?}: {a} and {b} are {distance:.1} apart");
                }
            }
        }
    }
}

#[test]
fn text_is_read_on_every_ground() {
    for theme in THEMES {
        let p = theme.palette();
        for ground in p.ramp.iter().chain(&p.members).chain(&p.pair).chain([&p.further]) {
            assert!(contrast(ground, p.ink_on(ground)) >= 4.5, "{theme:?}: text on {ground}");
        }
        for ground in p.bands.iter().chain([&p.ground]) {
            assert!(contrast(ground, p.muted) >= 4.5, "{theme:?}: muted text on {ground}");
        }
    }
}

/// Whether a colour is blue or amber to the eye: its hue in degrees, where it has enough of one.
fn is_form_or_content(colour: &str) -> bool {
    let [r, g, b] = [1, 3, 5].map(|i| f64::from(u8::from_str_radix(&colour[i..i + 2], 16).expect("a colour")));
    let (most, least) = (r.max(g).max(b), r.min(g).min(b));
    if most - least < 90.0 {
        return false;
    }
    let hue = match most {
        m if m == r => 60.0 * ((g - b) / (most - least)),
        m if m == g => 120.0 + 60.0 * ((b - r) / (most - least)),
        _ => 240.0 + 60.0 * ((r - g) / (most - least)),
    }
    .rem_euclid(360.0);
    (195.0..245.0).contains(&hue) || (25.0..55.0).contains(&hue)
}

#[test]
fn blue_and_amber_are_form_and_content_and_nothing_else() {
    for theme in [Theme::Paper, Theme::Screen] {
        let p = theme.palette();
        assert!(is_form_or_content(p.form) && is_form_or_content(p.content), "{theme:?}");
        let others = [p.ground, p.ink, p.muted, p.grid, p.strong, p.other, p.own, p.span, p.divide, p.further];
        for colour in others.iter().chain(&p.families).chain(&p.pair).chain(&p.bands).chain(&p.members).chain(&p.ramp) {
            assert!(!is_form_or_content(colour), "{theme:?}: {colour}");
        }
    }
    // Colours are written in the table of roles alone: no figure takes one from elsewhere, but for a white seam between
    // bars, the hatch of what is missing, and the opposed ramp of correlations, which is violet.
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/chart");
    for entry in std::fs::read_dir(folder).expect("src/chart") {
        let path = entry.expect("an entry").path();
        let Some(name) = path.file_name().and_then(|n| n.to_str()).filter(|n| *n != "theme.rs") else { continue };
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for piece in code.split('#').skip(1) {
            let Some(colour) = piece.get(..6).filter(|c| c.chars().all(|c| c.is_ascii_hexdigit())) else { continue };
            let colour = format!("#{colour}");
            assert!(!is_form_or_content(&colour), "{name}: {colour}");
        }
    }
}

/// Only figures of FORM and CONTENT take their colours.
#[test]
fn figures_of_other_things_do_not_take_the_colours_of_form_and_content() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/chart");
    for file in [
        "members.rs",
        "curve.rs",
        "sobol.rs",
        "index_bars.rs",
        "swing_bars.rs",
        "table_ranks.rs",
        "table_moves.rs",
        "tornado.rs",
        "waterfall.rs",
        "reciprocity.rs",
        "issues.rs",
        "density.rs",
        "families.rs",
        "ranks.rs",
        "specification.rs",
        "heatmap.rs",
        "coverage.rs",
        "scree.rs",
        "correlations.rs",
        "profile.rs",
        "radar.rs",
        "rivals.rs",
    ] {
        let text = std::fs::read_to_string(folder.join(file)).unwrap_or_else(|e| panic!("{file}: {e}"));
        assert!(!text.contains("palette.form") && !text.contains("palette.content"), "{file}");
    }
}
