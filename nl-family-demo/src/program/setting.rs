//! What the global options set for every command.

use std::time::Duration;

use nl_core::{Connection, Error, Options, Transport};
use nl_family_demo::Demo;

use super::arguments::Global;
use super::output::Output;

/// Where to look, how long to wait, how to print.
#[derive(Clone, Copy, Debug)]
pub(super) struct Setting {
    pub(super) transport: Transport,
    pub(super) json: bool,
    /// As it was asked for; zero is for ever.
    timeout: Option<Duration>,
}

impl Setting {
    pub(super) fn new(global: &Global) -> Self {
        Self { transport: global.transport, json: global.json, timeout: global.timeout }
    }

    /// The same setting for a place of its own.
    pub(super) fn at(self, transport: Transport) -> Self {
        Self { transport, ..self }
    }

    /// The same setting with a time limit of its own.
    pub(super) fn within(self, timeout: Duration) -> Self {
        Self { timeout: Some(timeout), ..self }
    }

    pub(super) fn options(&self) -> Options {
        let options = Options::new().transport(self.transport);
        match self.timeout {
            None => options,
            Some(Duration::ZERO) => options.timeout(None),
            some => options.timeout(some),
        }
    }

    /// How long to wait for an event: for ever, unless asked otherwise.
    pub(super) fn patience(&self) -> Option<Duration> {
        self.timeout.filter(|timeout| !timeout.is_zero())
    }

    pub(super) fn connect(&self) -> Result<Connection<Demo>, Error> {
        Connection::open_with(self.options())
    }

    pub(super) fn output(&self) -> Output {
        Output::stdout(self.json)
    }
}
