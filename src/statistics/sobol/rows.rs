//! The rows of one base point: A and B, and those between them.

use crate::statistics::sobol::Refusal;
use crate::statistics::sobol::design::{Design, Run};

/// Room for one base point of a design, filled for one after the other.
#[derive(Clone, Debug)]
pub(crate) struct Rows {
    a: Vec<f64>,
    b: Vec<f64>,
    between: Vec<f64>,
    /// Where factors are correlated: of A and of B, the independent normal variables behind the coordinates.
    normal: [Vec<f64>; 2],
    /// The correlated ones.
    latent: [Vec<f64>; 2],
    known: Vec<f64>,
}

impl Rows {
    pub fn new(design: &Design) -> Self {
        let row = || vec![0.0; design.factors()];
        Rows { a: row(), b: row(), between: row(), normal: [row(), row()], latent: [row(), row()], known: Vec::new() }
    }

    /// Fills A and B of a base point.
    pub fn place(&mut self, design: &Design, point: usize) {
        design.fill(point, 0, &mut self.a);
        design.fill(point, design.factors(), &mut self.b);
        if let Some(dependence) = design.dependence() {
            let [of_a, of_b] = &mut self.normal;
            let [latent_a, latent_b] = &mut self.latent;
            dependence.copula.correlate(&mut self.a, of_a, latent_a);
            dependence.copula.correlate(&mut self.b, of_b, latent_b);
        }
    }

    /// The coordinates of one run; none where the design has no such run.
    pub fn of(&mut self, design: &Design, run: Run) -> Option<&[f64]> {
        let (group, redrawn) = match run {
            Run::A => return Some(&self.a),
            Run::B => return Some(&self.b),
            Run::Swapped(group) => (group, false),
            Run::Redrawn(group) => (group, true),
        };
        let members = design.groups().get(group)?;
        self.between.clone_from(&self.a);
        for factor in members {
            if let (Some(place), Some(of_b)) = (self.between.get_mut(*factor), self.b.get(*factor)) {
                *place = *of_b;
            }
        }
        let cut = design.dependence().and_then(|dependence| dependence.cuts.get(group)?.as_ref());
        if redrawn && cut.is_none() {
            return None;
        }
        if let Some(cut) = cut {
            let [of_a, of_b] = &self.normal;
            let [latent_a, latent_b] = &self.latent;
            // What is known comes from one of the two, and what is drawn given it from the other's numbers.
            let (all, latent, fresh) =
                if redrawn { (&cut.total, latent_a, of_b) } else { (&cut.first, latent_b, of_a) };
            for given in all {
                given.draw(latent, fresh, &mut self.between, &mut self.known);
            }
        }
        Some(&self.between)
    }
}

impl Design {
    /// Writes the coordinates of one run, each in [0, 1).
    ///
    /// The same coordinate of the same base point has the same bits in every run that holds it. `NoSuch` when the base
    /// point or the run does not exist, `Shape` when `into` has not one place for each factor.
    pub fn coordinates(&self, point: usize, run: Run, into: &mut [f64]) -> Result<(), Refusal> {
        if point >= self.base_points() {
            return Err(Refusal::NoSuch { what: "base point", position: point, count: self.base_points() });
        }
        if into.len() != self.factors() {
            return Err(Refusal::Shape { what: "coordinates", found: into.len(), expected: self.factors() });
        }
        let mut rows = Rows::new(self);
        rows.place(self, point);
        match (rows.of(self, run), run) {
            (Some(row), _) => into.copy_from_slice(row),
            (None, Run::Swapped(position) | Run::Redrawn(position)) => {
                return Err(Refusal::NoSuch { what: "run of a group", position, count: self.groups().len() });
            }
            (None, Run::A | Run::B) => {}
        }
        Ok(())
    }
}
