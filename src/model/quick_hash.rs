//! A quick hash for the keys of rows and cells: tens of thousands are looked up while a package is read and pooled, and nobody gains
//! by making them collide in a package of their own.

use std::hash::{BuildHasherDefault, Hasher};

/// For a `HashMap` with [`QuickHash`].
pub(crate) type Quick = BuildHasherDefault<QuickHash>;

/// Multiplies and rotates, one word at a time.
#[derive(Default)]
pub(crate) struct QuickHash(u64);

impl Hasher for QuickHash {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            self.write_u64(chunk.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        }
    }

    fn write_u8(&mut self, n: u8) {
        self.write_u64(u64::from(n));
    }

    fn write_u16(&mut self, n: u16) {
        self.write_u64(u64::from(n));
    }

    fn write_u32(&mut self, n: u32) {
        self.write_u64(u64::from(n));
    }

    fn write_u64(&mut self, n: u64) {
        self.0 = (self.0.rotate_left(5) ^ n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_usize(&mut self, n: usize) {
        self.write_u64(n as u64);
    }

    fn finish(&self) -> u64 {
        // The high bits are the well mixed ones, and the low ones choose the bucket.
        self.0.rotate_left(26)
    }
}
