//! Runs `nl_fuzz::derived` on what libFuzzer comes up with.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| nl_fuzz::derived::check(bytes));
