//! What is drawn on: SVG elements in millimetres, and a record of where every text stands.
//!
//! Charts with axes are drawn on it by plotters, to which it is a backend (`backend`). Every text's box is kept,
//! whoever wrote it, so that a figure in which two texts touch is never returned.

use std::collections::BTreeSet;
use std::fmt::Write;

use super::font;

/// A corner or a place, in millimetres from the upper left of the page.
pub(super) type Point = (f64, f64);

/// From the middle height of a text down to its baseline, as a part of the size.
pub(super) const CENTRE: f64 = 0.36;

/// Where a text stands against its point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// How a text looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Type<'a> {
    /// In points.
    pub size: f64,
    pub bold: bool,
    pub anchor: Anchor,
    pub fill: &'a str,
    /// In degrees, clockwise.
    pub turn: f64,
}

impl<'a> Type<'a> {
    pub fn new(size: f64, fill: &'a str) -> Self {
        Type { size, bold: false, anchor: Anchor::Start, fill, turn: 0.0 }
    }

    pub fn bold(self, bold: bool) -> Self {
        Type { bold, ..self }
    }

    pub fn middle(self) -> Self {
        Type { anchor: Anchor::Middle, ..self }
    }

    pub fn end(self) -> Self {
        Type { anchor: Anchor::End, ..self }
    }

    pub fn turned(self, turn: f64) -> Self {
        Type { turn, ..self }
    }

    pub fn width(&self, text: &str) -> f64 {
        font::width(text, self.size, self.bold)
    }
}

/// How a line looks.
#[derive(Clone, Copy, Debug)]
pub(super) struct Stroke<'a> {
    pub colour: &'a str,
    pub width: f64,
    pub dash: Option<&'a str>,
}

impl<'a> Stroke<'a> {
    pub fn new(colour: &'a str, width: f64) -> Self {
        Stroke { colour, width, dash: None }
    }

    pub fn dashed(self, dash: &'a str) -> Self {
        Stroke { dash: Some(dash), ..self }
    }
}

/// The mark of a point: shape doubles colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mark {
    Disc,
    Ring,
    Square,
    Diamond,
    Triangle,
}

/// Names that stand in every document.
const RESERVED: [&str; 3] = ["title", "desc", "hatch"];

/// A text and the four corners of its box, in the order upper left, upper right, lower right, lower left.
#[derive(Clone, Debug)]
pub struct TextBox {
    pub text: String,
    pub corners: [(f64, f64); 4],
}

impl TextBox {
    /// Whether two boxes share more than a hair's breadth: they do unless a line along one of their sides parts them.
    pub fn touches(&self, other: &TextBox) -> bool {
        const HAIR: f64 = 0.02;
        let sides = [self, other].into_iter().flat_map(|b| {
            let [p, q, _, s] = b.corners;
            [(q.0 - p.0, q.1 - p.1), (s.0 - p.0, s.1 - p.1)]
        });
        !sides.into_iter().any(|(x, y)| {
            let length = x.hypot(y).max(1e-9);
            let along = |b: &TextBox| {
                let places = b.corners.map(|c| (c.0 * x + c.1 * y) / length);
                (places.into_iter().fold(f64::MAX, f64::min), places.into_iter().fold(f64::MIN, f64::max))
            };
            let ((a, b), (c, d)) = (along(self), along(other));
            b - HAIR <= c || d - HAIR <= a
        })
    }
}

/// Elements so far, and the texts among them.
#[derive(Clone, Debug, Default)]
pub(super) struct Canvas {
    body: String,
    texts: Vec<TextBox>,
    /// Names of groups so far; no two are equal.
    names: BTreeSet<String>,
    open: usize,
}

