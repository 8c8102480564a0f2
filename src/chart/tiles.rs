//! The tiles: one for each member of a bloc, with its share in the trade and in the arms of a partnership.

use std::collections::BTreeSet;

use super::canvas::{Stroke, Type};
use super::scene::Scene;
use super::sheet::{BODY, MARGIN, SMALL, Sample, Sheet, leading};
use super::table::{Table, number};
use super::variants::chosen;
use super::{ChartError, Drawn, Style, font};
use crate::analysis::Evaluation;
use crate::measure::members::Carriers;
use crate::model::package::Table as Source;
use crate::model::party::PartyId;

const ROW: f64 = 3.6;
const GUTTER: f64 = 2.0;
const PAD: f64 = 1.6;
/// A tile is no narrower.
const LEAST: f64 = 30.0;
const MOST_COLUMNS: usize = 5;

pub(super) fn draw(scene: &Scene<'_>, style: Style) -> Result<Drawn, ChartError> {
    let nobody = || ChartError::Nothing("`tiles` shows one partnership; name it before --peers".into());
    let e = chosen(scene).ok_or_else(nobody)?;
    let scene = &Scene { evaluations: std::slice::from_ref(e), ..*scene };
    let flows: [Option<&Carriers>; 2] = [e.members.trade.as_ref(), e.members.arms.as_ref()];
    let members = members(scene, e);
    if members.is_empty() || flows.iter().all(Option::is_none) {
        let why = "no bloc with data by member is in this partnership; the kind `tiles` needs one";
        return Err(ChartError::Nothing(why.into()));
    }
    let words = scene.words;
    let title = words.say("Which member carries what: {subject}", &[("subject", &scene.subject())]);
    let known = [Source::Trade, Source::Arms];
    let note = words.plain(
        "Shares of each member in the partnership’s goods trade, both directions, and in its deliveries of major arms (TIV), over the \
         window; the stroke across a bar marks equal shares.",
    );
    let mut sheet = Sheet::new(scene, style, title, &[note], &known);
    let palette = sheet.palette;
    let names = [words.plain("trade"), words.plain("arms")];
    let fills = palette.pair;
    let drawn = flows.iter().zip(&names).zip(fills).filter(|((flow, _), _)| flow.is_some());
    let entries: Vec<(String, Sample)> =
        drawn.map(|((_, name), fill)| (name.clone(), Sample::Patch(fill, Some(palette.ink)))).collect();
    sheet.legend(&entries);
    let wide = sheet.width - 2.0 * MARGIN;
    let columns = (((wide + GUTTER) / (LEAST + GUTTER)) as usize).clamp(1, MOST_COLUMNS.min(members.len()));
    let tile = (wide - GUTTER * (columns - 1) as f64) / columns as f64;
    let look = Type::new(SMALL, palette.ink);
    let named = names.iter().map(|n| look.width(n)).fold(0.0, f64::max);
    let numbered = look.width("100 %");
    let bar = tile - 2.0 * PAD - named - numbered - 2.4;
    let heads: Vec<Vec<String>> =
        members.iter().map(|m| font::wrap(&scene.name(*m), BODY, true, tile - 2.0 * PAD)).collect();
    let long = |lines: &Vec<String>| lines.iter().any(|l| font::width(l, BODY, true) > tile - 2.0 * PAD);
    if bar < 6.0 || heads.iter().any(long) {
        sheet.cramp();
    }
    let lines = heads.iter().map(Vec::len).max().unwrap_or(1) as f64;
    let rows = members.len().div_ceil(columns) as f64;
    let high = PAD + lines * leading(BODY) + 0.6 + 2.0 * ROW + PAD - 0.6;
    let room = sheet.room(rows * (high + GUTTER), rows * (high + GUTTER));
    let start = sheet.top;
    let equal = 1.0 / members.len() as f64;
    let most = flows.iter().flatten().flat_map(|c| &c.shares).map(|(_, s)| *s).fold(equal, f64::max);
    for (i, (member, head)) in members.iter().zip(&heads).enumerate() {
        let (left, top) =
            (MARGIN + (i % columns) as f64 * (tile + GUTTER), start + (i / columns) as f64 * (high + GUTTER));
        let canvas = &mut sheet.canvas;
        canvas.open(scene.measurer.package().parties.code(*member));
        canvas.rect((left, top), (tile, high), "none", Some(Stroke::new(palette.muted, 0.2)));
        for (k, line) in head.iter().enumerate() {
            let at = (left + PAD, top + PAD + (k as f64 + 0.75) * leading(BODY));
            canvas.text(at, line, Type::new(BODY, palette.ink).bold(true));
        }
        for (k, ((flow, name), fill)) in flows.iter().zip(&names).zip(fills).enumerate() {
            let y = top + high - PAD - 2.0 * ROW + (k as f64 + 0.5) * ROW + 0.3;
            canvas.text_at_height((left + PAD, y), name, look);
            let from = left + PAD + named + 1.2;
            let share = flow.map(|c| share(c, *member));
            let said = share.map_or_else(|| words.plain("no data"), |s| words.per_cent(s));
            canvas.text_at_height((left + tile - PAD, y), &said, look.end());
            let Some(share) = share else { continue };
            let at = |s: f64| from + bar.max(1.0) * s / most;
            if share > 0.0 {
                let rim = Some(Stroke::new(palette.ink, 0.12));
                canvas.rect((from, y - 1.1), (at(share) - from, 2.2), fill, rim);
            }
            canvas.line((at(equal), y - 1.5), (at(equal), y + 1.5), Stroke::new(palette.ink, 0.25));
        }
        canvas.close();
    }
    Ok(Drawn {
        sheet: sheet.finish(start + room - GUTTER),
        numbers: numbers(scene, e, &members, equal),
        caption: words.say(
            "Shares of the members of the bloc in the goods trade and in the arms deliveries of {subject}, the bars of all tiles on \
             one scale.",
            &[("subject", &scene.subject())],
        ),
        alt: alt(scene, &members, flows),
    })
}

