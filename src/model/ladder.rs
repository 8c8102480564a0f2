//! The ladder of nominal status: its rungs, what each is worth and called, and what ends a status.

/// One rung of the ladder.
#[derive(Clone, Debug, PartialEq)]
pub struct Rung {
    /// The word in the column `rung` of the status table.
    pub code: String,
    /// Its place on the ladder, in rungs; only the goalposts give it a meaning.
    pub value: f64,
    /// For print, where the framework names it: "Comprehensive strategic partnership".
    pub title: Option<String>,
    /// Why it stands where it stands.
    pub reason: Option<String>,
}

/// What takes the place of a status.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ReplacedBy {
    /// A higher one alone: a lower step beside it changes nothing, as ASEAN's rungs overlap in time.
    #[default]
    Higher,
    /// Any later one, so that a status may be lowered.
    Later,
}

/// The rungs a status may stand on; `none` is the rung of those without one.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ladder {
    pub rungs: Vec<Rung>,
    pub replaced_by: ReplacedBy,
}

impl Ladder {
    /// What the rung with this code is worth. Worked number: on ASEAN's ladder `strategic` is 5 of 6.
    pub fn value(&self, code: &str) -> Option<f64> {
        self.rungs.iter().find(|r| r.code == code).map(|r| r.value)
    }

    /// Whether a status of the value `next` that begins takes the place of one of the value `standing`.
    pub fn replaces(&self, standing: f64, next: f64) -> bool {
        match self.replaced_by {
            ReplacedBy::Higher => next > standing,
            ReplacedBy::Later => true,
        }
    }
}
