//! The members: whose trade, or whose arms imports, a bloc's partnership rests on; a figure for each.

use std::collections::{BTreeMap, BTreeSet};

use super::canvas::{Stroke, Type};
use super::curve::{self, Row};
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table, number};
use super::theme::{Palette, Theme};
use super::{ChartError, Drawn, Style};
use crate::analysis::Evaluation;
use crate::measure::members::Carriers;
use crate::model::framework::Measure;
use crate::model::measurement::{AbsenceKind, Reading};
use crate::model::party::PartyId;

const BAR: f64 = 4.2;
const LEAST_BAR: f64 = 3.2;
/// Between partnerships, as part of a bar.
const PAUSE: f64 = 0.55;
/// Below the bars: the numbers of the scale.
const BELOW: f64 = 4.5;

/// Which of the flows that have members.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Trade,
    Arms,
}

impl Flow {
    fn word(self) -> &'static str {
        match self {
            Flow::Trade => "trade",
            Flow::Arms => "arms",
        }
    }

    /// The kind of figure that shows it.
    fn kind(self) -> &'static str {
        match self {
            Flow::Trade => "members",
            Flow::Arms => "members-arms",
        }
    }

    fn carriers(self, e: &Evaluation) -> Option<Carriers> {
        match self {
            Flow::Trade => e.members.trade.clone(),
            Flow::Arms => e.members.arms.clone(),
        }
    }
}

