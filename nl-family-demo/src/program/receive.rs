//! `receive`.

use std::fs;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use nl_core::{Error, Incoming, Subscription};
use nl_family_demo::Demo;
use nl_family_demo::family::{DemoEvent, List, Message};
use serde_json::json;

use super::assembly::{Assembly, File, Verdict};
use super::failure::Failure;
use super::line::{Line, Plain};
use super::list;
use super::output::Output;
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
    let path = &options.file;
    let failed = |doing| {
        let path = path.clone();
        move |error| Failure::File { doing, path, error }
    };
    let stdout = path == Path::new("-");
    let to: Box<dyn Write> = if stdout {
        Box::new(io::stdout().lock())
    } else {
        Box::new(fs::File::create(path).map_err(failed("creating"))?)
    };
    let mut to = BufWriter::new(to);
    let mut receiver = Receiver::join(setting, Output::stderr(setting.json))?;
    receiver.begin(options.existing)?;
    let write = |data: &[u8]| to.write_all(data);
    let file = receiver.receive(write, |error| match stdout {
        true => Failure::Output(error),
        false => failed("writing")(error),
    })?;
    todo!()
}
