//! Sets two partnerships side by side in three windows. `cargo run --example compare` prints:
//!
//! ```text
//! 2008–2012: china-asean 56.7, russia-asean 53.4
//! 2013–2017: china-asean 61.8, russia-asean 37.2
//! 2018–2022: china-asean 66.7, russia-asean 33.9
//! ```

use std::path::Path;

use spscore::analysis::verbs::{CompareRequest, compare};
use spscore::document::number;
use spscore::model::Window;
use spscore::{load, scoring};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let framework = scoring::settle(load::framework_from(Path::new("korolev"))?)?;
    let package = load::embedded_package()?;
    let of = |slug: &str| package.parties.partnership(slug);
    let partnerships = vec![of("russia-asean")?, of("china-asean")?];
    let windows = ["2008-2012", "2013-2017", "2018-2022"].iter().filter_map(|w| Window::parse(w).ok()).collect();
    let request = CompareRequest { partnerships, windows, ..CompareRequest::default() };
    for one in compare(&framework, &package, &request)? {
        // Of each window the partnership with most CONTENT comes first.
        let line = one.comparison.evaluations.iter().map(|e| {
            format!("{} {}", e.partnership.slug(&package.parties), number::score_or_none(e.card.content().score))
        });
        println!("{}: {}", one.measurer.window(), line.collect::<Vec<_>>().join(", "));
    }
    Ok(())
}
