//! Decoding: one loop with a `match` for each level.

use nl_bench::case::Visitor;
use nl_bench::reference::{DONE, ECHO, Echo, Event, FAMILY, Family, LIST};

/// Something was not as the format says.
#[derive(Debug)]
pub(crate) struct Bad;

/// The echo of a message.
#[inline]
pub(crate) fn echo(mut bytes: &[u8]) -> Result<Echo<'_>, Bad> {
    let (kind, message) = next_message(&mut bytes)?.ok_or(Bad)?;
    let mut rest = attributes_of(message, kind, ECHO)?;
    let mut echo = Echo { seq: 0, ts: 0, name: "", data: &[], port: 0, state: 0, up: false };
    while let Some((number, payload)) = next_attribute(&mut rest)? {
        match number {
            1 => echo.seq = number32(payload)?,
            2 => echo.ts = u64::from_ne_bytes(exactly(payload)?),
            3 => echo.name = text(payload)?,
            4 => echo.data = payload,
            5 => {
                let mut rest = payload;
                while let Some((number, payload)) = next_attribute(&mut rest)? {
                    match number {
                        1 => echo.port = u16::from_ne_bytes(exactly(payload)?),
                        2 => echo.state = u8::from_ne_bytes(exactly(payload)?),
                        3 => echo.up = true,
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    Ok(echo)
}

/// Tells of every family up to the end of the dump, each to a visitor of its own, and hands that on.
#[inline]
pub(crate) fn families<V: Visitor>(
    bytes: &[u8],
    new: impl Fn() -> V,
    done: impl FnMut(V),
) -> Result<(), Bad> {
    if some_families(bytes, new, done)? { Ok(()) } else { Err(Bad) }
}

/// The same for one datagram of a dump; whether it was the last.
#[inline]
pub(crate) fn some_families<V: Visitor>(
    mut bytes: &[u8],
    new: impl Fn() -> V,
    mut done: impl FnMut(V),
) -> Result<bool, Bad> {
    while let Some((kind, message)) = next_message(&mut bytes)? {
        if kind == DONE {
            return Ok(true);
        }
        let mut visitor = new();
        family(message.get(4..).ok_or(Bad)?, &mut visitor)?;
        done(visitor);
    }
    Ok(false)
}

/// The same, owned.
#[inline]
pub(crate) fn kept_families(bytes: &[u8]) -> Result<Vec<Family>, Bad> {
    let mut all = Vec::new();
    families(bytes, Family::default, |family| all.push(family))?;
    Ok(all)
}

#[inline]
fn family(mut rest: &[u8], visitor: &mut impl Visitor) -> Result<(), Bad> {
    let (mut id, mut version, mut header_size, mut max_attribute) = (0, 0, 0, 0);
    while let Some((number, payload)) = next_attribute(&mut rest)? {
        match number {
            1 => id = u16::from_ne_bytes(exactly(payload)?),
            2 => visitor.name(text(payload)?),
            3 => version = number32(payload)?,
            4 => header_size = number32(payload)?,
            5 => max_attribute = number32(payload)?,
            6 => {
                let mut rest = payload;
                while let Some((_, payload)) = next_attribute(&mut rest)? {
                    let (command, flags) = pair(payload)?;
                    visitor.operation(command, flags);
                }
            }
            7 => {
                let mut rest = payload;
                while let Some((_, payload)) = next_attribute(&mut rest)? {
                    group(payload, visitor)?;
                }
            }
            _ => {}
        }
    }
    visitor.numbers(id, version, header_size, max_attribute);
    Ok(())
}

#[inline]
fn group(mut rest: &[u8], visitor: &mut impl Visitor) -> Result<(), Bad> {
    let (mut name, mut id) = ("", 0);
    while let Some((number, payload)) = next_attribute(&mut rest)? {
        match number {
            1 => name = text(payload)?,
            2 => id = number32(payload)?,
            _ => {}
        }
    }
    visitor.group(name, id);
    Ok(())
}

/// Tells of every pair of a list, of either shape.
#[inline]
pub(crate) fn pairs(mut bytes: &[u8], mut tell: impl FnMut(u32, u32)) -> Result<(), Bad> {
    let (kind, message) = next_message(&mut bytes)?.ok_or(Bad)?;
    let mut rest = attributes_of(message, kind, LIST)?;
    while let Some((number, payload)) = next_attribute(&mut rest)? {
        match number {
            1 => {
                let mut rest = payload;
                while let Some((_, payload)) = next_attribute(&mut rest)? {
                    let (a, b) = pair(payload)?;
                    tell(a, b);
                }
            }
            2 => {
                let (a, b) = pair(payload)?;
                tell(a, b);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Two numbers: a pair, or an operation of a family.
#[inline]
fn pair(mut rest: &[u8]) -> Result<(u32, u32), Bad> {
    let (mut a, mut b) = (0, 0);
    while let Some((number, payload)) = next_attribute(&mut rest)? {
        match number {
            1 => a = number32(payload)?,
            2 => b = number32(payload)?,
            _ => {}
        }
    }
    Ok((a, b))
}

/// Tells of every event of a datagram.
#[inline]
pub(crate) fn events<'d>(mut bytes: &'d [u8], mut tell: impl FnMut(Event<'d>)) -> Result<(), Bad> {
    while let Some((kind, message)) = next_message(&mut bytes)? {
        let mut rest = attributes_of(message, kind, nl_bench::reference::EVENT)?;
        let mut event = Event { ifindex: 0, ts: 0, state: 0, ifname: "" };
        while let Some((number, payload)) = next_attribute(&mut rest)? {
            match number {
                1 => event.ifindex = number32(payload)?,
                2 => event.ts = u64::from_ne_bytes(exactly(payload)?),
                3 => event.state = u8::from_ne_bytes(exactly(payload)?),
                4 => event.ifname = text(payload)?,
                _ => {}
            }
        }
        tell(event);
    }
    Ok(())
}

/// The next message's type and what follows its header.
#[inline]
pub(crate) fn next_message<'d>(bytes: &mut &'d [u8]) -> Result<Option<(u16, &'d [u8])>, Bad> {
    let Some(header) = bytes.first_chunk::<16>() else {
        return if bytes.is_empty() { Ok(None) } else { Err(Bad) };
    };
    let length = u32::from_ne_bytes([header[0], header[1], header[2], header[3]]) as usize;
    let kind = u16::from_ne_bytes([header[4], header[5]]);
    let payload = bytes.get(16..length).ok_or(Bad)?;
    *bytes = &bytes[((length + 3) & !3).min(bytes.len())..];
    Ok(Some((kind, payload)))
}

/// The attributes of a family's message with that command.
#[inline]
fn attributes_of(message: &[u8], kind: u16, command: u8) -> Result<&[u8], Bad> {
    match message.split_first_chunk::<4>() {
        Some((header, rest)) if kind == FAMILY && header[0] == command => Ok(rest),
        _ => Err(Bad),
    }
}

/// The next attribute's number and payload.
#[inline]
pub(crate) fn next_attribute<'d>(bytes: &mut &'d [u8]) -> Result<Option<(u16, &'d [u8])>, Bad> {
    let Some(header) = bytes.first_chunk::<4>() else {
        return if bytes.is_empty() { Ok(None) } else { Err(Bad) };
    };
    let header = u32::from_le_bytes(*header);
    let (length, number) = ((header & 0xffff) as usize, (header >> 16) as u16 & 0x3fff);
    let payload = bytes.get(4..length).ok_or(Bad)?;
    *bytes = &bytes[((length + 3) & !3).min(bytes.len())..];
    Ok(Some((number, payload)))
}

#[inline]
pub(crate) fn exactly<const N: usize>(payload: &[u8]) -> Result<[u8; N], Bad> {
    payload.try_into().map_err(|_| Bad)
}

#[inline]
fn number32(payload: &[u8]) -> Result<u32, Bad> {
    exactly(payload).map(u32::from_ne_bytes)
}

/// A string, which ends with a NUL.
#[inline]
fn text(payload: &[u8]) -> Result<&str, Bad> {
    match payload.split_last() {
        Some((0, text)) => std::str::from_utf8(text).map_err(|_| Bad),
        _ => Err(Bad),
    }
}
