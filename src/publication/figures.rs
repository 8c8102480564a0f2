//! The figures of a complete report: those of all partnerships beside their peers, then those of each one.

use super::PublicationError;
use crate::analysis::verbs::{self, CompleteRequest, FigureRequest, FurtherRequest};
use crate::chart::{self, ChartError, Figure, Further, Kind, Options, Scene, Style, Theme, Variants, Words};
use crate::model::party::Partnership;
use crate::model::{Framework, Package, Window};

/// Of all partnerships and their peers.
const TOGETHER: [Kind; 3] = [Kind::Gap, Kind::Plane, Kind::Heatmap];
/// Of one partnership that has a report to itself.
const ALONE: [Kind; 7] = [
    Kind::Bridge,
    Kind::Substance,
    Kind::Timeline,
    Kind::Reciprocity,
    Kind::Members,
    Kind::MembersArms,
    Kind::Coverage,
];
/// Of each partnership among several.
const EACH: [Kind; 2] = [Kind::Bridge, Kind::Timeline];

/// Years in the windows of a timeline, as `plot` has them.
const ROLLING: u16 = 5;

/// A figure with its name.
pub(super) struct Drawn {
    pub name: String,
    pub figure: Figure,
}

impl Drawn {
    /// Its path in the folder of the report, without the ending.
    pub fn file(&self) -> String {
        format!("figures/{}", self.name)
    }
}

/// Draws the figures of a report; what has nothing to show here is named with the reason.
pub(super) fn figures(
    framework: &Framework,
    package: &Package,
    request: &CompleteRequest,
    words: &Words,
) -> Result<(Vec<Drawn>, Vec<String>), PublicationError> {
    let asked = &request.partnerships;
    let all = request.with_peers(framework, package);
    let mut figures = Figures { framework, package, request, words, drawn: Vec::new(), notes: Vec::new() };
    figures.draw(&all, asked.len(), &TOGETHER, "")?;
    for p in asked {
        match asked.len() {
            1 => figures.draw(&[*p], 1, &ALONE, "")?,
            _ => figures.draw(&[*p], 1, &EACH, &format!("-{}", p.slug(&package.parties)))?,
        }
    }
    Ok((figures.drawn, figures.notes))
}

/// What was drawn so far.
struct Figures<'a> {
    framework: &'a Framework,
    package: &'a Package,
    request: &'a CompleteRequest,
    words: &'a Words,
    drawn: Vec<Drawn>,
    notes: Vec<String>,
}

impl Figures<'_> {
    /// Figures of these kinds, of which the first `named` partnerships are those of the report.
    fn draw(&mut self, of: &[Partnership], named: usize, kinds: &[Kind], end: &str) -> Result<(), PublicationError> {
        let Figures { framework, package, request, words, .. } = *self;
        let one = of.first().copied().filter(|_| of.len() == 1);
        let through_time = kinds.iter().any(|k| k.is_through_time());
        let timeline: Vec<Window> =
            if through_time { package.rolling_windows(framework.window, ROLLING) } else { Vec::new() };
        let asked = FigureRequest {
            partnerships: of.to_vec(),
            first: named,
            window: request.window,
            timeline,
            spreads: (of.len() > 1).then_some(request.plan),
            moves: None,
            step: None,
            further: FurtherRequest { bridge: one, substance: one, ..FurtherRequest::default() },
        };
        let data = verbs::figures(framework, package, &asked)?;
        let variants = data.spreads.as_ref().map(Variants::from);
        for kind in kinds {
            let scene = Scene {
                framework,
                measurer: &data.measurer,
                evaluations: &data.comparison.evaluations,
                strong: of.first().copied().filter(|_| named == 1),
                timelines: if kind.is_through_time() { &data.timelines } else { &[] },
                variants: variants.as_ref(),
                leverage: None,
                passage: None,
                further: Further {
                    bridge: one.zip(data.further.bridge.as_ref()),
                    substance: data.further.substance.as_ref(),
                    ..Further::default()
                },
                words,
                options: Options::default(),
            };
            let width = kind.default_width(of.len());
            let style = Style { width, height: None, theme: Theme::Paper, title: true };
            let name = format!("{}{end}", kind.name());
            match chart::draw(*kind, &scene, style) {
                Ok(figure) => self.drawn.push(Drawn { name, figure }),
                Err(why @ (ChartError::Nothing(_) | ChartError::TooSmall { .. })) => {
                    self.notes.push(format!("no figure {name}: {why}"));
                }
                Err(why) => return Err(PublicationError::Figure(name, why)),
            }
        }
        Ok(())
    }
}
