//! Results become figures: one file per kind, none computing a score. SVG is drawn; PDF, PNG and TIFF are made from
//! that very SVG.
//!
//! A figure in which two texts touch, or a text leaves the page, is not returned: [`draw`] says what size would do.

mod backend;
mod bars;
mod bins;
mod bridge;
mod calendar;
mod canvas;
mod correlations;
mod coverage;
mod curve;
mod dashboard;
mod density;
mod distribution;
mod dots;
mod families;
mod font;
mod form_steps;
mod gap;
mod gap_timeline;
mod grid;
mod heatmap;
mod index_bars;
mod index_tree;
mod issues;
mod labels;
mod members;
mod metadata;
mod objects;
mod pages;
mod plane;
mod plot;
mod profile;
mod radar;
mod ranks;
mod reciprocity;
mod results;
mod rivals;
mod ruler;
mod scatter;
mod scene;
mod scree;
mod sheet;
mod slope;
mod sobol;
mod sources;
mod specification;
mod status_labels;
mod structure;
mod subject;
mod substance;
mod swing_bars;
mod table;
mod table_moves;
mod table_ranks;
mod table_scores;
mod table_variants;
mod tabular;
mod theme;
mod tiles;
mod timeline;
mod tornado;
mod tree_cells;
mod trends;
mod variants;
mod waterfall;
mod words;

pub use canvas::TextBox;
pub use index_tree::{TREE_WIDTH, TreeScene, draw_tree};
pub use pages::{pdf, png, tiff};
pub use results::{Further, Leverage, Passage, Sloped, Variants};
pub use rivals::{RIVALS_WIDTH, RivalScene, draw_rivals};
pub use scene::{Heading, Options, Scene};
pub use structure::{Aspect, draw_structure};
pub use subject::Subject;
pub use table_scores::TableScores;
pub use table_variants::{TableAnswer, TableVariants};
pub use tabular::{TableKind, draw_table, draw_table_variants};
pub use theme::{Palette, Theme, contrast, grey};
pub use words::Words;

use table::Table;

/// The kinds of figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// CONTENT against FORM.
    Plane,
    /// FORM and CONTENT of each, joined.
    Gap,
    /// Every score of every partnership.
    Heatmap,
    /// The members of a bloc behind its trade.
    Members,
    /// The members of a bloc behind its arms imports.
    MembersArms,
    /// The scores of one against the others', line by line.
    Profile,
    /// Both directions of the same indicators, back to back.
    Reciprocity,
    /// What is known of each indicator.
    Coverage,
    /// One partnership's attention to issues, side against side.
    Issues,
    /// FORM and CONTENT over a series of windows.
    Timeline,
    /// The profile of up to three partnerships as polygons.
    Radar,
    /// Intervals of ranks over all declared variants, and how often each rank is reached.
    Ranks,
    /// The gap over all declared variants.
    Density,
    /// First-order and total indices of the gap.
    Sobol,
    /// The swing of the gap, one factor at a time.
    Tornado,
    /// The gap under every combination of the discrete choices.
    Specification,
    /// The change of CONTENT between two windows, by indicator.
    Waterfall,
    /// From FORM to CONTENT, by parameter and indicator.
    Bridge,
    /// What passes between the two, year by year, as the package has it.
    Substance,
    /// One score of each in two windows.
    Slope,
    /// The parameters of CONTENT over a series of windows.
    Trends,
    /// The gap over a series of windows with its interval.
    GapTimeline,
    /// The members of a bloc and what each carries, a tile for each.
    Tiles,
}

impl Kind {
    pub const ALL: [Kind; 23] = [
        Kind::Plane,
        Kind::Gap,
        Kind::Heatmap,
        Kind::Members,
        Kind::MembersArms,
        Kind::Profile,
        Kind::Reciprocity,
        Kind::Coverage,
        Kind::Issues,
        Kind::Timeline,
        Kind::Radar,
        Kind::Ranks,
        Kind::Density,
        Kind::Sobol,
        Kind::Tornado,
        Kind::Specification,
        Kind::Waterfall,
        Kind::Bridge,
        Kind::Substance,
        Kind::Slope,
        Kind::Trends,
        Kind::GapTimeline,
        Kind::Tiles,
    ];

