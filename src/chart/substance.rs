//! The substance: what passes between two parties year by year, as the package has it.
//!
//! A year without a value is hatched and no line crosses it: what is unknown is never zero.

use super::calendar::{self, BELOW, Panels};
use super::canvas::{Mark, Stroke, Type};
use super::plot::{Axis, Plot};
use super::scene::Scene;
use super::sheet::{BODY, Sample, Sheet};
use super::table::{Table, number};
use super::theme::Palette;
use super::variants::chosen;
use super::{ChartError, Drawn, Style, font};
use crate::analysis::substance::{Substance, Yearly};
use crate::model::package::Table as Source;
use crate::model::party::PartyId;
use crate::model::window::Year;

const PLOT: f64 = 30.0;
const LEAST_PLOT: f64 = 16.0;
/// The title of a panel.
const HEAD: f64 = 4.4;
const LEAST_PANEL: f64 = 70.0;
const TABLES: [Source; 4] = [Source::Trade, Source::Arms, Source::Mentions, Source::Positions];

/// Which way a series goes, and so how it is drawn.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    /// From the first party to the second.
    There,
    Back,
    Both,
}

impl Way {
    fn name(self) -> &'static str {
        match self {
            Way::There => "there",
            Way::Back => "back",
            Way::Both => "both",
        }
    }
}

/// One series in the unit it is drawn in.
struct Line {
    way: Way,
    sides: Option<(PartyId, PartyId)>,
    values: Yearly,
}

struct Panel {
    code: &'static str,
    title: String,
    unit: &'static str,
    lines: Vec<Line>,
    bars: bool,
}

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let nobody = || ChartError::Nothing("`substance` shows one partnership; name it before --peers".into());
    let e = chosen(scene).ok_or_else(nobody)?;
    let slug = scene.slug(e);
    let nothing = || ChartError::Nothing(format!("the package has no yearly rows of {slug}"));
    let found = scene.further.substance.filter(|s| s.partnership == e.partnership).ok_or_else(nothing)?;
    let scene = &Scene { evaluations: std::slice::from_ref(e), ..*scene };
    let words = scene.words;
    let panels = panels(scene, found);
    if panels.is_empty() {
        return Err(nothing());
    }
    let years = (found.span.from(), found.span.to());
    let grid = Panels::new(style.width, LEAST_PANEL, 2);
    let rises = calendar::inside(&found.rises, grid.span(0.0, years));
    let title = words.say("What passes between them, year by year: {subject}", &[("subject", &scene.subject())]);
    let mut notes = vec![words.plain("Values as the sources have them, no scores. Hatched: no data.")];
    notes.extend(calendar::told(scene, &rises));
    let mut foot = vec![notes.join(" ")];
    foot.push(super::sources::line(scene, &TABLES));
    let (first, last) = (found.span.from().to_string(), found.span.to().to_string());
    let package = scene.measurer.package();
    let data = format!("{} {}", package.name, package.version);
    let subtitle = words.say("{first} to {last} · data {data}", &[("first", &first), ("last", &last), ("data", &data)]);
    let mut sheet = Sheet::titled(style, scene.title(title), &subtitle, &foot);
    let palette = sheet.palette;
    let (a, b) = (scene.name(found.partnership.a), scene.name(found.partnership.b));
    let way = |way, x: &str, y: &str| {
        let (stroke, mark) = look(way, &palette);
        (words.say("from {x} to {y}", &[("x", x), ("y", y)]), Sample::Line(stroke, Some(mark)))
    };
    sheet.legend(&[way(Way::There, &a, &b), way(Way::Back, &b, &a)]);
    let head = HEAD + calendar::head(&rises, grid.span(0.0, years));
    let rows = grid.rows(panels.len()) as f64;
    let room = sheet.room(rows * (head + PLOT + BELOW), rows * (head + LEAST_PLOT + BELOW));
    let tall = room / rows - head - BELOW;
    let span = grid.span(0.0, years);
    if span.to - span.from < 30.0 {
        sheet.cramp();
    }
    let start = sheet.top;
    for (i, panel) in panels.iter().enumerate() {
        let (left, row) = grid.place(i);
        let y = start + row as f64 * (head + tall + BELOW);
        let bold = Type::new(BODY, palette.ink).bold(true);
        let title = font::wrap(&panel.title, BODY, true, grid.width);
        if title.len() > 1 {
            sheet.cramp();
        }
        sheet.canvas.text((left, y + HEAD - 1.2), &title.join(" "), bold);
        let most = panel.lines.iter().flat_map(|l| &l.values).map(|(_, x)| *x).fold(0.0, f64::max);
        let high = if panel.unit == "%" { 100.0 } else { (most * 1.06).max(1e-9) };
        let scale = Axis::round(0.0, high, if tall > 22.0 { 5 } else { 3 }, |x| words.short(x));
        let span = grid.span(left, years);
        sheet.canvas.open(panel.code);
        let ends = (y + head, y + head + tall);
        let mut plot = calendar::plot(&mut sheet.canvas, &palette, span, ends, scale)?;
        let known: Vec<Year> = panel.lines.iter().flat_map(|l| &l.values).map(|(y, _)| *y).collect();
        calendar::hatch(&mut plot, &calendar::unknown(found.span, &known), (0.0, high))?;
        calendar::dates(&mut plot, &palette, &rises, (0.0, high))?;
        panel.draw(&mut plot, &palette, span.at(span.low + 1.0) - span.from)?;
        plot.close()?;
    }
    let bottom = start + room;
    Ok(Drawn {
        sheet: sheet.finish(bottom),
        numbers: numbers(scene, found, &panels),
        caption: caption(scene, found),
        alt: alt(scene, &panels),
    })
}

