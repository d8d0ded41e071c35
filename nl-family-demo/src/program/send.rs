//! `send`.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use clap::Args;
use indicatif::{ProgressBar, ProgressStyle};
use nl_core::Connection;
use nl_family_demo::Demo;
use nl_family_demo::family::{Receipt, Send};
use serde_json::json;

use super::chunks::{Chunk, Chunks};
use super::failure::Failure;
use super::line::{Count, Line, Plain};
use super::setting::Setting;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The file, `-` for stdin
    file: PathBuf,
    /// How many bytes go into one message, 2048 at the most
    #[arg(
        long,
        value_name = "BYTES",
        default_value_t = DATA_MAX,
        value_parser = clap::value_parser!(u32).range(1..)
    )]
    chunk: u32,
    /// The name it is sent under [default: the file's own]
    #[arg(long)]
    name: Option<String>,
}

#[expect(clippy::cast_possible_truncation, reason = "it is 2048")]
pub(super) const DATA_MAX: u32 = Send::DATA_MAX as u32;

/// A file that was sent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sent {
    pub(super) chunks: u64,
    pub(super) bytes: u64,
    /// The last chunk's.
    pub(super) receipt: Receipt,
}

pub(super) fn run(options: &Options, setting: &Setting) -> Result<(), Failure> {
    let (from, length) = open(&options.file)?;
    let name = options.name.clone().unwrap_or_else(|| name(&options.file));
    let failed = |error| Failure::File { doing: "reading", path: options.file.clone(), error };
    let mut chunks = Chunks::new(from, options.chunk).map_err(failed)?;
    let mut demo = setting.connect()?;
    let bar = if setting.json { ProgressBar::hidden() } else { bar(length) };
    let sent = send(&mut demo, &name, &mut chunks, failed, |bytes| bar.set_position(bytes));
    bar.finish_and_clear();
    setting.output().line(&line(&name, sent?))
}

/// Sends a file chunk by chunk; `progress` hears how many bytes went so far.
pub(super) fn send(
    demo: &mut Connection<Demo>,
    name: &str,
    chunks: &mut Chunks<impl Read>,
    failed: impl Fn(io::Error) -> Failure,
    progress: impl Fn(u64),
) -> Result<Sent, Failure> {
    let mut sent = Sent { chunks: 0, bytes: 0, receipt: Receipt { id: 0, messages: 0, bytes: 0 } };
    while let Some(Chunk { offset, data, last }) = chunks.next().map_err(&failed)? {
        let offset = u32::try_from(offset).map_err(|_| Failure::TooLarge)?;
        let Sent { chunks, bytes, .. } = sent;
        sent.receipt = demo
            .call(&Send { name, offset, data, last })
            .map_err(|error| Failure::Part { chunks, bytes, error })?;
        sent.chunks += 1;
        sent.bytes += data.len() as u64;
        progress(sent.bytes);
    }
    Ok(sent)
}

fn line(name: &str, Sent { chunks, bytes, receipt }: Sent) -> Line {
    let Receipt { id, messages, bytes: kept } = receipt;
    let text = format!(
        "sent {}: {}, {}; the last is message {id}; kept now: {} with {}",
        Plain(name),
        Count(chunks, "chunk"),
        Count(bytes, "byte"),
        Count(messages, "message"),
        Count(kept, "byte")
    );
    let receipt = json!({ "id": id, "messages": messages, "bytes": kept });
    Line::new(text, json!({ "name": name, "chunks": chunks, "bytes": bytes, "receipt": receipt }))
}

/// The file to read, and its length where it has one.
fn open(path: &Path) -> Result<(Box<dyn Read>, Option<u64>), Failure> {
    if path == Path::new("-") {
        return Ok((Box::new(io::stdin().lock()), None));
    }
    let opened = File::open(path).and_then(|file| {
        let data = file.metadata()?;
        Ok((file, data.is_file().then_some(data.len())))
    });
    let failed = |error| Failure::File { doing: "opening", path: path.to_owned(), error };
    let (file, length) = opened.map_err(failed)?;
    Ok((Box::new(file), length))
}

fn name(path: &Path) -> String {
    match path.file_name() {
        Some(name) if path != Path::new("-") => name.to_string_lossy().into_owned(),
        _ => "stdin".to_owned(),
    }
}

/// A bar on stderr, which shows itself on a terminal only.
fn bar(length: Option<u64>) -> ProgressBar {
    const KNOWN: &str = "{bar:40} {bytes}/{total_bytes} {bytes_per_sec}";
    let Some(length) = length else {
        return ProgressBar::new_spinner();
    };
    let style = ProgressStyle::with_template(KNOWN);
    ProgressBar::new(length).with_style(style.unwrap_or(ProgressStyle::default_bar()))
}
