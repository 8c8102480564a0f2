//! A figure as a part of a page.

/// A figure with what a reader who does not see it needs. Web pages hold the drawing itself; other formats name the file
/// beside them, whose ending each chooses.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The path of its file without the ending, with `/` between folders: `figures/gap`.
    pub file: String,
    pub caption: String,
    /// What it shows, in sentences.
    pub alt: String,
    /// Width and height in mm.
    pub size: [f64; 2],
    /// The drawing; empty where there is only the file.
    pub svg: String,
    /// The same as PNG, for formats that cannot draw; empty where nobody asked for it.
    pub png: Vec<u8>,
}
