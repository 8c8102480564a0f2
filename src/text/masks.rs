//! Classes of bytes, sixty-four at a time: one bit stands for each byte, so that what is common costs nothing and only
//! what is rare is looked at one by one.

use std::iter::from_fn;

/// Bytes that are looked at together.
pub(super) const WIDTH: usize = 64;

/// The next bytes; zeros stand behind the end of the text.
#[inline]
pub(super) fn next(rest: &[u8]) -> [u8; WIDTH] {
    rest.first_chunk::<WIDTH>().copied().unwrap_or_else(|| {
        let mut block = [0; WIDTH];
        block.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        block
    })
}

/// A bit for each byte of the class.
///
/// The class is asked of all bytes without a branch, which compilers turn into comparisons of many bytes at once; eight
/// answers of 0 or 1 become eight bits by one multiplication, which moves the answer `k` to the bit 56 + `k`.
#[inline]
pub(super) fn mask(block: &[u8; WIDTH], class: impl Fn(u8) -> bool) -> u64 {
    let answers = block.map(|byte| u8::from(class(byte)));
    let (eights, _) = answers.as_chunks::<8>();
    let bits = |eight: &[u8; 8]| u64::from_le_bytes(*eight).wrapping_mul(0x0102_0408_1020_4080) >> 56;
    eights.iter().rev().fold(0, |mask, eight| mask << 8 | bits(eight))
}

/// The places of the bits that are set.
pub(super) fn bits(mut mask: u64) -> impl Iterator<Item = usize> {
    from_fn(move || {
        let at = mask.trailing_zeros();
        mask &= mask.wrapping_sub(1);
        (at < 64).then_some(at as usize)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_bit_stands_for_each_byte(bytes in proptest::collection::vec(any::<u8>(), 0..80)) {
            let found: Vec<usize> = bits(mask(&next(&bytes), |b| b >= 0x80)).collect();
            let expected: Vec<usize> = (0..bytes.len().min(WIDTH)).filter(|i| bytes[*i] >= 0x80).collect();
            prop_assert_eq!(found, expected);
        }
    }
}
