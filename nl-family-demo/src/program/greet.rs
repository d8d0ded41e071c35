//! `greet`.

use clap::Args;
use nl_family_demo::Demo;
use nl_family_demo::family::{Greet, Greeting};
use serde_json::json;

use super::failure::Failure;
use super::line::{Line, Plain};
use super::setting::Setting;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// What to say [default: Greeting from kernel!]
    text: Option<String>,
}

pub(super) fn run(options: &Options, setting: &Setting) -> Result<(), Failure> {
    let text = options.text.as_deref();
    setting.connect()?.call(&Greet { text })?;
    let (said, group) = (text.unwrap_or(Greeting::DEFAULT), Demo::GREETINGS.name());
    setting.output().line(&Line::new(
        format!("greeted group {group}: {}", Plain(said)),
        json!({ "greeted": said, "group": group }),
    ))
}