pub(super) fn draw(scene: &Scene<'_>, style: Style, flow: Flow) -> Result<Drawn, ChartError> {
    let all: Vec<Row<'_>> = scene.evaluations.iter().map(|e| (e, flow.carriers(e))).collect();
    if all.iter().all(|(_, carriers)| carriers.is_none()) {
        let kind = flow.kind();
        let words = format!("no bloc with data by member is among these partnerships; the kind `{kind}` needs one");
        return Err(ChartError::Nothing(words));
    }
    let words = scene.words;
    let (title, source, what) = match flow {
        Flow::Trade => (
            "Who carries the trade, shares of members: {subject}",
            crate::model::package::Table::Trade,
            "Trade in goods, both directions.",
        ),
        Flow::Arms => (
            "Who carries the arms imports, shares of members: {subject}",
            crate::model::package::Table::Arms,
            "Volume of arms deliveries (TIV) from the partner.",
        ),
    };
    let title = words.say(title, &[("subject", &scene.subject())]);
    let effective = words.plain(
        "Effective: 1/H = 1/Σs², how many equal members would be as concentrated; the marks on the curves’ axis. Dashed: equal \
         shares.",
    );
    let notes = [format!("{} {effective}", words.plain(what))];
    let tables = [source];
    let mut sheet = Sheet::new(scene, style, title, &notes, &tables);
    let palette = sheet.palette;
    let colours = colours(scene, &palette);
    let colour = |m: PartyId| colours.get(&m).copied().unwrap_or(palette.further);
    let all_shares = all.iter().filter_map(|(_, carriers)| carriers.as_ref()).flat_map(|c| &c.shares);
    let drawn: BTreeSet<PartyId> = all_shares.filter(|(_, share)| *share > 0.0).map(|(m, _)| *m).collect();
    let code = |m: &PartyId| scene.measurer.package().parties.code(*m);
    let mut named: Vec<PartyId> = drawn.iter().copied().filter(|m| colour(*m) != palette.further).collect();
    named.sort_by(|x, y| code(x).cmp(code(y)));
    let mut entries: Vec<(String, Sample)> =
        named.iter().map(|m| (format!("{} {}", code(m), scene.name(*m)), Sample::Patch(colour(*m), None))).collect();
    if named.len() < drawn.len() {
        entries.push((words.plain("other members"), Sample::Patch(palette.further, Some(palette.muted))));
    }
    // Ten greys cannot be told apart: codes are written out, and beside every bar those without room in it.
    let greys = style.theme == Theme::Mono;
    if greys {
        sheet
            .say(&named.iter().map(|m| format!("{}\u{a0}{}", code(m), scene.name(*m))).collect::<Vec<_>>().join(" · "));
    } else {
        sheet.legend(&entries);
    }
    let look = Type::new(SMALL, palette.ink);
    let name_look = |e: &Evaluation| {
        let strong = scene.is_strong(e) && all.len() > 1;
        Type::new(BODY, if strong { palette.strong } else { palette.ink }).bold(strong)
    };
    let names = all.iter().map(|(e, _)| name_look(e).width(&scene.label(e))).fold(0.0, f64::max);
    let left = MARGIN + names + 2.0;
    let effective = words.plain("effective");
    let right = style.width - MARGIN - look.bold(true).width(&effective) - 2.0;
    if right - left < 32.0 {
        sheet.cramp();
    }
    let bars = all.len() as f64 * (1.0 + PAUSE);
    // Below each bar the members that have no room in it.
    let under = if greys { leading(SMALL) } else { 0.0 };
    let head = 4.2;
    let around = head + all.len() as f64 * under + BELOW;
    let (natural, least) = (around + bars * BAR, around + bars * LEAST_BAR);
    let room = sheet.room(natural + curve::HEIGHT, least + curve::LEAST);
    // What is more or less than natural is shared in proportion.
    let spare = (room - least - curve::LEAST) / (natural + curve::HEIGHT - least - curve::LEAST);
    let curves = curve::LEAST + spare * (curve::HEIGHT - curve::LEAST);
    let (top, bar) = (sheet.top + head, (room - curves - around) / bars);
    let canvas = &mut sheet.canvas;
    let bottom = top + bars * bar + all.len() as f64 * under;
    let x = |share: f64| left + (right - left) * share;
    for percent in [0u8, 20, 40, 60, 80, 100] {
        let at = x(f64::from(percent) / 100.0);
        canvas.line((at, top), (at, bottom), Stroke::new(palette.grid, 0.12));
        canvas.text((at, bottom + 3.2), &format!("{percent} %"), Type::new(SMALL, palette.muted).middle());
    }
    canvas.text((style.width - MARGIN, top - 1.2), &effective, look.bold(true).end());
    let mut y = top + bar * PAUSE / 2.0;
    for (e, carriers) in &all {
        let middle = y + bar / 2.0;
        canvas.text_at_height((MARGIN, middle), &scene.label(e), name_look(e));
        let Some(carriers) = carriers else {
            canvas.text_at_height((left + 1.5, middle), &absent(scene, e, flow), Type::new(SMALL, palette.muted));
            y += bar * (1.0 + PAUSE) + under;
            continue;
        };
        let mut from = 0.0;
        let mut without_room = Vec::new();
        canvas.open(&scene.slug(e));
        for (member, share) in &carriers.shares {
            let (start, wide, fill) = (x(from), x(from + share) - x(from), colour(*member));
            canvas.rect((start, y + 0.25), (wide, bar - 0.5), fill, Some(Stroke::new(palette.ground, 0.2)));
            // In the lightest fill a segment is seen by its edge.
            if fill == palette.further {
                let size = ((wide - 0.2).max(0.0), bar - 0.7);
                canvas.rect((start + 0.1, y + 0.35), size, "none", Some(Stroke::new(palette.muted, 0.12)));
            }
            let ink = Type::new(SMALL, palette.ink_on(fill)).middle();
            let code = &scene.measurer.package().parties.code(*member);
            let per_cent = words.whole(100.0 * share);
            let texts = [format!("{} {per_cent}", scene.name(*member)), format!("{code} {per_cent}"), code.to_string()];
            let fitting = texts.iter().find(|w| ink.width(w) + 0.7 <= wide);
            match fitting {
                Some(text) => canvas.text_at_height((start + wide / 2.0, middle), text, ink),
                None => without_room.push(format!("{code}\u{a0}{per_cent}")),
            }
            from += share;
        }
        if greys && !without_room.is_empty() {
            let at = (right, y + bar + 0.45 * leading(SMALL));
            canvas.text_at_height(at, &without_room.join(", "), Type::new(SMALL, palette.muted).end());
        }
        canvas.close();
        let said = words.score(carriers.effective);
        canvas.text_at_height((style.width - MARGIN, middle), &said, look.bold(true).end());
        y += bar * (1.0 + PAUSE) + under;
    }
    let fits = curve::draw(canvas, scene, style, &all, (flow.word(), (bottom + BELOW, curves)))?;
    if !fits {
        sheet.cramp();
    }
    Ok(Drawn {
        sheet: sheet.finish(bottom + BELOW + curves),
        numbers: numbers(scene, &all, flow),
        caption: caption(scene, flow),
        alt: alt(scene, &all),
    })
}

