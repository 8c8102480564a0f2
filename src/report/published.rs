//! Figures printed elsewhere, shown beside the data's own and never part of a score.

use super::{Subject, number};
use crate::document::{Cell, Document, Notation, Table as Rows};
use crate::model::framework::{Direction, Indicator, Measure};
use crate::model::package::Table;
use crate::model::records::{PublishedFact, PublishedTrade, Qualifier};

/// Words by which a fact as published is known to speak of what a measure measures.
fn speaks_of(indicator: &Indicator) -> &'static [&'static str] {
    match &indicator.measure {
        Measure::MentionRate { .. }
        | Measure::RelativeAttention { .. }
        | Measure::MentionRegularity { .. }
        | Measure::Manner { .. } => &["mentions", "texts", "corpora"],
        Measure::TradePreference { .. } | Measure::MutualTradeShare | Measure::TradeMemberBreadth => &[
            "share_of_russian_exports",
            "share_of_asean_exports",
            "share_of_turnover",
            "trade_volume",
            "trade_turnover",
        ],
        Measure::TradeTrend { .. } => &["trade_volume", "trade_turnover", "exports_change"],
        Measure::ProductDiversity | Measure::TechnologyRelative { .. } | Measure::CriticalGoods { .. } => {
            &["share_fuel", "share_high", "fuel_exports", "fertilizer_exports"]
        }
        Measure::ArmsPreference { .. } | Measure::ArmsShare | Measure::ArmsMemberBreadth { .. } => {
            &["arms", "military_exports", "exercise"]
        }
        Measure::SalienceOverlap { .. } | Measure::AgreementOnIssues { .. } => &["survey_", "rank_of_ukraine"],
        Measure::Institutions { .. } => {
            &["plan_of_action", "cooperation_committee", "senior_officials", "cooperation_fund"]
        }
        Measure::Coded => match indicator.code.as_str() {
            "exercises" => &["exercise"],
            "implementation_ratio" => &["plan_lines"],
            _ => &[],
        },
        Measure::Status { .. } | Measure::TradeMass | Measure::Column => &[],
    }
}

/// The figure as it is printed, with its qualifier.
pub(super) fn value(f: &PublishedFact) -> String {
    match (f.value, f.lower, f.upper) {
        (Some(v), ..) if f.qualifier == Some(Qualifier::About) => format!("about {}", number::plain(v)),
        (Some(v), ..) => number::plain(v),
        (None, Some(low), Some(high)) => format!("{}–{}", number::plain(low), number::plain(high)),
        (None, Some(low), None) => format!("at least {}", number::plain(low)),
        (None, None, Some(high)) => format!("at most {}", number::plain(high)),
        (None, None, None) => String::new(),
    }
}

/// Figures printed in the literature for this pair and its members, beside the data's own. They never enter a score.
pub(super) fn facts(s: &Subject<'_>, page: &mut Document, indicator: &Indicator) {
    let package = s.measurer.package();
    let p = s.evaluation.partnership;
    let (from, to) = match indicator.direction {
        Direction::BToA => (p.b, p.a),
        Direction::AToB | Direction::Undirected => (p.a, p.b),
    };
    let either = indicator.direction == Direction::Undirected;
    let [a, b] = [from, to].map(|side| package.parties.codes_within(side, s.evaluation.window));
    let about = |f: &&PublishedFact| {
        let pair = f.is_between(&a, &b) || (either && f.is_between(&b, &a));
        f.is_figure() && pair && speaks_of(indicator).iter().any(|word| f.what.contains(word))
    };
    let facts: Vec<_> = package.facts.iter().filter(about).collect();
    if facts.is_empty() {
        return;
    }
    let title = "As published (shown beside the data, never part of a score)";
    let mut t = Rows::new(title, ["fact", "period", "who", "what", "value", "unit"], 4);
    if let Some(unit) = t.columns.last_mut() {
        unit.words = true;
    }
    for f in facts {
        let value = value(f);
        let who = format!("{} {}", f.from, f.to);
        t.push([f.id.clone(), f.period.clone(), who, f.what.replace('_', " "), value, unit_words(f)]);
    }
    page.table(t);
}

/// The unit with what a change is measured against.
fn unit_words(f: &PublishedFact) -> String {
    f.base_year.map_or_else(|| f.unit.clone(), |base| format!("{} (against {base})", f.unit))
}

/// Totals printed elsewhere for the pair, beside the trade measures; never joined to their series.
pub(super) fn totals(s: &Subject<'_>, page: &mut Document, indicator: &Indicator) {
    let measure = &indicator.measure;
    let trade =
        matches!(measure, Measure::TradePreference { .. } | Measure::MutualTradeShare | Measure::TradeTrend { .. });
    if !trade {
        return;
    }
    let (package, p) = (s.measurer.package(), s.evaluation.partnership);
    let sides = [(p.a, p.b), (p.b, p.a)];
    let of_pair = |t: &&PublishedTrade| {
        sides.iter().any(|(partner, bloc)| t.bloc == *bloc && t.partners == package.parties.code(*partner))
    };
    let totals: Vec<&PublishedTrade> = package.trade_published.iter().filter(of_pair).collect();
    let Some(text) = package.texts.get(&Table::TradePublished).filter(|_| !totals.is_empty()) else { return };
    let title = format!("Totals as printed in {} (never joined to the series above)", text.file);
    let mut t = Rows::new(title, ["line", "year", "flow", "printed", "unit", "scope", "reported by"], 3);
    t.columns.iter_mut().skip(4).for_each(|c| c.words = true);
    for total in totals {
        t.push([
            Cell::from(total.line.to_string()),
            total.year.to_string().into(),
            total.flow.replace('_', " ").into(),
            Cell::maybe(total.value, Notation::Amount),
            total.unit.clone().into(),
            total.scope.replace('_', " ").into(),
            total.reported_by.clone().into(),
        ]);
    }
    page.table(t);
}
