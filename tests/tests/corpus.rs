//! What fuzzing has found runs as plain tests: each input as it is, then changed at random, many times.
//!
//! The checks are those of the fuzz targets, and `tests/fuzz` says how the inputs came about. An
//! input that fails is printed in hex.

#[path = "../fuzz/src/lib.rs"]
pub mod fuzz;

use fuzz::{attributes, datagram, derived, pack, seeds};

#[test]
fn datagrams() {
    run("datagram", datagram::check, include_bytes!("../corpus/datagram.bin"));
}

#[test]
fn attributes_without_a_type() {
    run("attributes", attributes::check, include_bytes!("../corpus/attributes.bin"));
}

#[test]
fn types_with_derived_codecs() {
    run("derived", derived::check, include_bytes!("../corpus/derived.bin"));
}

#[test]
fn a_packed_corpus_unpacks_to_what_it_was() {
    let inputs = vec![vec![], vec![1], vec![0xa5; 300]];
    assert_eq!(pack::unpack(&pack::pack(&inputs)), inputs);
}

/// How often each input is changed: all take some 25 seconds together, without optimisation.
///
/// Less finds less, and more is what `cargo fuzz` is for.
const CHANGES: usize = 200;

/// The longest input.
const MOST: usize = 8192;

fn run(target: &'static str, check: fn(&[u8]), packed: &[u8]) {
    let mut inputs = pack::unpack(packed);
    let saved = inputs.len();
    inputs.extend(seeds::of(target));
    for bytes in &inputs {
        let _shown = Shown { target, bytes };
        check(bytes);
    }
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    for input in &inputs {
        for _ in 0..CHANGES {
            let bytes = change(&mut random, input, &inputs);
            let _shown = Shown { target, bytes: &bytes };
            check(&bytes);
        }
    }
    let (seeds, changed) = (inputs.len() - saved, inputs.len() * CHANGES);
    println!("{target}: {saved} inputs of the corpus, {seeds} seeds, {changed} changed");
}

/// Prints an input in hex if the test fails on it.
struct Shown<'a> {
    target: &'static str,
    bytes: &'a [u8],
}

impl Drop for Shown<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let hex: Vec<String> = self.bytes.iter().map(|byte| format!("{byte:02x}")).collect();
            println!("{} fails on {}", self.target, hex.concat());
        }
    }
}

/// Xorshift: the same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits") % end.max(1)
    }

    fn byte(&mut self) -> u8 {
        let low = self.below(256).to_le_bytes()[0];
        [0, 1, 4, 0x7f, 0x80, 0xff, low, low][self.below(8)]
    }
}

/// The input with one to four changes.
fn change(random: &mut Random, input: &[u8], inputs: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = input.to_vec();
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(6) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, random.byte()),
            2 => {
                let other = &inputs[random.below(inputs.len())];
                bytes.truncate(at & !3);
                bytes.extend(&other[random.below(other.len()) & !3..]);
            }
            // The low byte of a length or of a type.
            3 => set(&mut bytes, at & !1, random.byte()),
            // The high byte of a type, where the flag bits are.
            4 => set(&mut bytes, at | 3, random.byte()),
            _ => set(&mut bytes, at, random.byte()),
        }
    }
    bytes.truncate(MOST);
    bytes
}

fn set(bytes: &mut [u8], at: usize, value: u8) {
    if let Some(byte) = bytes.get_mut(at) {
        *byte = value;
    }
}
