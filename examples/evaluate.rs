//! Scores one partnership with the built-in data and framework. `cargo run --example evaluate` prints:
//!
//! ```text
//! FORM 75.3, CONTENT 33.9, GAP +41.3: largely nominal
//! ```

use std::path::Path;

use spscore::analysis::verbs::evaluate;
use spscore::document::number;
use spscore::{load, scoring};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let framework = scoring::settle(load::framework_from(Path::new("korolev"))?)?;
    let package = load::embedded_package()?;
    let partnership = package.parties.partnership("russia-asean")?;
    let found = evaluate(&framework, &package, partnership, framework.window, None)?;
    let card = &found.evaluation.card;
    if let (Some(form), Some(content), Some(gap)) = (card.form().score, card.content().score, &found.evaluation.gap) {
        // Rounded as the program rounds.
        let (form, content, by) = (number::score(form), number::score(content), number::signed(gap.absolute, 1));
        println!("FORM {form}, CONTENT {content}, GAP {by}: {}", gap.verdict);
    }
    Ok(())
}
