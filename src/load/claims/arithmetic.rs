//! Arithmetic on facts as it is written: `100 * (F089 + F091) / (F084 - F086)`.

use std::iter::Peekable;
use std::str::CharIndices;

use super::fields::{Fields, HINT};
use crate::model::claim::{Expression, Sign};

/// So deep may brackets lie in one another.
const DEEPEST: usize = 40;

/// What is wrong, and at which byte of the text.
struct Fault(usize, String);

struct Parser<'a> {
    text: &'a str,
    rest: Peekable<CharIndices<'a>>,
    /// The place of a fact with this id, where there is one that is printed as a number.
    fact: &'a dyn Fn(&str) -> Result<usize, String>,
}

impl Parser<'_> {
    fn peek(&mut self) -> Option<(usize, char)> {
        while self.rest.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        self.rest.peek().copied()
    }

    fn here(&mut self) -> usize {
        self.peek().map_or(self.text.len(), |(at, _)| at)
    }

    fn sign(&mut self, signs: [(char, Sign); 2]) -> Option<Sign> {
        let (_, c) = self.peek()?;
        let (_, sign) = signs.into_iter().find(|(known, _)| *known == c)?;
        self.rest.next();
        Some(sign)
    }

    fn sum(&mut self, depth: usize) -> Result<Expression, Fault> {
        let mut found = self.product(depth)?;
        while let Some(sign) = self.sign([('+', Sign::Plus), ('-', Sign::Minus)]) {
            found = Expression::Joined(sign, Box::new([found, self.product(depth)?]));
        }
        Ok(found)
    }

    fn product(&mut self, depth: usize) -> Result<Expression, Fault> {
        let mut found = self.part(depth)?;
        while let Some(sign) = self.sign([('*', Sign::Times), ('/', Sign::Over)]) {
            found = Expression::Joined(sign, Box::new([found, self.part(depth)?]));
        }
        Ok(found)
    }

    fn part(&mut self, depth: usize) -> Result<Expression, Fault> {
        let at = self.here();
        if depth > DEEPEST {
            return Err(Fault(at, "the brackets lie too deep in one another".into()));
        }
        match self.peek() {
            Some((_, '(')) => {
                self.rest.next();
                let found = self.sum(depth + 1)?;
                match self.peek() {
                    Some((_, ')')) => {
                        self.rest.next();
                        Ok(found)
                    }
                    _ => Err(Fault(self.here(), "a bracket is not closed".into())),
                }
            }
            Some((_, '-')) => {
                self.rest.next();
                Ok(Expression::Negative(Box::new(self.part(depth + 1)?)))
            }
            Some((_, c)) if c.is_ascii_digit() => {
                let word = self.word(|c| c.is_ascii_digit() || c == '.');
                let number = word.parse::<f64>().ok().filter(|n| n.is_finite());
                number.map(Expression::Number).ok_or_else(|| Fault(at, format!("`{word}` is no number")))
            }
            Some((_, c)) if c.is_alphabetic() => {
                let word = self.word(|c| c.is_alphanumeric() || c == '_' || c == '.');
                (self.fact)(&word).map(Expression::Fact).map_err(|why| Fault(at, why))
            }
            Some((_, c)) => Err(Fault(at, format!("`{c}` is no fact, number or bracket"))),
            None => Err(Fault(at, "the expression ends where a fact or a number should stand".into())),
        }
    }

    fn word(&mut self, belongs: impl Fn(char) -> bool) -> String {
        let mut word = String::new();
        while let Some((_, c)) = self.rest.next_if(|(_, c)| belongs(*c)) {
            word.push(c);
        }
        word
    }
}

fn parse(text: &str, fact: &dyn Fn(&str) -> Result<usize, String>) -> Result<Expression, Fault> {
    let mut parser = Parser { text, rest: text.char_indices().peekable(), fact };
    let found = parser.sum(0)?;
    match parser.peek() {
        None => Ok(found),
        Some((at, c)) => Err(Fault(at, format!("`{c}` follows where the expression should end"))),
    }
}

impl Fields<'_, '_, '_, '_> {
    pub(super) fn expression(&mut self, key: &'static str) -> Option<Expression> {
        let (at, text) = self.text(key)?;
        let scope = self.scope;
        let fact = |id: &str| {
            let place = scope.facts.get(id).copied().ok_or_else(|| format!("the package has no fact `{id}`"))?;
            let printed = scope.package.facts.get(place).is_some_and(|fact| fact.value.is_some());
            if printed { Ok(place) } else { Err(format!("fact `{id}` is not printed as one number")) }
        };
        match parse(&text, &fact) {
            Ok(found) => Some(found),
            Err(Fault(byte, why)) => {
                // Behind the opening quote; of a text with escapes the place is about right.
                self.report(at + 1 + byte, why, HINT);
                None
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Result<f64, (usize, String)> {
        let found = parse(text, &|id| Err(format!("no {id}"))).map_err(|Fault(at, why)| (at, why))?;
        Ok(found.enclosed(&[]).map_or(f64::NAN, |e| e.value))
    }

    #[test]
    fn sums_and_products_bind_as_usual() {
        assert_eq!(value("1 + 2 * 3 - 4 / 2"), Ok(5.0));
        assert_eq!(value("-(1 - 3) * 2.5"), Ok(5.0));
        assert_eq!(value("8 - 3 - 2"), Ok(3.0));
        assert_eq!(value("8 / 4 / 2"), Ok(1.0));
    }

    #[test]
    fn faults_have_their_place() {
        assert_eq!(value("1 + "), Err((4, "the expression ends where a fact or a number should stand".into())));
        assert_eq!(value("(1 + 2"), Err((6, "a bracket is not closed".into())));
        assert_eq!(value("1 2"), Err((2, "`2` follows where the expression should end".into())));
        assert_eq!(value("F1 + 1"), Err((0, "no F1".into())));
        assert_eq!(value("1.2.3"), Err((0, "`1.2.3` is no number".into())));
        assert!(value(&"(".repeat(10_000)).is_err());
        assert!(value(&"-".repeat(10_000)).is_err());
    }
}