    pub fn name(self) -> &'static str {
        match self {
            Kind::Plane => "plane",
            Kind::Gap => "gap",
            Kind::Heatmap => "heatmap",
            Kind::Members => "members",
            Kind::MembersArms => "members-arms",
            Kind::Profile => "profile",
            Kind::Reciprocity => "reciprocity",
            Kind::Coverage => "coverage",
            Kind::Issues => "issues",
            Kind::Timeline => "timeline",
            Kind::Radar => "radar",
            Kind::Ranks => "ranks",
            Kind::Density => "density",
            Kind::Sobol => "sobol",
            Kind::Tornado => "tornado",
            Kind::Specification => "specification",
            Kind::Waterfall => "waterfall",
            Kind::Bridge => "bridge",
            Kind::Substance => "substance",
            Kind::Slope => "slope",
            Kind::Trends => "trends",
            Kind::GapTimeline => "gap-timeline",
            Kind::Tiles => "tiles",
        }
    }

    /// Whether it shows a series of windows.
    pub fn is_through_time(self) -> bool {
        matches!(self, Kind::Timeline | Kind::Trends | Kind::GapTimeline)
    }

    /// In millimetres: as wide as a journal's page, but for the plane, which is square, for few rows or columns.
    pub fn default_width(self, partnerships: usize) -> f64 {
        match self {
            Kind::Plane | Kind::Radar | Kind::Sobol | Kind::Tornado | Kind::Waterfall | Kind::Bridge | Kind::Slope => {
                120.0
            }
            Kind::Heatmap | Kind::Coverage if partnerships < 4 => 120.0,
            Kind::Density if partnerships == 1 => 120.0,
            _ => 174.0,
        }
    }
}

/// How a figure is to look; lengths in millimetres.
#[derive(Clone, Copy, Debug)]
pub struct Style {
    pub width: f64,
    /// `None` for what the content asks.
    pub height: Option<f64>,
    pub theme: Theme,
    /// Whether title and subtitle are drawn; the document has its title in any case.
    pub title: bool,
}

/// A drawn figure, and everything that goes beside it.
#[derive(Clone, Debug)]
pub struct Figure {
    pub svg: String,
    pub width: f64,
    pub height: f64,
    /// The plotted numbers as CSV, full precision.
    pub numbers: String,
    pub title: String,
    /// One paragraph to print under the figure.
    pub caption: String,
    /// For those who do not see it: what it shows, with its numbers.
    pub alt: String,
    /// Of two letters: `en`, `ru`.
    pub language: String,
    /// Where every text stands.
    pub texts: Vec<TextBox>,
}

/// Why no figure was drawn.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ChartError {
    #[error(
        "no text of 7 points fits into {width} mm × {height} mm; this figure needs at least {least_width} mm × {least_height} mm"
    )]
    TooSmall { width: f64, height: f64, least_width: f64, least_height: f64 },
    #[error("{0}")]
    Nothing(String),
    #[error("the numbers cannot be written: {0}")]
    Numbers(String),
    #[error("the figure cannot be drawn: {0}")]
    Drawing(String),
    #[error("the figure cannot be converted: {0}")]
    Conversion(String),
}

/// Widths and heights that are tried when a figure is too small, in millimetres.
const STEP: f64 = 5.0;
const WIDEST: f64 = 420.0;

/// Draws one kind of figure. The same arguments give the same bytes on every machine.
pub fn draw(kind: Kind, scene: &Scene<'_>, style: Style) -> Result<Figure, ChartError> {
    let many = "these partnerships are too many for one figure; name fewer";
    let drawn = fitting(style, many, |style| of_kind(kind, scene, style))?;
    drawn.figure(&scene.subtitle(), scene.words.code(), style)
}

