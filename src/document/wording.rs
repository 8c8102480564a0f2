//! What writers say of their own beside the texts of a page, in English, the form by which translations are found.

/// Each phrase that a writer adds; a page in another language has its own form of each.
pub const OF_WRITERS: [&str; 26] = [
    RECORDS,
    PAGE,
    TABLE,
    SHEET,
    FIGURE,
    NO_SCRIPT,
    "FORM",
    "CONTENT",
    "GAP",
    "GAP as published",
    "rank by CONTENT",
    "parameters met",
    "band of the gap",
    "Scores with these weights and rules",
    "arithmetic mean",
    "geometric mean",
    "harmonic mean",
    "minimum",
    "mean with power {power}",
    "{rule} (published)",
    "combined by",
    "As published",
    "With these weights and rules: {answer}",
    "As published: {answer}",
    "{name}, FORM {form}, CONTENT {content}, gap {gap}.",
    "{name}, FORM {form}, CONTENT {content}, gap {gap} ({band}).",
];

/// The sheet of a workbook that has the unrounded records.
pub const RECORDS: &str = "Records";
/// The sheet of a workbook that has the page.
pub const PAGE: &str = "Page";
/// What is called so where it has no title.
pub const TABLE: &str = "Table";
/// Where a table of a workbook stands.
pub const SHEET: &str = "Sheet “{name}”. {note}";
/// What numbers a picture.
pub const FIGURE: &str = "Figure";
/// In place of the panel of weights.
pub const NO_SCRIPT: &str = "The panel needs a browser that runs the script in this page; the weights as published:";
