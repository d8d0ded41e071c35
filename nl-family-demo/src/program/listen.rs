//! `listen`.

use std::fs::File;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use clap::Args;
use nl_core::{Error, Group, Incoming, Subscription};
use nl_family_demo::Demo;
use nl_family_demo::family::DemoEvent;
use signal_hook::consts::{SIGINT, SIGTERM};

use super::failure::Failure;
use super::line::Line;
use super::output::Output;
use super::setting::Setting;
use super::value;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// The groups: `messages`, `greetings` [default: all]
    #[arg(value_name = "GROUP", value_parser = value::group)]
    groups: Vec<Group<Demo>>,
    /// End after so many events
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    count: Option<u64>,
    /// Write the lines there, rather than to stdout
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// How often it is looked whether a signal came.
const SLICE: Duration = Duration::from_millis(100);

pub(super) fn run(options: &Options, setting: &Setting) -> Result<(), Failure> {
    let stop = stop_at_signal()?;
    let mut output = output(options, setting)?;
    let mut groups = options.groups.clone();
    if groups.is_empty() {
        groups.extend(Group::all());
    }
    let mut subscription = Subscription::<Demo>::wait(&groups, setting.options())?;
    output.notice(&Line::ready("listening", subscription.who()))?;
    let mut left = options.count;
    let mut since = Instant::now();
    while left != Some(0) && !stop.load(Ordering::Relaxed) {
        match subscription.next_within(SLICE) {
            Ok(Some(incoming)) => {
                let counted = show(&incoming, &mut output)?;
                left = left.map(|left| left - u64::from(counted));
                since = Instant::now();
            }
            Ok(None) => check(setting.patience(), since)?,
            // One event that does not decode says nothing about the next.
            Err(error @ Error::Decode(_)) => {
                output.notice(&Line::happened("undecodable", error.to_string()))?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

/// A flag that SIGINT and SIGTERM set.
fn stop_at_signal() -> Result<Arc<AtomicBool>, Failure> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        signal_hook::flag::register(signal, Arc::clone(&stop))
            .map_err(|error| Error::Io("sigaction", error))?;
    }
    Ok(stop)
}

fn output(options: &Options, setting: &Setting) -> Result<Output, Failure> {
    let Some(path) = &options.output else {
        return Ok(setting.output());
    };
    let file = File::create(path).map_err(|error| Failure::File {
        doing: "creating",
        path: path.clone(),
        error,
    })?;
    Ok(Output::new(setting.json, Box::new(file)))
}

/// Prints what came; whether it is an event of the family, as `--count` counts them.
fn show(incoming: &Incoming<DemoEvent<'_>>, output: &mut Output) -> Result<bool, Failure> {
    let notice = match incoming {
        Incoming::Event(event) => return output.line(&Line::event(event)).map(|()| true),
        Incoming::Overrun { lost } => {
            let count = lost.map_or_else(String::new, |lost| format!("{lost} "));
            Line::happened("overrun", format!("{count}events were lost: they came too fast"))
        }
        Incoming::Gone => Line::happened("gone", "nl_demo is gone, waiting for it"),
        Incoming::Here => Line::happened("here", "nl_demo is here"),
        other => Line::happened("other", format!("{other:?}")),
    };
    output.notice(&notice).map(|()| false)
}

fn check(patience: Option<Duration>, since: Instant) -> Result<(), Failure> {
    match patience {
        Some(patience) if since.elapsed() >= patience => Err(Failure::Patience(patience)),
        _ => Ok(()),
    }
}
