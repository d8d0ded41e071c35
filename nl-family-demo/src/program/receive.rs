//! `receive`.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use serde_json::json;

use super::assembly::File;
use super::failure::Failure;
use super::line::{Count, Line, Plain};
use super::output::Output;
use super::receiver::Receiver;
use super::setting::Setting;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// Where to write it, `-` for stdout
    file: PathBuf,
    /// Begin with what is kept already, rather than with what is sent from now on
    #[arg(long)]
    existing: bool,
}

pub(super) fn run(options: &Options, setting: &Setting) -> Result<(), Failure> {
    if options.file == Path::new("-") {
        let file = to(io::stdout().lock(), Failure::Output, options, setting)?;
        // Its bytes are all that stdout is for.
        return Output::stderr(setting.json).line(&line(&file));
    }
    let failed = |error| Failure::File { doing: "writing", path: options.file.clone(), error };
    let written = fs::File::create(&options.file).map_err(failed)?;
    let file = to(written, failed, options, setting)?;
    setting.output().line(&line(&file))
}

/// Receives a file, byte for byte, into that writer.
fn to(
    writer: impl Write,
    failed: impl Fn(io::Error) -> Failure,
    options: &Options,
    setting: &Setting,
) -> Result<File, Failure> {
    let mut writer = BufWriter::new(writer);
    let sink = |data: &[u8]| writer.write_all(data).map_err(&failed);
    let notices = Output::stderr(setting.json);
    let file = Receiver::join(*setting, options.existing, sink, notices)?.receive()?;
    writer.flush().map_err(&failed)?;
    Ok(file)
}

fn line(File { name, bytes, chunks }: &File) -> Line {
    Line::new(
        format!("received {}: {}, {}", Plain(name), Count(*chunks, "chunk"), Count(*bytes, "byte")),
        json!({ "name": name, "chunks": chunks, "bytes": bytes }),
    )
}
