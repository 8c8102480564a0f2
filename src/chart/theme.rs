//! Colours: one table of roles, and what each colour may mean.
//!
//! Blue is FORM and amber is CONTENT, in every figure, and nothing else is blue or amber. One accent is the partnership
//! that was asked for, one neutral all others, black the framework's own value. Two things that are compared and are
//! neither FORM nor CONTENT have a dark and a light neutral. Each mark, bar and line reaches 3:1 against every ground
//! that it may lie on, and colours that must be told apart differ for readers who lack one kind of cone and in grey
//! print; `tests/it/colours.rs` computes it.

/// What a figure is made for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// Colour on white.
    #[default]
    Paper,
    /// Colour on a soft ground.
    Screen,
    /// Black, white and greys.
    Mono,
}

/// The colours of one theme by their roles, as `#RRGGBB`.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    pub ground: &'static str,
    pub ink: &'static str,
    pub muted: &'static str,
    /// Lines of a scale behind the marks, seen and no more than that: they carry no number.
    pub grid: &'static str,
    /// The partnership that was asked for: the one accent.
    pub strong: &'static str,
    /// All other partnerships, and bars of which nothing needs to be told apart.
    pub other: &'static str,
    /// FORM and nothing else.
    pub form: &'static str,
    /// CONTENT and nothing else.
    pub content: &'static str,
    /// Between the bounds of either: grounds with a rim in the colour itself.
    pub form_pale: &'static str,
    pub content_pale: &'static str,
    /// The framework's own value among its variants.
    pub own: &'static str,
    /// What joins two marks: the gap between FORM and CONTENT, the difference of two sides.
    pub span: &'static str,
    /// Two things side by side that are neither FORM nor CONTENT: a dark one, and a light one with a rim of ink.
    pub pair: [&'static str; 2],
    /// The bands of the gap, from content exceeding form to largely nominal.
    pub bands: [&'static str; 4],
    /// Between two bands.
    pub divide: &'static str,
    /// The members of a bloc in the order of their codes, so that a member has one colour in all figures.
    pub members: [&'static str; 10],
    /// Members of a bloc of more than ten beyond the tenth; drawn with a rim.
    pub further: &'static str,
    /// Scores and other amounts by fifths of the scale; the higher, the darker. One neutral hue.
    pub ramp: [&'static str; 5],
    /// Families of variants by the levels of one choice: four shades of one hue, drawn with a rim of ink.
    pub families: [&'static str; 4],
}

impl Theme {
    pub fn palette(self) -> Palette {
        let paper = Palette {
            ground: "#FFFFFF",
            ink: "#1A1A1A",
            muted: "#595959",
            grid: "#D9D9D9",
            strong: "#A8003C",
            other: "#66798C",
            form: "#00529B",
            content: "#A96A00",
            form_pale: "#D3E2F1",
            content_pale: "#F3E3C6",
            own: "#000000",
            span: "#808080",
            pair: ["#4D5359", "#C9CDD1"],
            bands: ["#ECECEC", "#FFFFFF", "#F4F4F4", "#E1E1E1"],
            divide: "#9A9A9A",
            members: [
                "#9A6B4D", "#1F6679", "#9547BE", "#511E73", "#86942F", "#414A13", "#BC69B5", "#291C32", "#583F3C",
                "#3F9A84",
            ],
            further: "#F4F4F4",
            ramp: ["#F7F7F6", "#D2D4D4", "#A7ACAE", "#646B70", "#2E3438"],
            families: ["#14524A", "#5A9E90", "#A4D3C7", "#EAF6F2"],
        };
        match self {
            Theme::Paper => paper,
            Theme::Screen => {
                Palette { ground: "#FBFAF6", bands: ["#EBEAE5", "#FBFAF6", "#F3F2EC", "#E1E0DA"], ..paper }
            }
            Theme::Mono => Palette {
                strong: "#000000",
                other: "#7A7A7A",
                form: "#000000",
                content: "#777777",
                form_pale: "#D2D2D2",
                content_pale: "#EBEBEB",
                pair: ["#4D4D4D", "#CFCFCF"],
                members: [
                    "#141414", "#767676", "#2E2E2E", "#828282", "#464646", "#8C8C8C", "#222222", "#6A6A6A", "#3A3A3A",
                    "#5A5A5A",
                ],
                ramp: ["#F7F7F7", "#D8D8D8", "#B0B0B0", "#6E6E6E", "#3A3A3A"],
                families: ["#404040", "#858585", "#C4C4C4", "#F7F7F7"],
                ..paper
            },
        }
    }
}

impl Palette {
    /// The colour of a score. Worked example: 20 is the second fifth, 100 the last.
    pub fn of_score(&self, score: f64) -> &'static str {
        let last = self.ramp.len() - 1;
        self.ramp[((score / 20.0).max(0.0) as usize).min(last)]
    }

    /// Black or white, whichever reads better on this ground.
    pub fn ink_on(&self, ground: &str) -> &'static str {
        if contrast(ground, "#FFFFFF") > contrast(ground, self.ink) { "#FFFFFF" } else { self.ink }
    }
}

/// How light a colour prints in grey, 0 to 255 (the weights of ITU-R BT.601).
pub fn grey(colour: &str) -> f64 {
    let [red, green, blue] = parts(colour);
    0.299 * red + 0.587 * green + 0.114 * blue
}

/// The contrast of two colours, 1 to 21 (WCAG 2).
pub fn contrast(one: &str, other: &str) -> f64 {
    let light = |colour: &str| {
        let linear = |c: f64| if c <= 10.0 { c / 255.0 / 12.92 } else { ((c / 255.0 + 0.055) / 1.055).powf(2.4) };
        let [red, green, blue] = parts(colour).map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05
    };
    let (a, b) = (light(one), light(other));
    a.max(b) / a.min(b)
}

/// Red, green and blue, 0 to 255.
pub(super) fn parts(colour: &str) -> [f64; 3] {
    [1, 3, 5].map(|i| colour.get(i..i + 2).and_then(|h| u8::from_str_radix(h, 16).ok()).map_or(0.0, f64::from))
}
