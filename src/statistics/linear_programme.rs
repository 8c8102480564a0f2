//! Linear programmes: maximise a linear function of bounded variables under linear constraints.
//!
//! A thin layer over the simplex solver: it bounds the size, turns the solver's errors into refusals, and checks the
//! point it was given against the constraints as written.

use microlp::ComparisonOp;
use microlp::Error;
use microlp::OptimizationDirection;
use microlp::Problem;
use microlp::SolveOptions;

/// Most variables of one programme.
pub const MAX_VARIABLES: usize = 5_000;
/// Most coefficients of one programme, over all its constraints.
pub const MAX_COEFFICIENTS: usize = 10_000_000;
/// How far a constraint may be missed, as a part of the size of its terms.
const FEASIBLE: f64 = 1e-8;
/// The tolerance asked of the solver, tighter than its default of 1e-7.
pub const SOLVER_TOLERANCE: f64 = 1e-9;

/// How the left side of a constraint stands to its right side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Relation {
    AtMost,
    AtLeast,
    Equal,
}

/// `coefficients . x  <= / >= / =  bound`, one coefficient a variable.
#[derive(Debug, Clone, PartialEq)]
pub struct Constraint {
    pub coefficients: Vec<f64>,
    pub relation: Relation,
    pub bound: f64,
}

/// Maximise `objective . x` within the bounds of each variable, low and high, under the constraints. A low bound is at least
/// 0, a high one may be infinite.
#[derive(Debug, Clone, PartialEq)]
pub struct LinearProgramme {
    pub objective: Vec<f64>,
    pub bounds: Vec<(f64, f64)>,
    pub constraints: Vec<Constraint>,
}

/// The largest value of the objective and one point that reaches it.
#[derive(Debug, Clone, PartialEq)]
pub struct Optimum {
    pub value: f64,
    pub variables: Vec<f64>,
}

