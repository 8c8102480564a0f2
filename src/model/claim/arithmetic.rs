//! Arithmetic on published figures: a paper set against itself, or against another print.

use crate::model::records::PublishedFact;

/// A small expression of facts and numbers.
#[derive(Clone, Debug, PartialEq)]
pub enum Expression {
    Number(f64),
    /// A place in the package's facts; its value as printed.
    Fact(usize),
    Negative(Box<Expression>),
    Joined(Sign, Box<[Expression; 2]>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    Plus,
    Minus,
    Times,
    Over,
}

/// A value, and how far it may lie away when every print in it was rounded.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Enclosed {
    pub value: f64,
    pub low: f64,
    pub high: f64,
}

impl Expression {
    /// The value, enclosed by interval arithmetic over the half units of the printed digits. `None` where it divides by
    /// what may be 0, or by a figure that is not printed as one number.
    ///
    /// Worked example: 8.8/15.9 from the prints 7.7, 1.1 and 15.9 is 0.5535, between 8.7/15.95 and 8.9/15.85.
    pub fn enclosed(&self, facts: &[PublishedFact]) -> Option<Enclosed> {
        match self {
            Expression::Number(x) => Some(Enclosed { value: *x, low: *x, high: *x }),
            Expression::Fact(place) => {
                let fact = facts.get(*place)?;
                let (value, half) = (fact.value?, fact.half_unit());
                Some(Enclosed { value, low: value - half, high: value + half })
            }
            Expression::Negative(of) => {
                let x = of.enclosed(facts)?;
                Some(Enclosed { value: -x.value, low: -x.high, high: -x.low })
            }
            Expression::Joined(sign, sides) => {
                let [x, y] = [sides[0].enclosed(facts)?, sides[1].enclosed(facts)?];
                sign.joined(x, y)
            }
        }
    }

    /// The facts in it, in the order in which they stand.
    pub fn facts(&self) -> Vec<usize> {
        match self {
            Expression::Number(_) => Vec::new(),
            Expression::Fact(place) => vec![*place],
            Expression::Negative(of) => of.facts(),
            Expression::Joined(_, sides) => sides.iter().flat_map(Expression::facts).collect(),
        }
    }

    /// With numbers in the place of facts, each as `shown` shows it.
    pub fn written(&self, shown: &dyn Fn(usize) -> String) -> String {
        match self {
            Expression::Number(x) => x.to_string(),
            Expression::Fact(place) => shown(*place),
            Expression::Negative(of) => format!("-{}", of.within(shown)),
            Expression::Joined(sign, sides) => {
                let [x, y] = &**sides;
                let part = |side: &Expression, right: bool| match side {
                    Expression::Joined(inner, _) if !sign.needs(*inner, right) => side.written(shown),
                    _ => side.within(shown),
                };
                format!("{} {} {}", part(x, false), sign.written(), part(y, true))
            }
        }
    }

    fn within(&self, shown: &dyn Fn(usize) -> String) -> String {
        match self {
            Expression::Joined(..) => format!("({})", self.written(shown)),
            _ => self.written(shown),
        }
    }
}

impl Sign {
    fn written(self) -> &'static str {
        match self {
            Sign::Plus => "+",
            Sign::Minus => "-",
            Sign::Times => "x",
            Sign::Over => "/",
        }
    }

    fn binds(self) -> bool {
        matches!(self, Sign::Times | Sign::Over)
    }

    /// Whether an operand joined by `inner` needs brackets beside this sign.
    fn needs(self, inner: Sign, right: bool) -> bool {
        match (self.binds(), inner.binds()) {
            (true, false) => true,
            (same, other) if same == other => right && matches!(self, Sign::Minus | Sign::Over),
            _ => false,
        }
    }

    fn joined(self, x: Enclosed, y: Enclosed) -> Option<Enclosed> {
        let spread = |ends: [f64; 4], value: f64| {
            let low = ends.into_iter().fold(f64::INFINITY, f64::min);
            let high = ends.into_iter().fold(f64::NEG_INFINITY, f64::max);
            Enclosed { value, low, high }
        };
        let found = match self {
            Sign::Plus => Enclosed { value: x.value + y.value, low: x.low + y.low, high: x.high + y.high },
            Sign::Minus => Enclosed { value: x.value - y.value, low: x.low - y.high, high: x.high - y.low },
            Sign::Times => spread([x.low * y.low, x.low * y.high, x.high * y.low, x.high * y.high], x.value * y.value),
            Sign::Over if y.low <= 0.0 && y.high >= 0.0 => return None,
            Sign::Over => spread([x.low / y.low, x.low / y.high, x.high / y.low, x.high / y.high], x.value / y.value),
        };
        found.value.is_finite().then_some(found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(sign: Sign, x: Expression, y: Expression) -> Expression {
        Expression::Joined(sign, Box::new([x, y]))
    }

    #[test]
    fn intervals_by_hand() {
        let number = Expression::Number;
        let x = Enclosed { value: 8.8, low: 8.7, high: 8.9 };
        let y = Enclosed { value: 15.9, low: 15.85, high: 15.95 };
        let share = Sign::Over.joined(x, y).expect("a share");
        assert!((share.value - 8.8 / 15.9).abs() < 1e-15);
        assert_eq!((share.low, share.high), (8.7 / 15.95, 8.9 / 15.85));
        let zero = Enclosed { value: 0.05, low: 0.0, high: 0.1 };
        assert_eq!(Sign::Over.joined(x, zero), None, "what may be 0 divides nothing");
        let difference = joined(Sign::Minus, number(5.0), joined(Sign::Minus, number(3.0), number(1.0)));
        assert_eq!(difference.enclosed(&[]).map(|e| e.value), Some(3.0));
        assert_eq!(difference.written(&|_| String::new()), "5 - (3 - 1)");
        let product = joined(Sign::Times, number(100.0), joined(Sign::Plus, number(1.0), Expression::Fact(0)));
        assert_eq!(product.written(&|_| "F1".into()), "100 x (1 + F1)");
        assert_eq!((product.facts(), product.enclosed(&[])), (vec![0], None));
    }
}
