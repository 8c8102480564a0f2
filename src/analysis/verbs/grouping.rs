//! Groups of factors from the words in which they were asked for.

use super::Error;
use super::vary::varying;
use crate::analysis::multiverse::Factor;
use crate::analysis::sensitivity::Grouping;

/// A group as it is asked for: its name, and the words of its factors.
pub type NamedGroup = (String, Vec<String>);

/// The places of each group's factors among those that vary.
///
/// Refused are a name that a factor or another group has, a group of fewer than two factors, and a factor that does not
/// vary or stands in two groups, or twice in one.
pub(super) fn grouping(factors: &[Factor], asked: &[NamedGroup]) -> Result<Vec<Grouping>, Error> {
    let mut all: Vec<Grouping> = Vec::new();
    for (name, words) in asked {
        let taken = factors.iter().any(|f| f.code == *name) || all.iter().any(|group| group.name == *name);
        if taken {
            return Err(Error::GroupNamed { group: name.clone() });
        }
        if words.len() < 2 {
            return Err(Error::GroupOfOne { group: name.clone() });
        }
        let mut members = Vec::new();
        for word in words {
            let (place, _) = varying(factors, word)?;
            if members.contains(&place) || all.iter().any(|group| group.members.contains(&place)) {
                return Err(Error::GroupedTwice { factor: word.clone() });
            }
            members.push(place);
        }
        all.push(Grouping { name: name.clone(), members });
    }
    Ok(all)
}
