//! Families of variants in a histogram: shades by the level of the one choice that divides the draws most.

use super::ChartError;
use super::canvas::Stroke;
use super::plot::Plot;
use super::results::Variants;
use super::scene::Scene;
use super::sheet::Sample;
use super::theme::Palette;
use super::variants;
use crate::analysis::multiverse::{Factor, FactorKind};
use crate::analysis::uncertainty::PARTS;

/// So many shades can be told apart.
const MOST: usize = 4;
/// The parts of a range that has no levels of its own, from the lowest.
const THIRDS: [&str; PARTS] = ["lower third", "middle third", "upper third"];

/// The families of a figure's draws.
pub(super) struct Division<'a> {
    pub factor: &'a Factor,
    /// How the choice is called, in the figure's language.
    pub title: String,
    /// How much of the variance of the gap lies between the levels: of the partnership that was asked for, or of all in
    /// the mean.
    pub share: f64,
    /// Each with its word in the framework's own language, and its name in the figure's.
    pub families: Vec<(String, String)>,
    /// By draw.
    of: Vec<usize>,
}

impl<'a> Division<'a> {
    /// Nothing where no choice with levels and no range divides the draws.
    pub fn of(scene: &Scene<'_>, variants: &Variants<'a>) -> Option<Division<'a>> {
        let found = variants.families?;
        let strong = scene.evaluations.iter().find(|e| scene.is_strong(e));
        let unit = strong.and_then(|e| variants.unit(&scene.slug(e))).map(|(place, _)| place);
        let share = found.divides(unit).or_else(|| found.divides(None))?;
        let levels: Vec<(String, String)> = match &found.factor.kind {
            FactorKind::Discrete { levels, .. } => {
                let name = |(i, code): (usize, &String)| (code.clone(), variants::level(scene, &found.factor, i));
                levels.iter().enumerate().map(name).collect()
            }
            _ => THIRDS.iter().map(|third| ((*third).to_owned(), scene.words.plain(third))).collect(),
        };
        let groups = groups(variants, &found.of, levels.len(), nominal(&found.factor));
        let place = |level: &usize| groups.iter().position(|g| g.contains(level)).unwrap_or(groups.len());
        let of = found.of.iter().map(place).collect();
        let families = groups.iter().filter_map(|group| match group.as_slice() {
            [one] => levels.get(*one).cloned(),
            many => {
                let n = many.len().to_string();
                Some((format!("{n} others"), scene.words.say("{n} others", &[("n", &n)])))
            }
        });
        let title = variants::title(scene, &found.factor);
        Some(Division { factor: &found.factor, title, share, families: families.collect(), of })
    }

    /// The family of a draw.
    pub fn family(&self, draw: usize) -> usize {
        self.of.get(draw).copied().unwrap_or(0)
    }

    /// The shades with their names, the first with the choice's name before it.
    pub fn legend(&self, scene: &Scene<'_>, palette: &Palette) -> Vec<(String, Sample)> {
        let entry = |(i, (_, name)): (usize, &(String, String))| {
            let places = [("title", &*self.title), ("level", name)];
            let said = if i == 0 { scene.words.say("{title}: {level}", &places) } else { name.clone() };
            (said, Sample::Patch(shade(palette, i), Some(palette.ink)))
        };
        self.families.iter().enumerate().map(entry).collect()
    }

    /// "normalisation: goalposts, natural bounds".
    pub fn said(&self) -> String {
        let names: Vec<&str> = self.families.iter().map(|(_, name)| name.as_str()).collect();
        format!("{}: {}", self.title, names.join(", "))
    }
}

fn shade(palette: &Palette, family: usize) -> &'static str {
    palette.families[family.min(palette.families.len() - 1)]
}

/// The level that the framework has; a range is nowhere in particular.
fn nominal(factor: &Factor) -> Option<usize> {
    match factor.kind {
        FactorKind::Discrete { nominal, .. } => Some(nominal),
        _ => None,
    }
}

/// Every level for itself; of more than can be told apart the framework's own, the one with the lowest and the one with
/// the highest gaps, and all others together.
fn groups(variants: &Variants<'_>, of: &[usize], count: usize, nominal: Option<usize>) -> Vec<Vec<usize>> {
    if count <= MOST {
        return (0..count).map(|level| vec![level]).collect();
    }
    // Partnerships differ in their gaps: what counts is how a level lies against the same partnership's mean.
    let mut sums = vec![(0.0, 0usize); count];
    for draws in &variants.uncertainty.headline {
        let mean = draws.iter().map(|(_, x)| x).sum::<f64>() / draws.len().max(1) as f64;
        for (draw, x) in draws {
            if let Some((sum, n)) = of.get(*draw).and_then(|level| sums.get_mut(*level)) {
                *sum += x - mean;
                *n += 1;
            }
        }
    }
    let mean = |level: &usize| sums.get(*level).map_or(0.0, |(sum, n)| sum / (*n).max(1) as f64);
    let mut others: Vec<usize> = (0..count).filter(|level| Some(*level) != nominal).collect();
    others.sort_by(|a, b| mean(a).total_cmp(&mean(b)).then(a.cmp(b)));
    let highest = others.pop();
    let lowest = (!others.is_empty()).then(|| others.remove(0));
    others.sort_unstable();
    let alone = nominal.into_iter().chain(lowest).chain(highest).map(|level| vec![level]);
    alone.chain((!others.is_empty()).then_some(others)).collect()
}

/// Histograms of the families upon one another, each in its shade: `shares` has those of each family by bin, `ends` the
/// ends of the bins; `height` is where the base line lies, and how high a share of 1 would be.
pub(super) fn stack(
    plot: &mut Plot<'_>,
    palette: &Palette,
    (name, division): (&str, &Division<'_>),
    (shares, ends): (&[Vec<f64>], &[(f64, f64)]),
    (base, unit): (f64, f64),
) -> Result<(), ChartError> {
    let mut below = vec![0.0; ends.len()];
    for (i, (own, (code, _))) in shares.iter().zip(&division.families).enumerate() {
        plot.open(&format!("{name}.{}.{code}", division.factor.code))?;
        let above: Vec<f64> = below.iter().zip(own).map(|(sum, share)| sum + share).collect();
        // A rim about each piece: a bin in which the family has no draw has none.
        let filled: Vec<usize> =
            (0..ends.len()).filter(|bin| own.get(*bin).is_some_and(|share| *share > 0.0)).collect();
        for run in filled.chunk_by(|x, y| x + 1 == *y) {
            let side = |sums: &[f64]| -> Vec<(f64, f64)> {
                let of = |bin: &usize| Some((ends.get(*bin)?, base + unit * sums.get(*bin)?));
                run.iter().filter_map(of).flat_map(|((from, to), y)| [(*from, y), (*to, y)]).collect()
            };
            let (upper, lower) = (side(&above), side(&below));
            let corners: Vec<(f64, f64)> = upper.into_iter().chain(lower.into_iter().rev()).collect();
            plot.element(corners, |canvas, corners| {
                canvas.polygon(corners, shade(palette, i), Some(Stroke::new(palette.ink, 0.12)));
            })?;
        }
        plot.close()?;
        below = above;
    }
    Ok(())
}