/// Every member of the bloc in the window that is counted in it, by name.
fn members(scene: &Scene<'_>, e: &Evaluation) -> Vec<PartyId> {
    let parties = &scene.measurer.package().parties;
    let carried: BTreeSet<PartyId> =
        [&e.members.trade, &e.members.arms].into_iter().flatten().flat_map(|c| &c.shares).map(|(m, _)| *m).collect();
    let of = |bloc: PartyId| -> BTreeSet<PartyId> {
        scene.measurer.window().iter().flat_map(|y| parties.counted_members(bloc, y)).collect()
    };
    let blocs = [e.partnership.b, e.partnership.a].map(of);
    let all = blocs.into_iter().find(|all| !all.is_empty() && carried.is_subset(all)).unwrap_or(carried);
    let mut members: Vec<PartyId> = all.into_iter().collect();
    members.sort_by(|x, y| scene.name(*x).cmp(&scene.name(*y)).then(x.cmp(y)));
    members
}

/// A member without a flow has a share of 0: where the flow of the bloc is known, so is that.
fn share(carriers: &Carriers, member: PartyId) -> f64 {
    carriers.shares.iter().find(|(m, _)| *m == member).map_or(0.0, |(_, s)| *s)
}

fn numbers(scene: &Scene<'_>, e: &Evaluation, members: &[PartyId], equal: f64) -> Table {
    let mut table = Table::new(&["partnership", "member", "label", "trade_share", "arms_share", "equal_share"]);
    for member in members {
        let code = scene.measurer.package().parties.code(*member).to_owned();
        let own = |c: &Option<Carriers>| number(c.as_ref().map(|c| share(c, *member)));
        let shares = [own(&e.members.trade), own(&e.members.arms), number(Some(equal))];
        table.push([scene.slug(e), code, scene.name(*member)].into_iter().chain(shares).collect());
    }
    table
}

fn alt(scene: &Scene<'_>, members: &[PartyId], [trade, arms]: [Option<&Carriers>; 2]) -> String {
    let words = scene.words;
    let said =
        |c: Option<&Carriers>, m: PartyId| c.map_or_else(|| words.plain("no data"), |c| words.per_cent(share(c, m)));
    let one = |m: &PartyId| {
        let (name, trade, arms) = (scene.name(*m), said(trade, *m), said(arms, *m));
        words.say("{name}: trade {trade}, arms {arms}", &[("name", &name), ("trade", &trade), ("arms", &arms)])
    };
    let all: Vec<String> = members.iter().map(one).collect();
    let places = [("subject", &*scene.subject()), ("all", &all.join("; "))];
    words.say("A tile for each member with its shares in {subject}. {all}.", &places)
}
