//! The files that each verb reads and so never writes to, and the check of its output files before anything is
//! computed.

use std::path::Path;

use super::args::{Cite, Coherence, Compare, Decompose, Evaluate, Explain, Output, Plot, Varied};
use super::output::{self, ProtectedFiles};
use super::verb::Verb;
use super::{Failure, ranks};

impl Evaluate {
    pub fn protected(&self) -> ProtectedFiles {
        ProtectedFiles::of(&self.options.scope.inputs).and(&self.tabled)
    }
}

impl Compare {
    pub fn protected(&self) -> ProtectedFiles {
        let tables = &self.tables;
        let named = ProtectedFiles::of(&self.options.scope.inputs).and_frameworks(&self.frameworks).and(&self.tabled);
        let named = tables.with_framework.iter().fold(named, |p, path| p.with("a framework file", Some(path)));
        let named = tables.with_table.iter().fold(named, |p, path| p.with("a version of the table", Some(path)));
        tables.with_methods.iter().fold(named, |p, path| p.with("a methods file", Some(path)))
    }
}

impl Decompose {
    pub fn protected(&self) -> ProtectedFiles {
        let named = ProtectedFiles::of(&self.options.scope.inputs).and(&self.tabled);
        self.with_table.iter().fold(named, |p, path| p.with("a version of the table", Some(path)))
    }
}

impl Coherence {
    pub fn protected(&self) -> ProtectedFiles {
        ProtectedFiles::of(&self.options.scope.inputs).and(&self.tabled)
    }
}

impl Explain {
    pub fn protected(&self) -> ProtectedFiles {
        ProtectedFiles::of(&self.scope.inputs).and(&self.tabled)
    }
}

impl Cite {
    pub fn protected(&self) -> ProtectedFiles {
        ProtectedFiles::of(&self.scope.inputs)
    }
}

impl Plot {
    pub fn protected(&self) -> ProtectedFiles {
        ProtectedFiles::of(&self.scope.inputs).and(&self.tabled).and_frameworks(&self.frameworks)
    }
}

impl Varied {
    pub fn protected(&self) -> ProtectedFiles {
        ProtectedFiles::of(&self.options.scope.inputs).and(&self.tabled)
    }
}

impl ranks::RanksArgs {
    pub fn protected(&self) -> ProtectedFiles {
        ProtectedFiles::of(&self.options.scope.inputs).and(&self.tabled)
    }
}

impl Verb {
    /// An error where a report would be written over what is read, or over what is no report. Figures are checked where
    /// their names are known.
    pub fn may_write(&self) -> Result<(), Failure> {
        let ask = |to: &Output, protected: ProtectedFiles| {
            output::may_write(to.out.as_deref(), &protected)?;
            to.format().map(|_| ())
        };
        match self {
            Verb::Evaluate(a) => ask(&a.options.output, a.protected()),
            Verb::Compare(a) => ask(&a.options.output, a.protected()),
            Verb::Decompose(a) => ask(&a.options.output, a.protected()),
            Verb::Coherence(a) => ask(&a.options.output, a.protected()),
            Verb::Uncertainty(a) => ask(&a.varied.options.output, a.varied.protected()),
            Verb::Sensitivity(a) => {
                let report = a.varied.options.output.out.as_deref().map(Path::new);
                ask(&a.varied.options.output, a.varied.protected())?;
                output::may_write(a.specification.as_deref(), &a.varied.protected().with("the file of --out", report))
            }
            Verb::Trends(a) => ask(&a.options.output, a.protected()),
            Verb::Ranks(a) => ask(&a.options.output, a.protected()),
            Verb::Rank(a) => a.may_write(),
            Verb::Explain(a) => ask(&a.output, a.protected()),
            Verb::Audit(a) => ask(&a.output, a.protected()),
            Verb::Cite(a) => {
                output::may_write(a.out.as_deref(), &a.protected())?;
                a.format().map(|_| ())
            }
            Verb::Import(a) => ask(&a.output, a.protected()),
            Verb::Mentions(a) => {
                let (to, out, protected) = a.writes();
                output::may_write(out, &protected)?;
                to.map_or(Ok(()), |to| to.format().map(|_| ()))
            }
            Verb::List(a) => ask(&a.output, ProtectedFiles::of(&a.inputs)),
            // Checked where their own files are.
            Verb::Bundle(_) | Verb::Verify(_) | Verb::Freeze(_) => Ok(()),
            Verb::Plot(_)
            | Verb::Report(_)
            | Verb::Check(_)
            | Verb::New(_)
            | Verb::Framework(_)
            | Verb::Completions { .. }
            | Verb::Man => Ok(()),
        }
    }
}
