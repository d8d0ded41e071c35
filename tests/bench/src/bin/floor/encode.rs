//! Encoding: one size, one reservation, then stores from the front to the back.

#![expect(clippy::mut_mut, reason = "the rest of the room is cut at its front, in place")]

use nl_bench::reference::{ACK, ECHO, Echo, FAMILY, LIST, NESTED, REQUEST, VERSION};

/// A request with an echo's attributes.
#[inline]
pub(crate) fn echo(echo: &Echo<'_>, output: &mut Vec<u8>) {
    let (name, data) = (echo.name.as_bytes(), echo.data);
    assert!(name.len() < LONGEST && data.len() < LONGEST);
    let nest = 16 + if echo.up { 4 } else { 0 };
    let size = HEADERS + 20 + align(5 + name.len()) + align(4 + data.len()) + 4 + nest;
    output.resize(size, 0);
    let mut rest = output.as_mut_slice();
    put(&mut rest, headers(size, ECHO, REQUEST | ACK, echo.seq));
    let numbers = room::<24>(&mut rest);
    numbers[..4].copy_from_slice(&head(8, 1));
    numbers[4..8].copy_from_slice(&echo.seq.to_ne_bytes());
    numbers[8..12].copy_from_slice(&head(12, 2));
    numbers[12..20].copy_from_slice(&echo.ts.to_ne_bytes());
    numbers[20..].copy_from_slice(&head(5 + name.len(), 3));
    put_padded(&mut rest, name, align(name.len() + 1));
    put(&mut rest, head(4 + data.len(), 4));
    put_padded(&mut rest, data, align(data.len()));
    let numbers = room::<20>(&mut rest);
    numbers[..4].copy_from_slice(&head(4 + nest, 5 | NESTED));
    numbers[4..8].copy_from_slice(&head(6, 1));
    numbers[8..12].copy_from_slice(&u32::from(echo.port).to_le_bytes());
    numbers[12..16].copy_from_slice(&head(5, 2));
    numbers[16..].copy_from_slice(&u32::from(echo.state).to_le_bytes());
    if echo.up {
        put(&mut rest, head(4, 3));
    }
}

/// Attribute 1 with a nest for each pair, numbered from 0.
#[inline]
pub(crate) fn list_array(pairs: &[(u32, u32)], output: &mut Vec<u8>) {
    let nest = 4 + PAIR * pairs.len();
    assert!(nest < LONGEST);
    output.resize(HEADERS + nest, 0);
    let mut rest = output.as_mut_slice();
    put(&mut rest, headers(HEADERS + nest, LIST, REQUEST, 0));
    put(&mut rest, head(nest, 1 | NESTED));
    for (number, (room, one)) in (0..).zip(rest.chunks_exact_mut(PAIR).zip(pairs)) {
        room.copy_from_slice(&pair(number, *one));
    }
}

/// Attribute 2, a nest, for each pair.
#[inline]
pub(crate) fn list_multi(pairs: &[(u32, u32)], output: &mut Vec<u8>) {
    let size = HEADERS + PAIR * pairs.len();
    output.resize(size, 0);
    let mut rest = output.as_mut_slice();
    put(&mut rest, headers(size, LIST, REQUEST, 0));
    for (room, one) in rest.chunks_exact_mut(PAIR).zip(pairs) {
        room.copy_from_slice(&pair(2, *one));
    }
}

/// A pair's nest under that number.
#[inline]
fn pair(number: u16, (a, b): (u32, u32)) -> [u8; PAIR] {
    let mut bytes = [0; PAIR];
    bytes[..4].copy_from_slice(&head(PAIR, number | NESTED));
    bytes[4..8].copy_from_slice(&head(8, 1));
    bytes[8..12].copy_from_slice(&a.to_ne_bytes());
    bytes[12..16].copy_from_slice(&head(8, 2));
    bytes[16..].copy_from_slice(&b.to_ne_bytes());
    bytes
}

#[inline]
fn headers(size: usize, command: u8, flags: u16, seq: u32) -> [u8; HEADERS] {
    let mut bytes = [0; HEADERS];
    bytes[..4].copy_from_slice(&(size as u32).to_ne_bytes());
    bytes[4..6].copy_from_slice(&FAMILY.to_ne_bytes());
    bytes[6..8].copy_from_slice(&flags.to_ne_bytes());
    bytes[8..12].copy_from_slice(&seq.to_ne_bytes());
    bytes[16..18].copy_from_slice(&[command, VERSION]);
    bytes
}

/// An attribute's header, on a little-endian machine.
#[inline]
fn head(length: usize, raw_type: u16) -> [u8; 4] {
    (length as u32 | u32::from(raw_type) << 16).to_le_bytes()
}

/// Stores `bytes` and goes behind them.
#[inline]
fn put<const N: usize>(rest: &mut &mut [u8], bytes: [u8; N]) {
    *room(rest) = bytes;
}

/// The next bytes, to be stored to in any order.
#[inline]
fn room<'b, const N: usize>(rest: &mut &'b mut [u8]) -> &'b mut [u8; N] {
    let (room, behind) = std::mem::take(rest).split_first_chunk_mut().expect("sized before");
    *rest = behind;
    room
}

/// Stores `bytes` and zeroes behind them, `length` bytes in all.
#[inline]
fn put_padded(rest: &mut &mut [u8], bytes: &[u8], length: usize) {
    let (room, behind) = std::mem::take(rest).split_at_mut(length);
    // The last word first: what of it is not padding is overwritten.
    if let Some(last) = room.last_chunk_mut::<4>() {
        *last = [0; 4];
    }
    room[..bytes.len()].copy_from_slice(bytes);
    *rest = behind;
}

#[inline]
fn align(length: usize) -> usize {
    (length + 3) & !3
}

/// Of both headers.
const HEADERS: usize = 20;
/// Of a pair's nest, header included.
const PAIR: usize = 20;
/// Payloads below it fit an attribute's length field.
const LONGEST: usize = 65_000;
