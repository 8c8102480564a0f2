//! The page a figure stands on: title and subtitle above, the source line below, room between.

use super::canvas::{Canvas, Mark, Stroke, Type};
use super::scene::Scene;
use super::theme::Palette;
use super::{Style, font, sources};
use crate::model::package::Table;

/// Sizes of type in points.
pub(super) const TITLE: f64 = 9.0;
pub(super) const BODY: f64 = 8.0;
pub(super) const SMALL: f64 = 7.0;

/// A page of a journal is no taller, in millimetres.
pub(super) const PAGE: f64 = 240.0;

/// Round about everything, in millimetres.
pub(super) const MARGIN: f64 = 2.0;

/// What a legend's words stand beside.
#[derive(Clone, Copy, Debug)]
pub(super) enum Sample {
    /// A mark, its radius and colour.
    Mark(Mark, f64, &'static str),
    /// A line, and a mark upon it.
    Line(Stroke<'static>, Option<(Mark, f64)>),
    /// A filled patch, and the colour of its rim.
    Patch(&'static str, Option<&'static str>),
}

/// A page that is being drawn: what is above is finished, what is below is drawn by [`Sheet::finish`].
pub(super) struct Sheet {
    pub canvas: Canvas,
    pub palette: Palette,
    /// Where the content may begin.
    pub top: f64,
    pub width: f64,
    foot: Vec<String>,
    height: Option<f64>,
    title: String,
    cramped: bool,
}

/// A page with everything on it.
pub(super) struct Finished {
    pub canvas: Canvas,
    pub width: f64,
    pub height: f64,
    pub title: String,
    /// Something that is no text has too little room.
    pub cramped: bool,
}

/// Distance of baselines in millimetres.
pub(super) fn leading(size: f64) -> f64 {
    size * font::POINT * 1.3
}

impl Sheet {
    /// `tables` are those whose sources stand in the source line; `notes` stand before it.
    pub fn new(scene: &Scene<'_>, style: Style, title: String, notes: &[String], tables: &[Table]) -> Sheet {
        let mut foot = notes.to_vec();
        foot.push(sources::line(scene, tables));
        Sheet::titled(style, scene.title(title), &scene.subtitle(), &foot)
    }

    /// The same for what rests on draws or on a design, all tables named: `how` says which.
    pub fn drawn(scene: &Scene<'_>, style: Style, title: String, notes: &[String], how: &str) -> Sheet {
        let mut foot = notes.to_vec();
        foot.push(sources::line_with(scene, &sources::ALL, how));
        Sheet::titled(style, scene.title(title), &scene.subtitle(), &foot)
    }

    /// `foot` stands below the content, each on lines of its own.
    pub fn titled(style: Style, title: String, subtitle: &str, foot: &[String]) -> Sheet {
        let palette = style.theme.palette();
        let mut canvas = Canvas::default();
        let room = style.width - 2.0 * MARGIN;
        let mut y = MARGIN;
        if style.title {
            for line in font::wrap(&title, TITLE, true, room) {
                y += leading(TITLE);
                canvas.text((MARGIN, y - 0.25 * TITLE * font::POINT), &line, Type::new(TITLE, palette.ink).bold(true));
            }
            for line in font::wrap(subtitle, SMALL, false, room) {
                y += leading(SMALL);
                canvas.text((MARGIN, y - 0.1), &line, Type::new(SMALL, palette.muted));
            }
            y += 2.0;
        }
        let foot = foot.iter().flat_map(|n| font::wrap(n, SMALL, false, room)).collect();
        Sheet { canvas, palette, top: y, width: style.width, foot, height: style.height, title, cramped: false }
    }

    fn foot_height(&self) -> f64 {
        1.5 + self.foot.len() as f64 * leading(SMALL) + MARGIN
    }

    /// The height of the content: what is asked for, or what is natural.
    pub fn room(&mut self, natural: f64, least: f64) -> f64 {
        let room = self.height.map_or(natural, |h| h - self.top - self.foot_height());
        self.cramped |= room + 1e-9 < least;
        room.max(1.0)
    }

    /// How high the content may be on a page of this height.
    pub fn left_of(&self, page: f64) -> f64 {
        page - self.top - self.foot_height()
    }

    /// Says that the width does not suffice.
    pub fn cramp(&mut self) {
        self.cramped = true;
    }

    /// A line of several marks and their words, from the left; returns how far down it reaches.
    pub fn legend(&mut self, entries: &[(String, Sample)]) {
        let (mut x, mut y) = (MARGIN, self.top + 1.6);
        for (words, sample) in entries {
            let look = Type::new(SMALL, self.palette.ink);
            let wide = 6.2 + look.width(words);
            if x > MARGIN && x + wide > self.width - MARGIN {
                (x, y) = (MARGIN, y + 3.8);
            }
            match *sample {
                Sample::Mark(mark, radius, colour) => self.canvas.mark(mark, (x + 2.4, y), radius, colour),
                Sample::Line(stroke, mark) => {
                    self.canvas.line((x + 0.2, y), (x + 5.0, y), stroke);
                    if let Some((mark, radius)) = mark {
                        self.canvas.mark(mark, (x + 2.6, y), radius, stroke.colour);
                    }
                }
                Sample::Patch(fill, rim) => {
                    let rim = rim.map(|colour| Stroke::new(colour, 0.15));
                    self.canvas.rect((x + 0.4, y - 1.3), (4.6, 2.6), fill, rim);
                }
            }
            self.canvas.text_at_height((x + 6.0, y), words, look);
            x += wide + 4.5;
        }
        self.top = y + 3.0;
    }

    /// Words in place of a legend, in as many lines as they take.
    pub fn say(&mut self, words: &str) {
        let look = Type::new(SMALL, self.palette.ink);
        for line in font::wrap(words, SMALL, false, self.width - 2.0 * MARGIN) {
            self.top += leading(SMALL);
            self.canvas.text((MARGIN, self.top - 0.3), &line, look);
        }
        self.top += 1.6;
    }

    /// Writes the foot below the content.
    pub fn finish(mut self, bottom: f64) -> Finished {
        let mut y = bottom + 1.5;
        for line in &self.foot {
            y += leading(SMALL);
            self.canvas.text((MARGIN, y - 0.3), line, Type::new(SMALL, self.palette.muted));
        }
        let height = self.height.unwrap_or(y + MARGIN);
        Finished { canvas: self.canvas, width: self.width, height, title: self.title, cramped: self.cramped }
    }
}