impl Canvas {
    /// Begins a group of this name, such as a partnership's slug or an indicator's code, so that drawing programs and web pages
    /// can address it. A name that is taken gets a number.
    pub fn open(&mut self, name: &str) {
        let allowed = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
        let mut name: String = name.chars().map(allowed).collect();
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            name.insert_str(0, "g-");
        }
        let taken = |n: &String| RESERVED.contains(&n.as_str()) || self.names.contains(n);
        let numbered = (2..).map(|i| format!("{name}-{i}"));
        let free = std::iter::once(name.clone()).chain(numbered).find(|n| !taken(n)).unwrap_or(name.clone());
        self.put(format_args!(r#"<g id="{free}">"#));
        self.names.insert(free);
        self.open += 1;
    }

    /// Ends the group that began last.
    pub fn close(&mut self) {
        if self.open > 0 {
            self.open -= 1;
            self.put(format_args!("</g>"));
        }
    }

    pub fn line(&mut self, from: Point, to: Point, stroke: Stroke<'_>) {
        let (x1, y1, x2, y2) = (mm(from.0), mm(from.1), mm(to.0), mm(to.1));
        let style = stroke_of(stroke);
        self.put(format_args!(r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"{style}/>"#));
    }

    /// A line through all these points.
    pub fn polyline(&mut self, points: &[Point], stroke: Stroke<'_>) {
        match points {
            [] | [_] => return,
            [from, to] => return self.line(*from, *to, stroke),
            _ => {}
        }
        let places: Vec<String> = points.iter().map(|(x, y)| format!("{},{}", mm(*x), mm(*y))).collect();
        let style = stroke_of(stroke);
        self.put(format_args!(
            r#"<polyline points="{}" fill="none" stroke-linejoin="round"{style}/>"#,
            places.join(" ")
        ));
    }

    pub fn rect(&mut self, at: Point, size: Point, fill: &str, stroke: Option<Stroke<'_>>) {
        let (x, y, w, h) = (mm(at.0), mm(at.1), mm(size.0), mm(size.1));
        let style = stroke.map(stroke_of).unwrap_or_default();
        self.put(format_args!(r#"<rect x="{x}" y="{y}" width="{w}" height="{h}" fill="{fill}"{style}/>"#));
    }

    /// Many boxes of one fill as one element, which keeps a figure of thousands of cells small.
    pub fn rects(&mut self, boxes: &[(Point, Point)], fill: &str) {
        let one = |((x, y), (w, h)): &(Point, Point)| {
            let (x, y, w, h, back) = (mm(*x), mm(*y), mm(*w), mm(*h), mm(-*w));
            format!("M{x} {y}h{w}v{h}h{back}z")
        };
        if !boxes.is_empty() {
            let path: String = boxes.iter().map(one).collect();
            self.put(format_args!(r#"<path d="{path}" fill="{fill}"/>"#));
        }
    }

    pub fn polygon(&mut self, corners: &[Point], fill: &str, stroke: Option<Stroke<'_>>) {
        let places: Vec<String> = corners.iter().map(|(x, y)| format!("{},{}", mm(*x), mm(*y))).collect();
        let style = stroke.map(stroke_of).unwrap_or_default();
        self.put(format_args!(r#"<polygon points="{}" fill="{fill}"{style}/>"#, places.join(" ")));
    }

    /// A mark of this radius; a thin white rim keeps marks apart that lie upon each other.
    pub fn mark(&mut self, mark: Mark, (x, y): Point, r: f64, colour: &str) {
        let rim = Some(Stroke::new("#FFFFFF", 0.15));
        match mark {
            Mark::Disc | Mark::Ring => {
                let (fill, rim) = if mark == Mark::Ring {
                    ("none", Stroke::new(colour, 0.45))
                } else {
                    (colour, Stroke::new("#FFFFFF", 0.15))
                };
                let r = if mark == Mark::Ring { r - 0.2 } else { r };
                let (cx, cy, r, style) = (mm(x), mm(y), mm(r), stroke_of(rim));
                self.put(format_args!(r#"<circle cx="{cx}" cy="{cy}" r="{r}" fill="{fill}"{style}/>"#));
            }
            Mark::Square => self.rect((x - 0.88 * r, y - 0.88 * r), (1.76 * r, 1.76 * r), colour, rim),
            Mark::Diamond => {
                let r = 1.2 * r;
                self.polygon(&[(x, y - r), (x + r, y), (x, y + r), (x - r, y)], colour, rim);
            }
            Mark::Triangle => {
                let corners = [(x, y - 1.2 * r), (x + 1.1 * r, y + 0.8 * r), (x - 1.1 * r, y + 0.8 * r)];
                self.polygon(&corners, colour, rim);
            }
        }
    }

    /// One line of text, its baseline beginning, centred or ending at the point.
    pub fn text(&mut self, at: Point, text: &str, look: Type<'_>) {
        if text.is_empty() {
            return;
        }
        self.texts.push(text_box(at, text, look));
        let anchor = match look.anchor {
            Anchor::Start => "",
            Anchor::Middle => r#" text-anchor="middle""#,
            Anchor::End => r#" text-anchor="end""#,
        };
        let weight = if look.bold { r#" font-weight="bold""# } else { "" };
        let (x, y) = (mm(at.0), mm(at.1));
        let turn =
            if look.turn == 0.0 { String::new() } else { format!(r#" transform="rotate({} {x} {y})""#, mm(look.turn)) };
        let (size, fill, text) = (mm(look.size * font::POINT), look.fill, escaped(text));
        self.put(format_args!(
            r#"<text x="{x}" y="{y}" font-size="{size}"{weight}{anchor} fill="{fill}"{turn}>{text}</text>"#
        ));
    }

    /// The same with the text's middle height at the point.
    pub fn text_at_height(&mut self, at: Point, text: &str, look: Type<'_>) {
        self.text((at.0, at.1 + look.size * font::POINT * CENTRE), text, look);
    }

    /// The same on a patch of this ground, where lines run behind.
    pub fn text_on(&mut self, at: Point, text: &str, look: Type<'_>, ground: &str) {
        let [a, _, c, _] = text_box((at.0, at.1 + look.size * font::POINT * CENTRE), text, look).corners;
        self.rect((a.0 - 0.4, a.1), (c.0 - a.0 + 0.8, c.1 - a.1), ground, None);
        self.text_at_height(at, text, look);
    }

    pub fn texts(&self) -> &[TextBox] {
        &self.texts
    }

    /// Two texts that touch, or one that leaves a page of this size.
    pub fn clash(&self, (width, height): Point) -> Option<&str> {
        let inside = |(x, y): &Point| *x >= -1e-6 && *y >= -1e-6 && *x <= width + 1e-6 && *y <= height + 1e-6;
        let out = self.texts.iter().find(|t| !t.corners.iter().all(inside));
        let pair = || {
            self.texts
                .iter()
                .enumerate()
                .find(|(i, t)| self.texts.iter().take(*i).any(|u| t.touches(u)))
                .map(|(_, t)| t)
        };
        out.or_else(pair).map(|t| t.text.as_str())
    }

    /// The whole document, `title` and `desc` for those who do not see it.
    /// `language` of two letters.
    pub fn svg(&self, (width, height): Point, background: &str, language: &str, [title, desc]: [&str; 2]) -> String {
        let (w, h) = (mm(width), mm(height));
        let ground = format!("<rect width=\"{w}\" height=\"{h}\" fill=\"{background}\"/>\n");
        let ends = "</g>\n".repeat(self.open);
        let (family, title, desc, body) = (font::FAMILY, escaped(title), escaped(desc), &self.body);
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{w}mm" height="{h}mm" viewBox="0 0 {w} {h}" role="img" aria-labelledby="title desc" xml:lang="{language}" font-family="{family}">
<title id="title">{title}</title>
<desc id="desc">{desc}</desc>
<defs><pattern id="hatch" width="1.2" height="1.2" patternUnits="userSpaceOnUse"><path d="M-0.3 0.3L0.3 -0.3M0 1.2L1.2 0M0.9 1.5L1.5 0.9" stroke="#777777" stroke-width="0.15"/></pattern></defs>
{ground}{body}{ends}</svg>
"##
        )
    }

    fn put(&mut self, element: std::fmt::Arguments<'_>) {
        // Writing to a string does not fail.
        let _ = self.body.write_fmt(element);
        self.body.push('\n');
    }
}

/// Diagonal lines: missing, in every figure.
pub(super) const HATCH: &str = "url(#hatch)";

/// Where a text's box will stand.
pub(super) fn text_box((x, y): Point, text: &str, look: Type<'_>) -> TextBox {
    let (w, size) = (look.width(text), look.size * font::POINT);
    let left = match look.anchor {
        Anchor::Start => 0.0,
        Anchor::Middle => -w / 2.0,
        Anchor::End => -w,
    };
    let (top, bottom) = (-font::ASCENT * size, font::DESCENT * size);
    let (sin, cos) = look.turn.to_radians().sin_cos();
    let corners = [(left, top), (left + w, top), (left + w, bottom), (left, bottom)];
    TextBox {
        text: text.to_owned(),
        corners: corners.map(|(dx, dy)| (x + dx * cos - dy * sin, y + dx * sin + dy * cos)),
    }
}

fn stroke_of(stroke: Stroke<'_>) -> String {
    let dash = stroke.dash.map_or_else(String::new, |d| format!(r#" stroke-dasharray="{d}""#));
    format!(r#" stroke="{}" stroke-width="{}"{dash}"#, stroke.colour, mm(stroke.width))
}

/// Coordinates to a hundredth of a millimetre, without needless zeros.
fn mm(x: f64) -> String {
    let text = format!("{x:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".into() } else { text.into() }
}

fn escaped(text: &str) -> String {
    // XML has no place for control characters, not even written as numbers.
    let text = text.replace(|c: char| c.is_control() && c != '\n', "\u{FFFD}");
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_have_names_of_their_own() {
        let mut canvas = Canvas::default();
        for name in ["russia-asean", "russia-asean", "title", "1 & 2", "left open"] {
            canvas.open(name);
            canvas.line((0.0, 0.0), (1.0, 1.0), Stroke::new("#000000", 0.2));
            if name != "left open" {
                canvas.close();
            }
        }
        canvas.close();
        canvas.close();
        let svg = canvas.svg((2.0, 2.0), "#FFFFFF", "en", ["", ""]);
        for name in ["russia-asean", "russia-asean-2", "title-2", "g-1---2", "left-open"] {
            assert_eq!(svg.matches(&format!("<g id=\"{name}\">")).count(), 1, "{name}");
        }
        assert_eq!((svg.matches("<g ").count(), svg.matches("</g>").count()), (5, 5));
    }

    #[test]
    fn boxes_touch_or_do_not() {
        let look = Type::new(8.0, "#000");
        let at = |x, y, turn| text_box((x, y), "form", look.turned(turn));
        assert!(at(0.0, 0.0, 0.0).touches(&at(2.0, 1.0, 0.0)));
        assert!(!at(0.0, 0.0, 0.0).touches(&at(0.0, 3.0, 0.0)));
        // Turned boxes whose upright frames overlap, though they do not.
        assert!(!at(0.0, 10.0, -45.0).touches(&at(4.0, 12.0, -45.0)));
    }
}