/// Why a programme has no optimum, or none that can be vouched for.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum Refusal {
    #[error("the linear programme is malformed: {what}")]
    Malformed { what: &'static str },
    #[error("the linear programme has {size} {what}, more than the {limit} allowed")]
    TooLarge { what: &'static str, size: usize, limit: usize },
    #[error("no point meets all constraints")]
    Infeasible,
    #[error("the objective can grow without end")]
    Unbounded,
    #[error("the solver met numerical trouble: {what}")]
    Numerical { what: String },
}

impl Refusal {
    /// How to mend what was refused.
    pub fn hint(&self) -> String {
        match self {
            Self::Malformed { .. } => "Give finite numbers and one coefficient for each variable.".into(),
            Self::TooLarge { .. } => "Use fewer units or indicators.".into(),
            Self::Infeasible => "Loosen the bounds.".into(),
            Self::Unbounded => "Bound the variables.".into(),
            Self::Numerical { .. } => "Normalise the data so that no value is a millionth of another.".into(),
        }
    }
}

impl LinearProgramme {
    /// A programme whose variables are at least 0.
    pub fn non_negative(objective: Vec<f64>, constraints: Vec<Constraint>) -> Self {
        Self { bounds: vec![(0.0, f64::INFINITY); objective.len()], objective, constraints }
    }

    /// Adds `count` variables with one gain and one pair of bounds, which no constraint names yet.
    pub fn extend(&mut self, count: usize, gain: f64, bounds: (f64, f64)) {
        let width = self.objective.len() + count;
        self.objective.resize(width, gain);
        self.bounds.resize(width, bounds);
        self.constraints.iter_mut().for_each(|c| c.coefficients.resize(width, 0.0));
    }

    /// Adds a constraint on the first variables and on some of the others.
    pub fn constrain(&mut self, first: &[f64], others: &[(usize, f64)], relation: Relation, bound: f64) {
        let mut coefficients = first.to_vec();
        coefficients.resize(self.objective.len(), 0.0);
        for (variable, coefficient) in others {
            if let Some(cell) = coefficients.get_mut(*variable) {
                *cell = *coefficient;
            }
        }
        self.constraints.push(Constraint { coefficients, relation, bound });
    }

    /// The optimum, by the simplex method.
    ///
    /// The value is unique; the point need not be, and is then one of the best corners.
    /// Refused: infeasible, unbounded, malformed or too large a programme, numerical trouble, and a point that misses a
    /// constraint by more than 1e-8 of the size of its terms.
    /// Worked number: maximise x + y under x + 2y <= 4 and 3x + y <= 6: x = 1.6, y = 1.2, value 2.8.
    pub fn maximise(&self) -> Result<Optimum, Refusal> {
        self.check()?;
        let mut problem = Problem::new(OptimizationDirection::Maximize);
        let variables: Vec<_> =
            (self.objective.iter().zip(&self.bounds)).map(|(gain, bounds)| problem.add_var(*gain, *bounds)).collect();
        for constraint in &self.constraints {
            let terms = variables.iter().copied().zip(constraint.coefficients.iter().copied());
            let present: Vec<_> = terms.filter(|(_, coefficient)| *coefficient != 0.0).collect();
            let relation = match constraint.relation {
                Relation::AtMost => ComparisonOp::Le,
                Relation::AtLeast => ComparisonOp::Ge,
                Relation::Equal => ComparisonOp::Eq,
            };
            problem.add_constraint(&present, relation, constraint.bound);
        }
        let mut options = SolveOptions::default();
        options.tolerances.feasibility = SOLVER_TOLERANCE;
        let solution = problem.solve_with(options).map_err(refused)?;
        let solution = solution.into_solution().map_err(|_| numerical("it stopped before an optimum"))?;
        let point: Vec<f64> = (variables.iter().zip(&self.bounds))
            .map(|(v, (low, high))| solution.var_value(*v).max(*low).min(*high))
            .collect();
        let value: f64 = dot(&self.objective, &point);
        if !value.is_finite() || point.iter().any(|x| !x.is_finite()) {
            return Err(numerical("the solution is not finite"));
        }
        if !self.constraints.iter().all(|c| c.is_met_by(&point)) {
            return Err(numerical("the solution misses a constraint"));
        }
        Ok(Optimum { value, variables: point })
    }

    /// Refuses what the solver must not be given.
    fn check(&self) -> Result<(), Refusal> {
        let count = self.objective.len();
        if count == 0 {
            return Err(Refusal::Malformed { what: "it has no variables" });
        }
        if count > MAX_VARIABLES {
            return Err(Refusal::TooLarge { what: "variables", size: count, limit: MAX_VARIABLES });
        }
        let size = count.saturating_mul(self.constraints.len());
        if size > MAX_COEFFICIENTS {
            return Err(Refusal::TooLarge { what: "coefficients", size, limit: MAX_COEFFICIENTS });
        }
        if self.bounds.len() != count || self.constraints.iter().any(|c| c.coefficients.len() != count) {
            return Err(Refusal::Malformed { what: "its rows differ in length" });
        }
        if self.bounds.iter().any(|(low, high)| !(*low >= 0.0 && low.is_finite() && low <= high)) {
            return Err(Refusal::Malformed { what: "the bounds of a variable are no interval from 0 up" });
        }
        let rows = self.constraints.iter().flat_map(|c| c.coefficients.iter().chain([&c.bound]));
        if self.objective.iter().chain(rows).any(|x| !x.is_finite()) {
            return Err(Refusal::Malformed { what: "a coefficient is not finite" });
        }
        Ok(())
    }
}

impl Constraint {
    /// Whether the point meets the constraint within rounding.
    fn is_met_by(&self, point: &[f64]) -> bool {
        let terms = self.coefficients.iter().zip(point).map(|(a, x)| (a * x).abs()).sum::<f64>();
        let excess = dot(&self.coefficients, point) - self.bound;
        let missed = match self.relation {
            Relation::AtMost => excess,
            Relation::AtLeast => -excess,
            Relation::Equal => excess.abs(),
        };
        missed <= FEASIBLE * (1.0 + self.bound.abs() + terms)
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn numerical(what: &str) -> Refusal {
    Refusal::Numerical { what: what.into() }
}

fn refused(error: Error) -> Refusal {
    match error {
        Error::Infeasible => Refusal::Infeasible,
        Error::Unbounded => Refusal::Unbounded,
        other => Refusal::Numerical { what: other.to_string() },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(coefficients: &[f64], relation: Relation, bound: f64) -> Constraint {
        Constraint { coefficients: coefficients.to_vec(), relation, bound }
    }

    fn programme(objective: &[f64], constraints: Vec<Constraint>) -> LinearProgramme {
        LinearProgramme::non_negative(objective.to_vec(), constraints)
    }

    #[test]
    fn the_worked_number_is_reached() {
        let rows = vec![row(&[1.0, 2.0], Relation::AtMost, 4.0), row(&[3.0, 1.0], Relation::AtMost, 6.0)];
        let best = programme(&[1.0, 1.0], rows).maximise().unwrap();
        assert!((best.value - 2.8).abs() < 1e-12);
        assert!((best.variables[0] - 1.6).abs() < 1e-12 && (best.variables[1] - 1.2).abs() < 1e-12);
    }

    #[test]
    fn equalities_lower_bounds_and_upper_bounds_hold() {
        let rows = vec![row(&[1.0, 1.0], Relation::Equal, 1.0), row(&[0.0, 1.0], Relation::AtLeast, 0.25)];
        let mut p = programme(&[3.0, 1.0], rows);
        let best = p.maximise().unwrap();
        assert!((best.value - 2.5).abs() < 1e-12);
        p.bounds = vec![(0.0, 0.5), (0.0, f64::INFINITY)];
        assert!((p.maximise().unwrap().value - 2.0).abs() < 1e-12);
        p.bounds = vec![(0.0, 0.5), (0.6, 1.0)];
        assert!((p.maximise().unwrap().value - 1.8).abs() < 1e-12);
        p.bounds = vec![(0.0, 0.5), (1.0, 0.6)];
        assert!(matches!(p.maximise(), Err(Refusal::Malformed { .. })));
    }

    #[test]
    fn variables_and_constraints_are_added() {
        let mut p = programme(&[1.0], vec![row(&[1.0], Relation::AtMost, 3.0)]);
        p.extend(2, -1.0, (0.0, 1.0));
        p.constrain(&[1.0], &[(2, -2.0)], Relation::AtMost, 2.0);
        // The second new variable buys two units of the first for one.
        let best = p.maximise().unwrap();
        assert!((best.value - 2.5).abs() < 1e-12 && (best.variables[2] - 0.5).abs() < 1e-12, "{best:?}");
    }

    #[test]
    fn what_has_no_optimum_is_refused() {
        let opposed = vec![row(&[1.0], Relation::AtMost, 1.0), row(&[1.0], Relation::AtLeast, 2.0)];
        assert_eq!(programme(&[1.0], opposed).maximise(), Err(Refusal::Infeasible));
        assert_eq!(programme(&[1.0], vec![]).maximise(), Err(Refusal::Unbounded));
        assert!(matches!(programme(&[], vec![]).maximise(), Err(Refusal::Malformed { .. })));
        let ragged = vec![row(&[1.0, 1.0], Relation::AtMost, 1.0)];
        assert!(matches!(programme(&[1.0], ragged).maximise(), Err(Refusal::Malformed { .. })));
        let nan = vec![row(&[f64::NAN], Relation::AtMost, 1.0)];
        assert!(matches!(programme(&[1.0], nan).maximise(), Err(Refusal::Malformed { .. })));
        let many = programme(&vec![1.0; MAX_VARIABLES + 1], vec![]);
        assert!(matches!(many.maximise(), Err(Refusal::TooLarge { .. })));
    }
}
