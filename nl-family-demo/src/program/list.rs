//! `list`.

use clap::Args;
use nl_core::{Connection, Error};
use nl_family_demo::Demo;
use nl_family_demo::family::{List, Message};
use serde_json::Value;

use super::failure::Failure;
use super::line::Line;
use super::setting::Setting;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Only messages with a greater number
    #[arg(long, value_name = "ID")]
    after: Option<u32>,
    /// Write the messages' bytes and nothing else; with `--json`, add them to each line in
    /// hexadecimal
    #[arg(long)]
    data: bool,
}

/// How often a list is asked for that changes while it is read.
const TRIES: usize = 5;

pub(super) fn run(options: &Options, setting: &Setting) -> Result<(), Failure> {
    let mut demo = setting.connect()?;
    let mut output = setting.output();
    if options.data && !setting.json {
        let kept = kept(&mut demo, options.after, |message| message.data.to_vec())?;
        kept.iter().try_for_each(|data| output.bytes(data))?;
        return output.flush();
    }
    let lines = kept(&mut demo, options.after, |message| {
        let mut line = Line::message(message);
        if options.data {
            line.json["data"] = hexadecimal(message.data);
        }
        line
    })?;
    lines.iter().try_for_each(|line| output.line(line))
}

/// What is made of each message that is kept, once a list of them came that is consistent.
pub(super) fn kept<T>(
    demo: &mut Connection<Demo>,
    after: Option<u32>,
    make: impl Fn(&Message<'_>) -> T,
) -> Result<Vec<T>, Error> {
    for _ in 1..TRIES {
        match once(demo, after, &make) {
            Err(Error::Interrupted(_)) => {}
            other => return other,
        }
    }
    once(demo, after, &make)
}

fn once<T>(
    demo: &mut Connection<Demo>,
    after: Option<u32>,
    make: impl Fn(&Message<'_>) -> T,
) -> Result<Vec<T>, Error> {
    let mut items = demo.dump(&List { after })?;
    let mut kept = Vec::new();
    while let Some(message) = items.next()? {
        kept.push(make(&message));
    }
    Ok(kept)
}

fn hexadecimal(bytes: &[u8]) -> Value {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let digit = |nibble: u8| char::from(DIGITS[usize::from(nibble)]);
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::hexadecimal;

    #[test]
    fn bytes_are_two_digits_each() {
        assert_eq!(hexadecimal(&[0, 0x0f, 0xa5, 0xff]), "000fa5ff");
    }
}
