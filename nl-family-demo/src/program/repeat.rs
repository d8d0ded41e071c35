//! `repeat`.

use std::time::{Duration, Instant};

use clap::Args;
use nl_core::Connection;
use nl_family_demo::Demo;
use nl_family_demo::family::Repeat;
use serde_json::json;

use super::failure::Failure;
use super::line::Line;
use super::setting::Setting;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// How many replies, 1 to 1000 [default: 10]
    #[arg(long, value_name = "NUMBER")]
    count: Option<u32>,
    /// Milliseconds before each, 1 to 60000 [default: 3000]
    #[arg(long, value_name = "MILLISECONDS")]
    interval: Option<u32>,
}

pub(super) fn run(options: &Options, setting: &Setting) -> Result<(), Failure> {
    let request = Repeat { count: options.count, interval: options.interval };
    let mut output = setting.output();
    replies(&request, setting, |line| output.line(line))
}

/// Asks, and shows how soon the call returned, then each reply as it comes.
pub(super) fn replies(
    request: &Repeat,
    setting: &Setting,
    mut show: impl FnMut(&Line) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let interval = Duration::from_millis(request.interval.unwrap_or(Repeat::INTERVAL).into());
    let mut options = setting.options();
    // A reply comes when its time has come, and may then take as long as any other.
    options.timeout = options.timeout.map(|timeout| timeout.saturating_add(interval));
    let mut demo = Connection::<Demo>::open_with(options)?;
    let start = Instant::now();
    let mut replies = demo.stream(request)?;
    let after = start.elapsed();
    show(&Line::new(
        format!("accepted after {after:.1?}, the replies are to come"),
        json!({ "accepted": true, "after": after.as_secs_f64() }),
    ))?;
    while let Some(reply) = replies.next()? {
        show(&Line::repeated(reply, start.elapsed().as_secs_f64()))?;
    }
    Ok(())
}
