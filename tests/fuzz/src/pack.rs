//! A corpus in one file: each input behind its length, a little-endian `u32`.

/// The inputs in one piece.
pub fn pack(inputs: &[Vec<u8>]) -> Vec<u8> {
    let mut packed = Vec::new();
    for input in inputs {
        let length = u32::try_from(input.len()).expect("inputs are short");
        packed.extend(length.to_le_bytes());
        packed.extend(input);
    }
    packed
}

/// The inputs one by one.
pub fn unpack(mut packed: &[u8]) -> Vec<Vec<u8>> {
    let mut inputs = Vec::new();
    while let Some((length, rest)) = packed.split_first_chunk::<4>() {
        let length = u32::from_le_bytes(*length) as usize;
        let (input, rest) = rest.split_at_checked(length).expect("a whole input");
        inputs.push(input.to_vec());
        packed = rest;
    }
    assert!(packed.is_empty(), "a whole length");
    inputs
}
