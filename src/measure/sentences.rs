//! The coded mentions of a package, by speaker, target and year, and those of one direction.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use super::tally::{Tally, add_stance};
use super::{Measurer, rows_at};
use crate::model::evidence::Sentence;
use crate::model::package::{Package, RowRef, Table};
use crate::model::party::PartyId;
use crate::model::window::Year;

/// One sentence with the lines of its coders' rows.
#[derive(Clone, Debug)]
struct Coded {
    sentence: Sentence,
    lines: Vec<u32>,
}

/// All coded sentences, each once, in the order of their speeches.
#[derive(Clone, Debug, Default)]
pub(super) struct Codes(Arc<BTreeMap<(PartyId, PartyId, Year), Vec<Coded>>>);

impl Codes {
    pub fn new(package: &Package) -> Self {
        let mut documents: HashMap<&str, usize> = HashMap::new();
        let mut coders: HashMap<&str, usize> = HashMap::new();
        let mut places: HashMap<&str, (PartyId, PartyId, Year, usize)> = HashMap::new();
        let mut codes: BTreeMap<(PartyId, PartyId, Year), Vec<Coded>> = BTreeMap::new();
        for row in &package.coded_mentions {
            let next = documents.len();
            let document = *documents.entry(&row.document).or_insert(next);
            let next = coders.len();
            let coder = *coders.entry(&row.coder).or_insert(next);
            let cell = codes.entry((row.speaker, row.target, row.year)).or_default();
            let (.., place) = *places.entry(&row.unit).or_insert((row.speaker, row.target, row.year, cell.len()));
            if place == cell.len() {
                let sentence = Sentence { document, mentions: f64::from(row.mentions), codes: Vec::new() };
                cell.push(Coded { sentence, lines: Vec::new() });
            }
            if let Some(coded) = cell.get_mut(place) {
                coded.sentence.codes.push((coder, row.manner.map(|m| f64::from(m.stance))));
                coded.lines.push(row.line);
            }
        }
        for cell in codes.values_mut() {
            cell.sort_by_key(|c| c.sentence.document);
        }
        Codes(Arc::new(codes))
    }

    /// The coded sentences in which a speaker names a target in one year.
    pub fn heard(&self, speaker: PartyId, target: PartyId, year: Year) -> CodedMentions {
        let cell = self.cell(speaker, target, year);
        CodedMentions {
            sentences: cell.iter().map(|c| c.sentence.clone()).collect(),
            lines: cell.iter().flat_map(|c| c.lines.iter().copied()).collect(),
        }
    }

    fn cell(&self, speaker: PartyId, target: PartyId, year: Year) -> &[Coded] {
        self.0.get(&(speaker, target, year)).map_or(&[], Vec::as_slice)
    }
}

/// The coded sentences of one direction, and the rows they stand in.
#[derive(Clone, Debug, Default)]
pub(super) struct CodedMentions {
    pub sentences: Vec<Sentence>,
    pub lines: Vec<u32>,
}

impl CodedMentions {
    pub fn tally(&self) -> Tally {
        Tally::mean(&self.sentences)
    }

    pub fn rows(&self) -> impl Iterator<Item = RowRef> + '_ {
        rows_at(Table::CodedMentions, &self.lines)
    }
}

impl Measurer<'_> {
    /// The coded sentences in which a party names another: its own, and of a bloc those of the members that count in it.
    pub(super) fn coded_mentions(&self, from: PartyId, to: PartyId, years: &[Year]) -> CodedMentions {
        let mut heard = CodedMentions::default();
        for year in years {
            let speakers = std::iter::once(from).chain(self.counted_members(from, *year));
            for coded in speakers.flat_map(|s| self.pools.codes.cell(s, to, *year)) {
                heard.sentences.push(coded.sentence.clone());
                heard.lines.extend_from_slice(&coded.lines);
            }
        }
        heard
    }

    /// The same where every one of the `counted` mentions is coded; how many are not otherwise. Of no mention there is nothing to
    /// code.
    pub(super) fn all_coded_mentions(
        &self,
        from: PartyId,
        to: PartyId,
        years: &[Year],
        counted: f64,
    ) -> Result<CodedMentions, f64> {
        let heard = self.coded_mentions(from, to, years);
        let coded: f64 = heard.sentences.iter().map(|s| s.mentions).sum();
        if coded < counted { Err(counted - coded) } else { Ok(heard) }
    }

    /// The stances of all coded valid mentions of this direction, whatever their year, with the sentences that have each (mean
    /// over coders). Directions are two: the peers' common partner is named (all partners naming ASEAN), or another party is (all
    /// members naming partners).
    pub(super) fn stances_of_direction(&self, to: PartyId) -> (Vec<(f64, f64)>, Vec<u32>) {
        let (mut stances, mut lines) = (Vec::new(), Vec::new());
        let names_common_partner = Some(to) == self.with;
        for ((_, target, _), cell) in self.pools.codes.0.iter() {
            if (Some(*target) == self.with) != names_common_partner {
                continue;
            }
            for coded in cell {
                let coders = coded.sentence.codes.len() as f64;
                for stance in coded.sentence.codes.iter().filter_map(|(_, stance)| *stance) {
                    add_stance(&mut stances, stance, 1.0 / coders);
                }
                lines.extend_from_slice(&coded.lines);
            }
        }
        (stances, lines)
    }

    /// Whether anybody's mention of this target is coded.
    pub(super) fn is_coded(&self, target: PartyId) -> bool {
        self.pools.codes.0.keys().any(|(_, t, _)| *t == target)
    }
}
