//! The other formats, made from the drawn SVG: PDF with real text and embedded fonts, and pictures of pixels at a print's
//! resolution. All say what they show, for programs that read it out or search it.

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree};
use tiff::encoder::colortype::{Gray8, RGB8};
use tiff::encoder::{Compression, Rational, TiffEncoder};
use tiff::tags::{ResolutionUnit, Tag};

use super::metadata::{self, program};
use super::{ChartError, Figure, font};

/// Pixels per inch in which CSS, and so an SVG's millimetres, are counted.
const CSS_DPI: f32 = 96.0;

/// Pixels of a picture that programs still open: 400 million bytes while it is drawn.
const MOST_PIXELS: u64 = 100_000_000;

fn conversion(e: impl std::fmt::Display) -> ChartError {
    ChartError::Conversion(e.to_string())
}

fn tree(svg: &str) -> Result<Tree, ChartError> {
    let options = Options { fontdb: font::database(), font_family: "Liberation Sans".into(), ..Options::default() };
    Tree::from_str(svg, &options).map_err(conversion)
}

/// One page of the figure's size; the same drawing gives the same bytes.
pub fn pdf(figure: &Figure) -> Result<Vec<u8>, ChartError> {
    let page = svg2pdf::PageOptions { dpi: CSS_DPI };
    let made = svg2pdf::to_pdf(&tree(&figure.svg)?, svg2pdf::ConversionOptions::default(), page).map_err(conversion)?;
    metadata::described(&made, figure).ok_or_else(|| conversion("the PDF is not built as expected"))
}

/// A drawn page: three bytes for a pixel, or one where all of it is grey.
struct Pixels {
    size: (u32, u32),
    bytes: Vec<u8>,
    grey: bool,
}

/// A figure has a ground of its own, so nothing shines through it; what did would lie on white.
fn pixels(figure: &Figure, dpi: u16) -> Result<Pixels, ChartError> {
    let tree = tree(&figure.svg)?;
    let scale = f32::from(dpi) / CSS_DPI;
    let size = tree.size().to_int_size().scale_by(scale).ok_or_else(|| conversion("no size"))?;
    let (width, height) = (size.width(), size.height());
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        let why =
            format!("{width} × {height} pixels are more than 100 million; take fewer per inch, or a smaller figure");
        return Err(conversion(why));
    }
    let mut drawn = Pixmap::new(width, height).ok_or_else(|| conversion("too large a picture"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut drawn.as_mut());
    let on_white = |p: &resvg::tiny_skia::PremultipliedColorU8| {
        let rest = u8::MAX - p.alpha();
        [p.red(), p.green(), p.blue()].map(|c| c.saturating_add(rest))
    };
    let bytes: Vec<u8> = drawn.pixels().iter().flat_map(on_white).collect();
    let grey = bytes.chunks_exact(3).all(|p| p.iter().all(|c| Some(c) == p.first()));
    let bytes = if grey { bytes.into_iter().step_by(3).collect() } else { bytes };
    Ok(Pixels { size: (width, height), bytes, grey })
}

/// At `dpi` pixels per inch, which the file says for programs that place it at its size; without an alpha channel, which
/// journals refuse.
pub fn png(figure: &Figure, dpi: u16) -> Result<Vec<u8>, ChartError> {
    let Pixels { size: (width, height), bytes, grey } = pixels(figure, dpi)?;
    let mut made = Vec::new();
    let mut encoder = png::Encoder::new(&mut made, width, height);
    encoder.set_color(if grey { png::ColorType::Grayscale } else { png::ColorType::Rgb });
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::Best);
    encoder.set_adaptive_filter(png::AdaptiveFilterType::Adaptive);
    let per_metre = u32::from(dpi) * 10_000 / 254;
    let unit = png::Unit::Meter;
    encoder.set_pixel_dims(Some(png::PixelDimensions { xppu: per_metre, yppu: per_metre, unit }));
    let said = [("Title", &figure.title), ("Description", &figure.alt), ("Software", &program())];
    for (keyword, text) in said {
        encoder.add_itxt_chunk(keyword.to_owned(), text.clone()).map_err(conversion)?;
    }
    let mut writer = encoder.write_header().map_err(conversion)?;
    writer.write_image_data(&bytes).map_err(conversion)?;
    writer.finish().map_err(conversion)?;
    Ok(made)
}

/// The same as TIFF with LZW, which every program reads.
pub fn tiff(figure: &Figure, dpi: u16) -> Result<Vec<u8>, ChartError> {
    let Pixels { size: (width, height), bytes, grey } = pixels(figure, dpi)?;
    let mut made = std::io::Cursor::new(Vec::new());
    let encoder = TiffEncoder::new(&mut made).map_err(conversion)?;
    let mut encoder = encoder.with_compression(Compression::Lzw);
    let resolution = Rational { n: u32::from(dpi), d: 1 };
    // The format's texts are of seven bits; the title in full stands in the file beside it.
    let ascii = |text: &str| text.chars().map(|c| if c.is_ascii() { c } else { '?' }).collect::<String>();
    let (title, program) = (ascii(&figure.title), program());
    if grey {
        let mut image = encoder.new_image::<Gray8>(width, height).map_err(conversion)?;
        image.resolution(ResolutionUnit::Inch, resolution);
        image.encoder().write_tag(Tag::ImageDescription, title.as_str()).map_err(conversion)?;
        image.encoder().write_tag(Tag::Software, program.as_str()).map_err(conversion)?;
        image.write_data(&bytes).map_err(conversion)?;
    } else {
        let mut image = encoder.new_image::<RGB8>(width, height).map_err(conversion)?;
        image.resolution(ResolutionUnit::Inch, resolution);
        image.encoder().write_tag(Tag::ImageDescription, title.as_str()).map_err(conversion)?;
        image.encoder().write_tag(Tag::Software, program.as_str()).map_err(conversion)?;
        image.write_data(&bytes).map_err(conversion)?;
    }
    Ok(made.into_inner())
}
