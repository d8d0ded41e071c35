//! Declarations that must not compile: one case for each rule of `nl-derive/src/check/` and for
//! each way to misuse what the derives make, named after the mistake.
//!
//! `TRYBUILD=overwrite cargo test -p nl-tests --test ui` writes the expected messages anew.

#[test]
fn mistakes_are_caught_by_the_compiler() {
    trybuild::TestCases::new().compile_fail("ui/*.rs");
}
