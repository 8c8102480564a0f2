//! Colours: those of Okabe and Ito (2008), which colour-blind readers can distinguish, chosen to be distinct in grey
//! print as well.

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

/// The colours of one theme, as `#RRGGBB`.
#[derive(Clone, Copy, Debug)]
pub struct Palette {
    pub ground: &'static str,
    pub ink: &'static str,
    pub muted: &'static str,
    pub grid: &'static str,
    /// The partnership in question, and the others.
    pub strong: &'static str,
    pub other: &'static str,
    /// Lines behind the marks, seen and no more than that: of the strong one, and of the others.
    pub strong_pale: &'static str,
    pub pale: &'static str,
    pub form: &'static str,
    pub content: &'static str,
    /// The bands of the gap, from content exceeding form to largely nominal.
    pub bands: [&'static str; 4],
    /// For members of a bloc, by size; the last for all further ones.
    pub members: [&'static str; 5],
    /// Scores by fifths of the scale; the higher, the darker.
    pub ramp: [&'static str; 5],
}

impl Theme {
    pub fn palette(self) -> Palette {
        let paper = Palette {
            ground: "#FFFFFF",
            ink: "#1A1A1A",
            muted: "#595959",
            grid: "#D9D9D9",
            strong: "#D55E00",
            other: "#8FA8C0",
            strong_pale: "#EBA878",
            pale: "#BCC8D4",
            form: "#0072B2",
            content: "#E69F00",
            bands: ["#E9F0F6", "#FFFFFF", "#F6F1E7", "#ECE3D2"],
            members: ["#0072B2", "#D55E00", "#56B4E9", "#F0E442", "#F4F4F4"],
            ramp: ["#EFF5FB", "#C6DDEE", "#85BBDC", "#2F77B0", "#0B3F78"],
        };
        match self {
            Theme::Paper => paper,
            Theme::Screen => {
                Palette { ground: "#FBFAF6", bands: ["#E3ECF4", "#FBFAF6", "#F3ECDD", "#E8DCC4"], ..paper }
            }
            Theme::Mono => Palette {
                strong: "#000000",
                other: "#8C8C8C",
                strong_pale: "#8C8C8C",
                pale: "#BDBDBD",
                form: "#000000",
                content: "#8C8C8C",
                bands: ["#F0F0F0", "#FFFFFF", "#F0F0F0", "#E2E2E2"],
                members: ["#3C3C3C", "#707070", "#A0A0A0", "#CFCFCF", "#FAFAFA"],
                ramp: ["#F5F5F5", "#DADADA", "#B4B4B4", "#6E6E6E", "#3A3A3A"],
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
