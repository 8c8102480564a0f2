//! Whether the declared ways of normalising share a scale: where they do not, a unit's interval of scores mixes two
//! units of measurement, and only ranks can be read.

use crate::model::Index;
use crate::model::method::{Factors, Said};

/// What to say of ways whose scores lie on different scales; nothing where all lie on one, or normalisation does not
/// vary.
pub fn mixed_scales(index: &Index, factors: &Factors) -> Option<String> {
    let varied = factors.normalisation.as_ref()?;
    let own = index.indicators().map(|(_, _, i)| i.normalise.scale());
    let mut scales: Vec<String> = Vec::new();
    for scale in own.chain(varied.choices.iter().map(|Said(choice)| choice.scale())) {
        if !scales.contains(&scale) {
            scales.push(scale);
        }
    }
    let (last, others) = scales.split_last().filter(|(_, others)| !others.is_empty())?;
    Some(format!(
        "the normalisations put scores on different scales ({} and {last}): intervals of scores mix them; read the ranks, or give all one scale",
        others.join("; ")
    ))
}
