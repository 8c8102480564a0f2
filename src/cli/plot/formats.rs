//! The formats of a figure's file, by the end of its name.

use std::path::Path;

use super::bad_usage;
use crate::chart::{self, ChartError, Figure};
use crate::cli::Failure;
use crate::cli::args::PlotFormat;

/// The format that the name of a file says.
pub(super) fn of_name(out: &Path) -> Result<PlotFormat, Failure> {
    let extension = out.extension().map(|e| e.to_string_lossy().to_lowercase());
    match extension.as_deref() {
        Some("svg") => Ok(PlotFormat::Svg),
        Some("pdf") => Ok(PlotFormat::Pdf),
        Some("png") => Ok(PlotFormat::Png),
        Some("tiff" | "tif") => Ok(PlotFormat::Tiff),
        _ => Err(bad_usage(&format!(
            "`{}` does not say the format\n  end the name in .svg, .pdf, .png or .tiff",
            out.display()
        ))),
    }
}

/// How the name of such a file ends.
pub(super) fn ending(format: PlotFormat) -> &'static str {
    match format {
        PlotFormat::Svg => "svg",
        PlotFormat::Pdf => "pdf",
        PlotFormat::Png => "png",
        PlotFormat::Tiff => "tiff",
    }
}

/// The bytes of a drawn figure's file.
pub(super) fn converted(format: PlotFormat, figure: &Figure, dpi: u16) -> Result<Vec<u8>, ChartError> {
    match format {
        PlotFormat::Svg => Ok(figure.svg.clone().into_bytes()),
        PlotFormat::Pdf => chart::pdf(figure),
        PlotFormat::Png => chart::png(figure, dpi),
        PlotFormat::Tiff => chart::tiff(figure, dpi),
    }
}