/// Those that have a value.
fn panels(scene: &Scene<'_>, found: &Substance) -> Vec<Panel> {
    let words = scene.words;
    let (a, b) = (found.partnership.a, found.partnership.b);
    let goods = |i: usize| {
        let own = |(y, flows): &(Year, [f64; 2])| Some((*y, flows.get(i)? / 1e9));
        found.trade.iter().filter_map(own).collect()
    };
    let line = |way, sides, values| Line { way, sides, values };
    let arms = found.arms.iter().map(|arms| {
        let way = if arms.supplier == a { Way::There } else { Way::Back };
        line(way, Some((arms.supplier, arms.recipient)), arms.values.clone())
    });
    let naming = found.naming.iter().map(|(from, to, values)| {
        line(if *from == a { Way::There } else { Way::Back }, Some((*from, *to)), values.clone())
    });
    let agreement = found.agreement.iter().map(|(y, x)| (*y, 100.0 * x)).collect();
    let all = [
        Panel {
            code: "trade",
            title: words.plain("Goods, billion US$"),
            unit: "billion US$",
            lines: vec![line(Way::There, Some((a, b)), goods(0)), line(Way::Back, Some((b, a)), goods(1))],
            bars: false,
        },
        Panel {
            code: "arms",
            title: words.plain("Major arms, million TIV"),
            unit: "million TIV",
            lines: arms.collect(),
            bars: true,
        },
        Panel {
            code: "mentions",
            title: words.plain("Mentions per 10,000 words"),
            unit: "per 10,000 words",
            lines: naming.collect(),
            bars: false,
        },
        Panel {
            code: "agreement",
            title: words.plain("Agreement in votes, %"),
            unit: "%",
            lines: vec![line(Way::Both, None, agreement)],
            bars: false,
        },
    ];
    all.into_iter().filter(|p| p.lines.iter().any(|l| !l.values.is_empty())).collect()
}

fn look(way: Way, palette: &Palette) -> (Stroke<'static>, (Mark, f64)) {
    match way {
        Way::There => (Stroke::new(palette.ink, 0.35), (Mark::Disc, 0.75)),
        Way::Back => (Stroke::new(palette.muted, 0.35).dashed("1.2 0.6"), (Mark::Ring, 0.85)),
        Way::Both => (Stroke::new(palette.ink, 0.35), (Mark::Square, 0.75)),
    }
}

