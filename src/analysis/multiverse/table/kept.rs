//! Leaf scores that were computed once, kept for every way that shares them.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::scoring::rating::Leaves;

/// No more bytes are kept than this; what does not fit is computed anew for each way, and gives the same bits.
const MOST_BYTES: usize = 256 << 20;

/// Which ways share their leaves: imputation, cap, normalisation, unit left out, indicator left out (0 where that makes
/// no difference to the others).
pub(super) type Key = [usize; 5];

/// Shared by all threads. Whoever comes first computes; two who come at once compute the same.
#[derive(Debug, Default)]
pub(super) struct Kept(RwLock<Store>);

#[derive(Debug, Default)]
struct Store {
    bytes: usize,
    /// Nothing under a key: the engine refuses these leaves.
    found: BTreeMap<Key, Option<Arc<Leaves>>>,
}

impl Kept {
    /// The leaves under a key; `make` computes them where they are not kept yet, and says whether they are new or
    /// another key's.
    pub(super) fn get(&self, key: Key, make: impl FnOnce() -> Option<Arc<Leaves>>) -> Option<Arc<Leaves>> {
        // A thread that broke off while it wrote left whole entries or none.
        if let Some(found) = self.0.read().unwrap_or_else(PoisonError::into_inner).found.get(&key) {
            return found.clone();
        }
        let made = make();
        let mut store = self.0.write().unwrap_or_else(PoisonError::into_inner);
        let bytes = match &made {
            Some(leaves) if Arc::strong_count(leaves) == 1 => leaves.bytes(),
            _ => 0,
        } + size_of::<Key>() * 2;
        if store.bytes + bytes <= MOST_BYTES {
            store.bytes += bytes;
            store.found.insert(key, made.clone());
        }
        made
    }

    /// How many bytes are kept.
    pub(super) fn bytes(&self) -> usize {
        self.0.read().unwrap_or_else(PoisonError::into_inner).bytes
    }
}
