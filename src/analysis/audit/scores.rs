//! What the scores of a framework say of a claim, in the framework's window.

use std::collections::BTreeSet;

use super::{Context, Found, Missing};
use crate::analysis::gap::percentile_rank;
use crate::measure::{Panel, brief};
use crate::model::claim::{Answer, Scores, Tested, Unit};
use crate::model::framework::NodeId;
use crate::model::package::{RowRef, Table};
use crate::model::party::Partnership;
use crate::scoring::{ScoreCard, score};

/// A score card with what it was measured from.
struct Scored {
    card: ScoreCard,
    panel: Panel,
}

/// The scores of all parameters by their codes.
struct Parameters<'c> {
    scores: Vec<(&'c str, f64)>,
    working: String,
    tables: Vec<Table>,
}

impl Context<'_> {
    pub(super) fn scores(&self, asked: &Scores) -> Result<Found, Missing> {
        let points = |x: f64, working: String| Found::new(Answer::Number(x, Unit::Points), working, Vec::new());
        match asked {
            Scores::Score { of, node } => {
                let (z, working, tables) = self.one_score(*of, *node)?;
                Ok(Found { tables, ..points(z, working) })
            }
            Scores::Lead { of, node, than } => {
                let (own, first, tables) = self.one_score(*of, *node)?;
                let others = than.iter().map(|p| self.one_score(*p, *node)).collect::<Result<Vec<_>, _>>()?;
                let highest = others.iter().map(|(z, ..)| *z).fold(f64::NEG_INFINITY, f64::max);
                let each: Vec<String> = others.into_iter().map(|(_, working, _)| working).collect();
                let lead = own - highest;
                let working = format!("{first}; {}; the lead over the highest {}", each.join("; "), brief(lead));
                Ok(Found { tables, ..points(lead, working) })
            }
            Scores::Percentile { of, node } => {
                let peers = self.peers();
                let scores: Option<Vec<f64>> = peers.scored.iter().map(|p| p.card.node(*node).score).collect();
                let place = peers.scored.iter().position(|p| p.partnership == *of);
                let rank = scores.zip(place).and_then(|(scores, place)| percentile_rank(&scores, place));
                let slug = of.slug(&self.package.parties);
                let rank = rank.ok_or_else(|| format!("{slug} has no rank among the peers of the framework"))?;
                let (_, working, tables) = self.one_score(*of, *node)?;
                let working = format!("{working}; percentile rank among {} {}", peers.scored.len(), brief(rank));
                Ok(Found { tables, ..points(rank, working) })
            }
            Scores::Gap { of } => {
                let Scored { card, panel } = self.scored(*of);
                let gap = card.gap().ok_or("FORM or CONTENT is withheld for coverage")?;
                let (form, content) = (card.form().score.unwrap_or(f64::NAN), card.content().score.unwrap_or(f64::NAN));
                let working = format!("FORM {} - CONTENT {} = {}", brief(form), brief(content), brief(gap));
                let roots = [self.framework.form, self.framework.content];
                Ok(Found { tables: self.tables_below(&panel, &roots), ..points(gap, working) })
            }
            Scores::Met { of } => {
                let Parameters { scores, working, tables } = self.parameters(*of)?;
                let tau = self.framework.threshold;
                let met = scores.iter().filter(|(_, z)| *z >= tau).count();
                let working = format!("{working}; {met} of {} at {} or more", scores.len(), brief(tau));
                let found = Found::new(Answer::Number(met as f64, Unit::Count), working, Vec::new());
                Ok(Found { tables, ..found })
            }
            Scores::Best { of } => {
                let Parameters { scores, working, tables } = self.parameters(*of)?;
                let highest = scores.iter().map(|(_, z)| *z).fold(f64::NEG_INFINITY, f64::max);
                let best: Vec<&str> = scores.iter().filter(|(_, z)| *z == highest).map(|(code, _)| *code).collect();
                Ok(Found { tables, ..Found::new(Answer::Word(best.join(", ")), working, Vec::new()) })
            }
            Scores::Tested { of, claim } => self.tested(*of, *claim),
            Scores::Ranked { party, ranking } => {
                let at = |line: u32| RowRef { table: Table::PublishedRankings, line };
                let rows = self.package.rankings.iter().filter(|r| r.ranking == *ranking && !self.own(at(r.line)));
                let row = rows.clone().find(|r| r.party == *party).ok_or_else(|| match rows.count() {
                    0 => format!("no source but the audited paper prints a ranking `{ranking}`"),
                    _ => format!("the ranking `{ranking}` does not name {}", self.code(*party)),
                })?;
                let working = format!("{} in {}, {}", row.rank, row.title, row.edition);
                Ok(Found::new(Answer::Number(f64::from(row.rank), Unit::Rank), working, vec![at(row.line)]))
            }
        }
    }

    fn scored(&self, of: Partnership) -> Scored {
        let facing = self.framework.facing(&self.package.parties, of);
        let panel = self.measurer.measure(self.framework, of);
        Scored { card: score(&facing, &panel.readings()), panel }
    }

    fn one_score(&self, of: Partnership, node: NodeId) -> Result<(f64, String, Vec<Table>), Missing> {
        let Scored { card, panel } = self.scored(of);
        let (slug, code) = (of.slug(&self.package.parties), &self.framework.node(node).code);
        let z = card.node(node).score.ok_or_else(|| format!("`{code}` of {slug} has no score"))?;
        Ok((z, format!("{code} of {slug} {}", brief(z)), self.tables_below(&panel, &[node])))
    }

    fn parameters(&self, of: Partnership) -> Result<Parameters<'_>, Missing> {
        let Scored { card, panel } = self.scored(of);
        let nodes = self.framework.parameters();
        let score = |id: &NodeId| {
            let code = self.framework.node(*id).code.as_str();
            card.node(*id).score.map(|z| (code, z)).ok_or_else(|| format!("`{code}` is withheld for coverage"))
        };
        let scores = nodes.iter().map(score).collect::<Result<Vec<_>, _>>()?;
        let each: Vec<String> = scores.iter().map(|(code, z)| format!("{code} {}", brief(*z))).collect();
        Ok(Parameters { scores, working: each.join(", "), tables: self.tables_below(&panel, nodes) })
    }

    /// The tables that the measurements below some nodes rest on.
    fn tables_below(&self, panel: &Panel, nodes: &[NodeId]) -> Vec<Table> {
        let mut tables: BTreeSet<Table> = BTreeSet::new();
        let mut left: Vec<NodeId> = nodes.to_vec();
        while let Some(id) = left.pop() {
            tables.extend(panel.get(id).into_iter().flat_map(|m| m.rows.iter().map(|row| row.table)));
            left.extend(self.framework.node(id).children());
        }
        tables.into_iter().collect()
    }

    fn tested(&self, of: Partnership, claim: Tested) -> Result<Found, Missing> {
        let slug = of.slug(&self.package.parties);
        let comparison = self.compared(of).ok_or_else(|| format!("{slug} was not compared"))?;
        let tested = comparison.claims.iter().find(|c| c.title == claim.title());
        let tested = tested.ok_or_else(|| format!("no comparison tests `{}`", claim.title()))?;
        let found = tested.findings.iter().find(|f| f.evaluation == 0);
        let found = found.ok_or_else(|| format!("for {slug} it cannot be determined: {}", tested.rule))?;
        let working = format!("{}: {}", tested.rule, brief(found.value));
        let roots = [self.framework.form, self.framework.content];
        let tables = self.tables_below(&self.scored(of).panel, &roots);
        Ok(Found { tables, ..Found::new(Answer::Holds(found.holds), working, Vec::new()) })
    }
}