impl Panel {
    fn draw(&self, plot: &mut Plot<'_>, palette: &Palette, year: f64) -> Result<(), ChartError> {
        for line in &self.lines {
            let (stroke, (mark, radius)) = look(line.way, palette);
            plot.open(&format!("{}.{}", self.code, line.way.name()))?;
            let at = |(y, x): &(Year, f64)| (calendar::middle(*y), *x);
            if self.bars {
                let half = (year * 0.32).min(1.6);
                let fill = palette.pair[usize::from(line.way == Way::Back)];
                for (y, x) in line.values.iter().filter(|(_, x)| *x > 0.0) {
                    plot.element([(calendar::middle(*y), *x), (calendar::middle(*y), 0.0)], |canvas, ends| {
                        if let [(x, top), (_, foot)] = ends {
                            let rim = Some(Stroke::new(palette.ink, 0.15));
                            canvas.rect((x - half, *top), (2.0 * half, foot - top), fill, rim);
                        }
                    })?;
                }
                plot.close()?;
                continue;
            }
            for run in calendar::runs(&line.values) {
                plot.line(run.iter().map(at), stroke)?;
            }
            plot.marks(line.values.iter().map(at), (mark, radius.min(year * 0.42).max(0.45), stroke.colour))?;
            plot.close()?;
        }
        Ok(())
    }
}

fn numbers(scene: &Scene<'_>, found: &Substance, panels: &[Panel]) -> Table {
    let mut table = Table::new(&["partnership", "series", "from", "to", "date", "value", "unit", "label"]);
    let parties = &scene.measurer.package().parties;
    let slug = found.partnership.slug(parties);
    for panel in panels {
        for line in &panel.lines {
            let code = |side: fn((PartyId, PartyId)) -> PartyId| {
                line.sides.map_or_else(String::new, |sides| parties.code(side(sides)).to_owned())
            };
            for (year, value) in &line.values {
                let start = [slug.clone(), panel.code.into(), code(|s| s.0), code(|s| s.1), year.to_string()];
                let end = [number(Some(*value)), panel.unit.into(), panel.title.clone()];
                table.push(start.into_iter().chain(end).collect());
            }
        }
    }
    for rise in &found.rises {
        let (none, label) = (String::new, scene.words.status(&rise.label));
        let start = [slug.clone(), "status".into(), none(), none(), rise.date.to_string()];
        table.push(start.into_iter().chain([none(), rise.rung.clone(), label]).collect());
    }
    table
}

fn caption(scene: &Scene<'_>, found: &Substance) -> String {
    let (from, to) = (found.span.from().to_string(), found.span.to().to_string());
    let places = [("subject", &*scene.subject()), ("from", &from), ("to", &to)];
    scene.words.say(
        "Goods, deliveries of major arms, mentions in speeches at the General Debate and agreement in all roll calls of the United \
         Nations General Assembly, {from} to {to}: {subject}. Arms are volumes of capability (TIV), no money; agreement counts the \
         same vote as 1 and one abstention as 0.5.",
        &places,
    )
}

fn alt(scene: &Scene<'_>, panels: &[Panel]) -> String {
    let words = scene.words;
    let line = |l: &Line| -> Option<String> {
        let (first, last) = (l.values.first()?, l.values.last()?);
        let most = l.values.iter().max_by(|x, y| x.1.total_cmp(&y.1))?;
        let said = |(y, x): &(Year, f64)| (y.to_string(), words.short(*x));
        let ((y0, x0), (y1, x1), (ym, xm)) = (said(first), said(last), said(most));
        let who = l.sides.map_or_else(String::new, |(a, b)| {
            words.say("from {x} to {y}", &[("x", &*scene.name(a)), ("y", &scene.name(b))]) + ": "
        });
        let places = [("x0", &*x0), ("y0", &y0), ("x1", &x1), ("y1", &y1), ("xm", &xm), ("ym", &ym)];
        Some(who + &words.say("{x0} in {y0}, {x1} in {y1}, at most {xm} in {ym}", &places))
    };
    let panel = |p: &Panel| {
        let lines: Vec<String> = p.lines.iter().filter_map(line).collect();
        format!("{}: {}.", p.title, lines.join("; "))
    };
    let all: Vec<String> = panels.iter().map(panel).collect();
    let places = [("subject", &*scene.subject()), ("all", &all.join(" "))];
    words.say("Yearly series of {subject}. {all}", &places)
}