/// Returns the drawing if no two of its texts touch; otherwise the size that would suffice.
fn fitting(style: Style, many: &str, of: impl Fn(Style) -> Result<Drawn, ChartError>) -> Result<Drawn, ChartError> {
    let drawn = of(style)?;
    if !drawn.clashes() {
        return Ok(drawn);
    }
    // With its own height every figure has room below; the least width is found by trying.
    let widths = (1..).map(|i| f64::from(i) * STEP).take_while(|w| *w <= WIDEST);
    for width in widths {
        let natural = of(Style { width, height: None, ..style })?;
        if !natural.clashes() {
            // A figure that fits at its own height is asked for less height than that, or for less width.
            let lowest = (1..).map(|i| f64::from(i) * STEP).take_while(|h| *h < natural.height()).find(|h| {
                of(Style { width: width.max(style.width), height: Some(*h), ..style }).is_ok_and(|d| !d.clashes())
            });
            let least_height = lowest.unwrap_or_else(|| natural.height().ceil());
            return Err(ChartError::TooSmall {
                width: style.width,
                height: drawn.height().ceil(),
                least_width: width,
                least_height,
            });
        }
    }
    Err(ChartError::Nothing(many.into()))
}

fn of_kind(kind: Kind, scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    match kind {
        Kind::Plane => plane::draw(scene, style),
        Kind::Gap => gap::draw(scene, style),
        Kind::Heatmap => heatmap::draw(scene, style),
        Kind::Members => members::draw(scene, style, members::Flow::Trade),
        Kind::MembersArms => members::draw(scene, style, members::Flow::Arms),
        Kind::Profile => profile::draw(scene, style),
        Kind::Reciprocity => reciprocity::draw(scene, style),
        Kind::Coverage => coverage::draw(scene, style),
        Kind::Issues => issues::draw(scene, style),
        Kind::Timeline => timeline::draw(scene, style),
        Kind::Radar => radar::draw(scene, style),
        Kind::Ranks => ranks::draw(scene, style),
        Kind::Density => density::draw(scene, style),
        Kind::Sobol => sobol::draw(scene, style),
        Kind::Tornado => tornado::draw(scene, style),
        Kind::Specification => specification::draw(scene, style),
        Kind::Waterfall => waterfall::draw(scene, style),
        Kind::Bridge => bridge::draw(scene, style),
        Kind::Substance => substance::draw(scene, style),
        Kind::Slope => slope::draw(scene, style),
        Kind::Trends => trends::draw(scene, style),
        Kind::GapTimeline => gap_timeline::draw(scene, style),
        Kind::Tiles => tiles::draw(scene, style),
    }
}

/// What the file of each kind returns.
struct Drawn {
    sheet: sheet::Finished,
    numbers: Table,
    caption: String,
    alt: String,
}

impl Drawn {
    fn height(&self) -> f64 {
        self.sheet.height
    }

    fn clashes(&self) -> bool {
        self.sheet.cramped || self.sheet.canvas.clash((self.sheet.width, self.sheet.height)).is_some()
    }

    fn figure(self, subtitle: &str, language: &str, style: Style) -> Result<Figure, ChartError> {
        let Drawn { sheet, numbers, caption, alt } = self;
        let size = (sheet.width, sheet.height);
        let svg = sheet.canvas.svg(size, style.theme.palette().ground, language, [&sheet.title, &alt]);
        let numbers = numbers.csv().map_err(|e| ChartError::Numbers(e.to_string()))?;
        let caption = format!("{caption} {subtitle}.");
        let texts = sheet.canvas.texts().to_vec();
        let (title, language) = (sheet.title, language.to_owned());
        Ok(Figure { svg, width: size.0, height: size.1, numbers, title, caption, alt, language, texts })
    }
}
