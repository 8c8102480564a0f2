//! What each verb reads, and so never writes to; and the files it was told to write, asked about before anything is computed.

use std::path::Path;

use super::args::{Coherence, Compare, Decompose, Evaluate, Explain, Output, Plot, Varied};
use super::output::{self, Spared};
use super::verb::Verb;
use super::{Failure, ranks};

impl Evaluate {
    pub fn spared(&self) -> Spared {
        Spared::of(&self.options.scope.inputs).and(&self.tabled)
    }
}

impl Compare {
    pub fn spared(&self) -> Spared {
        Spared::of(&self.options.scope.inputs)
    }
}

impl Decompose {
    pub fn spared(&self) -> Spared {
        Spared::of(&self.options.scope.inputs)
    }
}

impl Coherence {
    pub fn spared(&self) -> Spared {
        Spared::of(&self.options.scope.inputs).and(&self.tabled)
    }
}

impl Explain {
    pub fn spared(&self) -> Spared {
        Spared::of(&self.scope.inputs)
    }
}

impl Plot {
    pub fn spared(&self) -> Spared {
        Spared::of(&self.scope.inputs).and(&self.tabled)
    }
}

impl Varied {
    pub fn spared(&self) -> Spared {
        Spared::of(&self.options.scope.inputs).and(&self.tabled)
    }
}

impl ranks::Typed {
    pub fn spared(&self) -> Spared {
        Spared::of(&self.options.scope.inputs).and(&self.tabled)
    }
}

impl Verb {
    /// An error where a report would be written over what is read, or over what is no report. Figures are asked about where
    /// their names are known.
    pub fn may_write(&self) -> Result<(), Failure> {
        let ask = |to: &Output, spared: Spared| {
            output::may_write(to.out.as_deref(), &spared)?;
            to.format().map(|_| ())
        };
        match self {
            Verb::Evaluate(a) => ask(&a.options.output, a.spared()),
            Verb::Compare(a) => ask(&a.options.output, a.spared()),
            Verb::Decompose(a) => ask(&a.options.output, a.spared()),
            Verb::Coherence(a) => ask(&a.options.output, a.spared()),
            Verb::Uncertainty(a) => ask(&a.varied.options.output, a.varied.spared()),
            Verb::Sensitivity(a) => {
                let report = a.varied.options.output.out.as_deref().map(Path::new);
                ask(&a.varied.options.output, a.varied.spared())?;
                output::may_write(a.specification.as_deref(), &a.varied.spared().with("the file of --out", report))
            }
            Verb::Ranks(a) => ask(&a.options.output, a.spared()),
            Verb::Explain(a) => ask(&a.output, a.spared()),
            Verb::List(a) => ask(&a.output, Spared::of(&a.inputs)),
            Verb::Mentions(a) => {
                let (to, out, spared) = a.writes();
                output::may_write(out, &spared)?;
                to.map_or(Ok(()), |to| to.format().map(|_| ()))
            }
            Verb::Plot(_) | Verb::Check(_) | Verb::Framework(_) | Verb::Completions { .. } | Verb::Man => Ok(()),
        }
    }
}
