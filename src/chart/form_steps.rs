//! The steps of FORM in words, and their numbers beside the line.

use super::ChartError;
use super::canvas::{Point, Stroke, Type};
use super::labels::{self, Field, LabelRequest, Occupied};
use super::plot::{Frame, Plot};
use super::scene::Scene;
use super::sheet::SMALL;
use super::theme::Palette;
use crate::analysis::form_steps::{Cause, FormStep};

/// "1: 2005-12-14 East Asia Summit; 2: 2018-11-14 Strategic Partnership, ...": each step with its number.
pub(super) fn explained(scene: &Scene<'_>, steps: &[FormStep]) -> String {
    let one = |(i, step): (usize, &FormStep)| {
        let points = scene.words.signed(step.after - step.before, 1);
        format!("{}\u{a0}({points}):\u{a0}{}", i + 1, because(scene, step))
    };
    let all: Vec<String> = steps.iter().enumerate().map(one).collect();
    scene.words.say("Steps of FORM, in points: {all}.", &[("all", &all.join("; "))])
}

/// What came or went with a step, and when.
pub(super) fn because(scene: &Scene<'_>, step: &FormStep) -> String {
    let one = |(date, cause): &(crate::model::PartialDate, Cause)| {
        let date = scene.words.date(*date);
        match cause {
            Cause::Rung { label } => format!("{date} {}", scene.words.status(label)),
            Cause::Begins { name } => {
                scene.words.say("{date} {name} begins", &[("date", &date), ("name", &scene.words.plain(name))])
            }
            Cause::Ends { name } => {
                scene.words.say("{date} {name} ends", &[("date", &date), ("name", &scene.words.plain(name))])
            }
        }
    };
    let causes: Vec<String> = step.causes.iter().map(one).collect();
    if causes.is_empty() { scene.words.plain("a platform of others comes or goes") } else { causes.join(", ") }
}

/// The same as the data have it: "2005-12-14 begins East Asia Summit".
pub(super) fn causes(step: &FormStep) -> String {
    let one = |(date, cause): &(crate::model::PartialDate, Cause)| match cause {
        Cause::Rung { label } => format!("{date} {label}"),
        Cause::Begins { name } => format!("{date} begins {name}"),
        Cause::Ends { name } => format!("{date} ends {name}"),
    };
    step.causes.iter().map(one).collect::<Vec<_>>().join("; ")
}

/// The number of each step beside it, on nothing else.
pub(super) fn numbers_of_steps(
    chart: &mut Plot<'_>,
    palette: &Palette,
    frame: Frame,
    steps: &[FormStep],
    lines: &[(Point, Point)],
) -> Result<(), ChartError> {
    let look = Type::new(SMALL, palette.form).bold(true);
    let request = |(i, step): (usize, &FormStep)| LabelRequest {
        at: chart.at(step.at, (step.before + step.after) / 2.0),
        radius: 0.3,
        text: (i + 1).to_string(),
        look,
    };
    let requests: Vec<LabelRequest<'_>> = steps.iter().enumerate().map(request).collect();
    let field = Field { from: (frame.left + 0.3, frame.top + 0.3), to: (frame.right - 0.3, frame.bottom - 0.3) };
    chart.element([], |canvas, _| {
        let boxes = canvas.texts().to_vec();
        let line = Stroke::new(palette.form, 0.12);
        labels::place(canvas, &requests, field, Occupied { boxes: &boxes, lines }, line);
    })
}
