#![no_main]

#[path = "../../tests/it/parsers.rs"]
#[allow(dead_code, reason = "each target calls one parser")]
mod parsers;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| parsers::codebook(bytes));
