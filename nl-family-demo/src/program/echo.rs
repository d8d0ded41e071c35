//! `echo`.

use clap::Args;
use nl_family_demo::family::{Echo, Priority, Tag};

use super::failure::Failure;
use super::line::Line;
use super::setting::Setting;
use super::value;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// What comes back
    text: String,
    /// A number that comes back
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    sequence: u32,
    /// How important it is: `low`, `high` or a number
    #[arg(long, value_parser = value::priority)]
    priority: Option<Priority>,
    /// That it is urgent
    #[arg(long)]
    urgent: bool,
    /// A label with a weight from 1 to 7, as often as you like
    #[arg(long = "tag", value_name = "NAME=WEIGHT", value_parser = value::tag)]
    tags: Vec<value::Tag>,
}

pub(super) fn run(options: &Options, setting: &Setting) -> Result<(), Failure> {
    let tags = options.tags.iter().map(|tag| Tag { name: &tag.name, weight: tag.weight });
    let request = Echo {
        sequence: options.sequence,
        text: &options.text,
        priority: options.priority,
        urgent: options.urgent,
        tags: tags.collect(),
    };
    let mut demo = setting.connect()?;
    let reply = demo.call(&request)?;
    setting.output().line(&Line::echo(&reply))
}
