//! What figures call things: the language, and names in the order in which they were typed.

use crate::chart::Words;
use crate::cli::args::LanguageName;
use crate::cli::output;
use crate::load;
use crate::model::naming::halves;
use crate::model::party::{Parties, PartyId};

/// Both sides of each partnership in the order in which they were typed.
pub(super) fn typed(parties: &Parties, slugs: &[String]) -> Vec<(PartyId, PartyId)> {
    let sides = |slug: &String| halves(slug).into_iter().find_map(|(a, b)| Some((parties.find(a)?, parties.find(b)?)));
    slugs.iter().filter_map(sides).collect()
}

/// Says which words a figure shows in English for want of others.
pub(super) fn tell_untranslated(words: &Words) {
    let untranslated = words.untranslated();
    if !untranslated.is_empty() {
        let all = untranslated.join("; ");
        output::to_stderr(&format!("note: shown in the original, for want of a translation: {all}"));
    }
}

/// The words of the language that was asked for.
pub(super) fn words(language: LanguageName) -> Words {
    match language {
        LanguageName::En => Words::english(),
        LanguageName::Ru => Words::of(load::russian()),
    }
}
