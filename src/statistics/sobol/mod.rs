//! Global sensitivity analysis: which uncertain choice drives an output, by Sobol' indices of first and total order.
//!
//! A model turns d factors, each one coordinate in [0, 1), into outputs Y. The first-order index of factor i,
//! `S_i = V(E(Y | x_i)) / V(Y)`, is the share of the variance that goes, on average, when x_i alone becomes known. The
//! total index, `ST_i = E(V(Y | x_~i)) / V(Y)`, is the share that is left, on average, while x_i alone stays unknown.
//! Their difference is what x_i does together with other factors. With independent factors the S_i sum to at most 1, to
//! 1 exactly when the model is additive; the ST_i sum to at least 1.
//!
//! A factor may be a number, a choice among a few, or a *trigger*: the caller turns its one coordinate into whatever it
//! stands for, and a random draw then has one index of its own (Saisana, Saltelli and Tarantola 2005). Several factors
//! may form a *group* g with the indices `S_g = V(E(Y | x_g)) / V(Y)` and `ST_g = E(V(Y | x_~g)) / V(Y)`: what they do
//! among themselves counts in both, and the sums above hold of groups (Sobol' 2001).
//!
//! Factors may be *correlated*, by a Gaussian copula with declared rank correlations. The definitions of S and ST stand
//! then as well, with conditional distributions in place of independent ones; but S of a factor also counts what those
//! that go with it do, and ST only what is left of it when they are known. S may exceed ST, and neither sums to 1
//! (Kucherenko, Tarantola and Annoni 2012).
//!
//! The way of a computation:
//!
//! 1. [`Design`] places N base points: rows of two matrices A and B, cut from one scrambled Sobol' sequence in 2d
//!    dimensions, and for each of k groups of factors (of each factor, where nothing else is said: k = d) the matrix
//!    AB_i, which is A with the columns of group i taken from B. No matrix is stored.
//! 2. [`replicate`] runs the model N(k + 2) times, on all threads of the pool, and keeps the outputs as [`Runs`].
//! 3. [`Runs::untouched`] finds factors that change no output: a mistake in the wiring, unless their width is zero.
//! 4. [`Runs::analyse`] estimates the indices of each output, bootstraps their intervals, and shows how they settle.
//!
//! [`analyse`] does 2 to 4 at once. Results depend on the design, the settings and the model alone, never on the number
//! of threads; the indices of one output never depend on the other outputs.
//!
//! # Formulas
//!
//! With N the number of usable base points and outputs centred on the mean of A and B together (see
//! [`OutputAnalysis`]):
//!
//! - `V = 1/(2N) sum (f(A)_j^2 + f(B)_j^2) - mean^2`, the variance over A and B together;
//! - `S_i = 1/N sum f(B)_j (f(AB_i)_j - f(A)_j) / V` (Saltelli et al. 2010, table 2 (b));
//! - `ST_i = 1/(2N) sum (f(A)_j - f(AB_i)_j)^2 / V` (Jansen 1999; Saltelli et al. 2010, table 2 (f)).
//!
//! Where group i is correlated with factors outside it, f(AB_i) is in S_i the output with x_i of B and the others drawn
//! given x_i, in ST_i that with x_~i of A and x_i drawn given these (Kucherenko et al. 2012): two
//! runs in place of one. The numbers from which these are drawn are those of A in S_i, of B in ST_i.
//!
//! f(A)_j is the output at row j of A. Estimates are reported as they are: an S_i near 0 may come out below 0, and is
//! not cut off there.
//!
//! # References
//!
//! - B. Burley (2020), Practical hash-based Owen scrambling. Journal of Computer Graphics Techniques 9(4):1-20.
//! - R. J. Hyndman, Y. Fan (1996), Sample quantiles in statistical packages. The American Statistician 50:361-365.
//! - M. J. W. Jansen (1999), Analysis of variance designs for model output. Computer Physics Communications 117:35-43.
//! - S. Kucherenko, S. Tarantola, P. Annoni (2012), Estimation of global sensitivity indices for models with dependent
//!   variables. Computer Physics Communications 183:937-946.
//! - A. B. Owen (1998), Scrambling Sobol' and Niederreiter-Xing points. Journal of Complexity 14:466-489.
//! - M. Saisana, A. Saltelli, S. Tarantola (2005), Uncertainty and sensitivity analysis techniques as tools for the
//!   quality assessment of composite indicators. Journal of the Royal Statistical Society A 168:307-323.
//! - A. Saltelli, P. Annoni, I. Azzini, F. Campolongo, M. Ratto, S. Tarantola (2010), Variance based sensitivity
//!   analysis of model output. Computer Physics Communications 181:259-270.
//! - A. Saltelli, M. Ratto, T. Andres, F. Campolongo, J. Cariboni, D. Gatelli, M. Saisana, S. Tarantola (2008), Global
//!   sensitivity analysis: the primer. Wiley.
//! - F. Sarrazin, F. Pianosi, T. Wagener (2016), Global sensitivity analysis of environmental models: convergence and
//!   validation. Environmental Modelling & Software 79:135-152.
//! - I. M. Sobol' (1993), Sensitivity estimates for nonlinear mathematical models. Mathematical Modelling and
//!   Computational Experiment 1:407-414.
//! - I. M. Sobol' (2001), Global sensitivity indices for nonlinear mathematical models and their Monte Carlo estimates.
//!   Mathematics and Computers in Simulation 55:271-280.

mod bootstrap;
mod copula;
#[cfg(test)]
mod correlated;
mod design;
mod indices;
mod interval;
mod refusal;
mod replication;
mod rows;
mod settings;
mod terms;
#[cfg(test)]
mod validation;

pub use copula::{Copula, Correlation};
pub use design::{Design, MAX_BASE_POINTS, MAX_FACTORS, Run};
pub use indices::{Analysis, Estimate, FactorIndices, Indices, Outcome, OutputAnalysis, Stage, Why, analyse};
pub use interval::{Index, Interval};
pub use refusal::Refusal;
pub use replication::{Runs, replicate};
pub use settings::Settings;
