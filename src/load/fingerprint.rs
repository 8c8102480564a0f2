//! The fingerprint of a package: equal contents give equal fingerprints, however the lines end.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

/// SHA-256 over, for every file in the order of the names: the name, a zero byte, the length in bytes in decimal
/// digits, a zero byte, and the text (without byte order mark, with LF line ends).
pub(super) fn sha256(files: &BTreeMap<&str, &str>) -> String {
    let mut hash = Sha256::new();
    for (name, text) in files {
        hash.update(name);
        hash.update([0]);
        hash.update(text.len().to_string());
        hash.update([0]);
        hash.update(text);
    }
    hash.finalize().iter().map(|b| format!("{b:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_lengths_are_part_of_it() {
        let hash = |pairs: &[(&'static str, &'static str)]| sha256(&pairs.iter().copied().collect());
        let one = hash(&[("a", "x"), ("b", "y")]);
        assert_eq!(one.len(), 64);
        assert_ne!(one, hash(&[("a", "xb"), ("b", "y")]));
        assert_ne!(one, hash(&[("a", "x"), ("c", "y")]));
    }
}
