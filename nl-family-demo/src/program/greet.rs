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
    let mut demo = setting.connect()?;
    demo.call(&Greet { text })?;
    let (said, group) = (text.unwrap_or(Greeting::DEFAULT), Demo::GREETINGS.name());
    let mut output = setting.output();
    output.line(&Line::new(
        format!("greeted group {group}: {}", Plain(said)),
        json!({ "greeted": said, "group": group }),
    ))?;
    match demo.warning() {
        Some(warning) => output.notice(&Line::new(
            format!("{} warns: {}", demo.who(), Plain(warning)),
            json!({ "warning": warning }),
        )),
        None => Ok(()),
    }
}
