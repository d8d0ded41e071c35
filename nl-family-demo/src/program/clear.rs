//! `clear`.

use nl_family_demo::family::Clear;
use serde_json::json;

use super::failure::Failure;
use super::line::Line;
use super::setting::Setting;

pub(super) fn run(setting: &Setting) -> Result<(), Failure> {
    setting.connect()?.call(&Clear {})?;
    setting.output().line(&Line::new("cleared: no messages are kept", json!({ "cleared": true })))
}
