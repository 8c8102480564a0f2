//! The other two formats, made from the drawn SVG: PDF with real text and embedded fonts, PNG at a print's resolution.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};

use super::{ChartError, font, objects};

/// Pixels per inch in which CSS, and so an SVG's millimetres, are counted.
const CSS_DPI: f32 = 96.0;

fn conversion(e: impl std::fmt::Display) -> ChartError {
    ChartError::Conversion(e.to_string())
}

fn tree(svg: &str) -> Result<Tree, ChartError> {
    let options = Options { fontdb: font::database(), font_family: "Liberation Sans".into(), ..Options::default() };
    Tree::from_str(svg, &options).map_err(conversion)
}

/// One page of the figure's size; the same drawing gives the same bytes.
pub fn pdf(svg: &str) -> Result<Vec<u8>, ChartError> {
    let page = svg2pdf::PageOptions { dpi: CSS_DPI };
    let made = svg2pdf::to_pdf(&tree(svg)?, svg2pdf::ConversionOptions::default(), page).map_err(conversion)?;
    objects::ordered(&made).ok_or_else(|| conversion("the PDF is not built as expected"))
}

/// At `dpi` pixels per inch; the file says so, for programs that place it at its size.
pub fn png(svg: &str, dpi: u16) -> Result<Vec<u8>, ChartError> {
    let tree = tree(svg)?;
    let scale = f32::from(dpi) / CSS_DPI;
    let size = tree.size().to_int_size().scale_by(scale).ok_or_else(|| conversion("no size"))?;
    let mut pixels = Pixmap::new(size.width(), size.height()).ok_or_else(|| conversion("too large a picture"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    let mut bytes = pixels.encode_png().map_err(conversion)?;
    // The chunk of the resolution stands after the header, which is always 33 bytes.
    let per_metre = u32::from(dpi) * 10_000 / 254;
    let mut chunk = b"pHYs".to_vec();
    chunk.extend(per_metre.to_be_bytes().iter().chain(&per_metre.to_be_bytes()).chain(&[1]));
    let sum = crc(&chunk).to_be_bytes();
    let whole = 9u32.to_be_bytes().into_iter().chain(chunk).chain(sum);
    bytes.splice(33..33, whole);
    Ok(bytes)
}

/// The check sum of a PNG's chunk.
fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |c, _| if c & 1 == 1 { 0xEDB8_8320 ^ (c >> 1) } else { c >> 1 })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn check_sums_as_png_knows_them() {
        // The last chunk of every PNG.
        assert_eq!(crc(b"IEND"), 0xAE42_6082);
    }
}