/// Why a bar is absent.
fn absent(scene: &Scene<'_>, e: &Evaluation, flow: Flow) -> String {
    let parties = &scene.measurer.package().parties;
    if ![e.partnership.a, e.partnership.b].into_iter().any(|id| parties.is_bloc(id)) {
        return scene.words.plain("neither side is a bloc");
    }
    let mut shares = scene.framework.indicators().filter(|(_, _, i)| match i.measure {
        Measure::ArmsShare => flow == Flow::Arms,
        Measure::MutualTradeShare => flow == Flow::Trade,
        _ => false,
    });
    match shares.next().and_then(|(id, ..)| e.panel.get(id)).map(|m| &m.reading) {
        // The reasons are written in English by whoever measured; another language has their kind.
        Some(Reading::Missing(absence)) if scene.words.code() == "en" => absence.reason.clone(),
        Some(Reading::Missing(absence)) if absence.kind == AbsenceKind::NotApplicable => {
            scene.words.plain("does not apply")
        }
        Some(Reading::Observed { value, .. }) if *value == 0.0 && flow == Flow::Arms => {
            scene.words.plain("no deliveries")
        }
        _ => scene.words.plain("no data by member"),
    }
}

/// The colour of each member by the place of its code among the bloc's members in the window, not by its size: so a
/// member looks the same in all figures of a paper.
pub(super) fn colours(scene: &Scene<'_>, palette: &Palette) -> BTreeMap<PartyId, &'static str> {
    let parties = &scene.measurer.package().parties;
    let blocs: BTreeSet<PartyId> = scene
        .evaluations
        .iter()
        .flat_map(|e| [e.partnership.a, e.partnership.b])
        .filter(|p| parties.is_bloc(*p))
        .collect();
    let of_bloc = |bloc: &PartyId| {
        let mut members: Vec<PartyId> =
            scene.measurer.window().iter().flat_map(|y| parties.counted_members(*bloc, y)).collect();
        members.sort_by(|x, y| parties.code(*x).cmp(parties.code(*y)));
        members.dedup();
        members.into_iter().zip(palette.members)
    };
    blocs.iter().flat_map(of_bloc).collect()
}

fn each<'a>(all: &'a [Row<'a>]) -> impl Iterator<Item = (&'a Evaluation, &'a Carriers)> {
    all.iter().filter_map(|(e, carriers)| Some((*e, carriers.as_ref()?)))
}

fn numbers(scene: &Scene<'_>, all: &[Row<'_>], flow: Flow) -> Table {
    let mut table =
        Table::new(&["partnership", "label", "flow", "member", "share", "effective", "total", "unit", "years"]);
    for (e, carriers) in each(all) {
        let years: Vec<String> = carriers.years.iter().map(ToString::to_string).collect();
        for (member, share) in &carriers.shares {
            table.push(vec![
                scene.slug(e),
                scene.label(e),
                flow.word().to_owned(),
                scene.measurer.package().parties.code(*member).to_owned(),
                number(Some(*share)),
                number(Some(carriers.effective)),
                number(Some(carriers.total)),
                carriers.unit.to_owned(),
                years.join(" "),
            ]);
        }
    }
    table
}

fn caption(scene: &Scene<'_>, flow: Flow) -> String {
    let phrase = match flow {
        Flow::Trade => {
            "Members’ shares in the goods trade of {subject}, largest first, with the effective number of members (1/H); below, \
             the same shares added up from the largest, against equal shares (dashed)."
        }
        Flow::Arms => {
            "Members’ shares in the arms deliveries of {subject}, largest first, with the effective number of members (1/H); \
             below, the same shares added up from the largest, against equal shares (dashed)."
        }
    };
    scene.words.say(phrase, &[("subject", &scene.subject())])
}

fn alt(scene: &Scene<'_>, all: &[Row<'_>]) -> String {
    let one = |(e, c): (&Evaluation, &Carriers)| {
        let first = |(m, s): &(PartyId, f64)| {
            scene
                .words
                .say("{member} {n} % first", &[("member", &scene.name(*m)), ("n", &scene.words.whole(100.0 * s))])
        };
        let first = c.shares.first().map_or_else(String::new, first);
        let effective = scene.words.say("effective members: {n}", &[("n", &scene.words.score(c.effective))]);
        format!("{}: {first}, {effective}", scene.label(e))
    };
    let all: Vec<String> = each(all).map(one).collect();
    scene.words.say(
        "Stacked bars of members’ shares, 0 to 100 %, and their cumulative curves. {all}.",
        &[("all", &all.join("; "))],
    )
}
