//! One node or one indicator of a framework file: weight, methods, goalposts.

use toml::Spanned;

use crate::diagnostic::Problem;
use crate::load::framework_file::*;
use crate::load::parts::{Leaf, Preparation, Stem};
use crate::load::reader::Reader;
use crate::model::framework::*;
use crate::model::method::Said;
use crate::model::method::{
    Constant, Denomination, Imputation, Misuse, Normalisation, Screening, Treatment, Weighting,
};

/// What holds where a node says nothing.
#[derive(Clone, Default)]
pub(super) struct Defaults {
    pub preparation: Preparation,
    pub aggregate: Option<Aggregation>,
    pub weights: Weighting,
    pub floor: f64,
    pub nonzero: f64,
    pub needs_all: bool,
}

impl Reader<'_> {
    /// A method that may be left out; an invalid one is reported and treated as left out.
    fn method<T>(&mut self, said: Option<Spanned<Said<T>>>, check: fn(&T) -> Result<(), Misuse>) -> Option<T> {
        let said = said?;
        let offset = said.span().start;
        self.sound(offset, said.into_inner().0, check)
    }

    fn share(&mut self, value: &Option<Spanned<f64>>, what: &str) -> Option<f64> {
        value.as_ref().and_then(|v| self.fraction(v, what, 0.0, 1.0))
    }

    /// The methods of the whole file.
    pub(super) fn defaults(&mut self, raw: RawMethods) -> Defaults {
        Defaults {
            preparation: Preparation {
                impute: self.method(raw.impute, Imputation::check),
                treat: self.method(raw.treat, Treatment::check),
                normalise: self.method(raw.normalise, Normalisation::check),
                constant: raw.constant,
                direction: None,
            },
            aggregate: self.method(raw.aggregate, Aggregation::check),
            weights: self.method(raw.weights, Weighting::check).unwrap_or_default(),
            floor: self.share(&raw.floor, "a coverage floor").unwrap_or(0.0),
            nonzero: self.share(&raw.nonzero, "a share of values that are not 0").unwrap_or(0.0),
            needs_all: raw.needs_all.unwrap_or(false),
        }
    }

    pub(super) fn screening(&mut self, raw: Spanned<Screening>) -> Option<Screening> {
        let offset = raw.span().start;
        self.sound(offset, raw.into_inner(), Screening::check)
    }

    pub(super) fn weight(&mut self, raw: &Spanned<RawWeight>) -> Option<Weight> {
        let value = match raw.get_ref() {
            RawWeight::Number(n) => Some(*n),
            RawWeight::Fraction(text) => match text.split_once('/') {
                Some((n, d)) => n.trim().parse::<f64>().ok().zip(d.trim().parse::<f64>().ok()).map(|(n, d)| n / d),
                None => text.trim().parse().ok(),
            },
        };
        let weight = value.and_then(Weight::new);
        if weight.is_none() {
            self.report(raw.span().start, Problem::BadWeight { value: raw.get_ref().to_string() });
        }
        weight
    }

    pub(super) fn stem(&mut self, raw: RawNode, defaults: &Defaults) -> Stem {
        let weight = raw.weight.as_ref().map(|w| (w.span().start, self.weight(w)));
        let offset = raw.code.span().start;
        let floor = self.share(&raw.floor, "a coverage floor").unwrap_or(defaults.floor);
        let nonzero = self.share(&raw.nonzero, "a share of values that are not 0").unwrap_or(defaults.nonzero);
        let said = raw.aggregate.is_some();
        let aggregation = self.method(raw.aggregate, Aggregation::check).or(defaults.aggregate);
        if aggregation.is_none() && !said {
            self.report(offset, Problem::UnknownKey { message: "missing key `aggregate`".into() });
        }
        Stem {
            offset,
            code: raw.code.into_inner(),
            title: raw.title,
            parent: raw.parent.map(|p| (p.span().start, p.into_inner())),
            weight,
            floor,
            nonzero,
            needs_all: raw.needs_all.unwrap_or(defaults.needs_all),
            aggregation: aggregation.unwrap_or_default(),
            weighting: self.method(raw.weights, Weighting::check).unwrap_or_else(|| defaults.weights.clone()),
            preparation: Preparation {
                impute: self.method(raw.impute, Imputation::check),
                treat: self.method(raw.treat, Treatment::check),
                normalise: self.method(raw.normalise, Normalisation::check),
                constant: raw.constant,
                direction: raw.direction,
            },
        }
    }

    pub(super) fn leaf(&mut self, mut raw: RawIndicator, units: RawUnits) -> Leaf {
        let offset = raw.code.span().start;
        let code = raw.code.get_ref().clone();
        let rows = units == RawUnits::Rows;
        let measure = self.measure(&raw, rows);
        let by_direction = raw.goalposts_directed.take();
        let (goalposts, goalposts_back) = match (&raw.goalposts, &by_direction) {
            (Some(g), None) => (self.goalposts(&code, g).map(Some), None),
            (None, Some([there, back])) if raw.directed => {
                (self.goalposts(&code, there).map(Some), self.goalposts(&code, back))
            }
            (_, Some([there, _])) => {
                let message = format!("`{code}` has goalposts for two directions, and takes one pair");
                let hint = "write `goalposts`, or `goalposts_directed` alone and for a directed indicator";
                self.report_with_hint(there.span().start, message, hint);
                (None, None)
            }
            (None, None) if rows => (Some(None), None),
            (None, None) => (self.lacks(offset, "goalposts"), None),
        };
        let mut words = |text: Option<String>, key| match text {
            Some(text) => Some(text),
            None if rows => Some(String::new()),
            None => self.lacks(offset, key),
        };
        let (unit, definition) = (words(raw.unit.take(), "unit"), words(raw.definition.take(), "definition"));
        let formula = words(raw.formula.take(), "formula");
        let said = Preparation {
            impute: self.method(raw.impute.take(), Imputation::check),
            treat: self.method(raw.treat.take(), Treatment::check),
            normalise: self.method(raw.normalise.take(), Normalisation::check),
            constant: raw.constant,
            direction: raw.direction,
        };
        let denominate = raw.denominate.take().and_then(|d| {
            let at = d.span().start;
            self.sound(at, d.into_inner(), Denomination::check)
        });
        if let (Some(d), true) = (&denominate, raw.directed || !rows) {
            let message = format!("`{code}` is divided by `{}`, which only a table's indicator can be", d.by);
            self.report_with_hint(offset, message, "take `denominate` out");
        }
        let target = raw.target.as_ref().and_then(|t| {
            let sound = t.get_ref().is_finite();
            if !sound {
                self.report_with_hint(t.span().start, "the target is not a finite number", "write target = 95");
            }
            sound.then_some(*t.get_ref())
        });
        if !raw.directed && (raw.codes_directed.is_some() || raw.title_directed.is_some()) {
            let message = format!("`{code}` has words for two directions and is not directed");
            self.report_with_hint(offset, message, "add directed = true, or take them out");
        }
        let (grade, grade_reason) = self.grade(&code, offset, raw.grade, raw.grade_reason.take());
        let weight = raw.weight.as_ref().map(|w| (w.span().start, self.weight(w)));
        let codes = raw.codes_directed.unwrap_or_else(|| [format!("{code}_ab"), format!("{code}_ba")]);
        let title_directed = raw.title_directed.unwrap_or_else(|| format!("{}: {{from}}", raw.title));
        let indicator = (|| {
            Some(Indicator {
                measure: measure?,
                code: code.clone(),
                direction: Direction::Undirected,
                denominate,
                impute: Imputation::default(),
                treat: Treatment::default(),
                normalise: Normalisation::default(),
                constant: Constant::default(),
                goalposts: goalposts?,
                goalposts_by_direction: by_direction.is_some(),
                target,
                lower_is_better: false,
                undesirable: false,
                unit: unit?,
                definition: definition?,
                formula: formula?,
                grade: grade?,
                grade_reason: grade_reason.clone(),
                yields_to: None,
            })
        })();
        Leaf {
            offset,
            code,
            parent: (raw.parent.span().start, raw.parent.into_inner()),
            weight,
            directed: raw.directed.then_some((codes, title_directed)),
            title: raw.title,
            yields_to: raw.yields_to.map(|y| (y.span().start, y.into_inner())),
            preparation: said,
            goalposts_back,
            indicator,
        }
    }

    /// A grade is a judgement and must have a reason; `None` where a missing one was reported.
    fn grade(
        &mut self,
        code: &str,
        offset: usize,
        raw: Option<RawGrade>,
        reason: Option<String>,
    ) -> (Option<Option<Grade>>, String) {
        let reason = reason.unwrap_or_default();
        let grade = raw.map(|g| match g {
            RawGrade::A => Grade::A,
            RawGrade::B => Grade::B,
            RawGrade::C => Grade::C,
        });
        if grade.is_some() == reason.trim().is_empty() {
            let (message, hint) = match grade {
                Some(_) => (format!("`{code}` has a grade and no reason for it"), "add `grade_reason`"),
                None => (format!("`{code}` has a reason for a grade and no grade"), "add `grade`: A, B or C"),
            };
            self.report_with_hint(offset, message, hint);
            return (None, reason);
        }
        (Some(grade), reason)
    }

    fn lacks<T>(&mut self, offset: usize, key: &str) -> Option<T> {
        self.report(offset, Problem::UnknownKey { message: format!("missing key `{key}`") });
        None
    }

    fn goalposts(&mut self, code: &str, raw: &Spanned<RawGoalposts>) -> Option<Goalposts> {
        let g = raw.get_ref();
        let transform = match g.transform {
            RawTransform::Identity => Transform::Identity,
            RawTransform::Ln => Transform::Ln,
            RawTransform::Ln1p => Transform::Ln1p,
        };
        let kind = match g.kind {
            RawGoalpostKind::Natural => GoalpostKind::Natural,
            RawGoalpostKind::Anchored => GoalpostKind::Anchored,
            RawGoalpostKind::Declared => GoalpostKind::Declared,
        };
        let made = Goalposts::new(g.lower, g.upper, transform, kind, g.reason.clone());
        if made.is_none() {
            let offset = raw.span().start;
            let indicator = code.to_owned();
            if g.lower < g.upper && g.lower.is_finite() && g.upper.is_finite() {
                let message = format!("the lower goalpost of `{indicator}` has no logarithm");
                self.report_with_hint(offset, message, "raise the lower goalpost above 0, or take another transform");
            } else {
                let (lower, upper) = (g.lower.to_string(), g.upper.to_string());
                self.report(offset, Problem::GoalpostOrder { indicator, lower, upper });
            }
        }
        made
    }
}
