//! `serve`.

use std::io;
use std::thread;
use std::time::Duration;

use clap::Args;
use nl_core::host::{Host, Service, Stopper};
use nl_core::{Connection, Error, Family, Transport};
use nl_family_demo::family::DemoHandler;
use nl_family_demo::{Demo, Limits, Server};
use serde_json::json;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::failure::Failure;
use super::line::Line;
use super::output::Output;
use super::setting::Setting;

#[derive(Debug, Args)]
pub(super) struct Options {
    /// How many messages are kept
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().max_messages)]
    max_messages: usize,
    /// How many bytes of their data are kept
    #[arg(long, value_name = "BYTES", default_value_t = Limits::default().max_bytes)]
    max_bytes: usize,
    /// How many repeats run at once
    #[arg(long, value_name = "NUMBER", default_value_t = Limits::default().max_repeats)]
    max_repeats: usize,
    /// Milliseconds from the start to the first greeting [default: 1000]
    #[arg(long, value_name = "MILLISECONDS")]
    greet_delay: Option<u64>,
}

impl Options {
    fn limits(&self) -> Limits {
        let Self { max_messages, max_bytes, max_repeats, .. } = *self;
        let greet_delay = self.greet_delay.map(Duration::from_millis);
        let greet_delay = greet_delay.unwrap_or(Limits::default().greet_delay);
        Limits { max_messages, max_bytes, max_repeats, greet_delay }
    }
}

pub(super) fn run(options: &Options, setting: &Setting) -> Result<(), Failure> {
    let host = bind(Server::new(options.limits()), port(setting.transport)?)?;
    let mut output = setting.output();
    stop_at_signal(host.stopper()?)?;
    notice_kernel(setting, &mut output)?;
    let (family, port) = (Demo::SCHEMA.name, host.port());
    output.line(&Line::new(
        format!("serving {family} at port id {port:#x}, until SIGINT or SIGTERM"),
        json!({ "event": "serving", "family": family, "port": port }),
    ))?;
    host.run()?;
    output.line(&Line::happened("stopped", "stopped"))
}

/// The port id where that transport looks for a host.
fn port(transport: Transport) -> Result<u32, Failure> {
    match transport {
        Transport::UserAt(port) => Ok(port),
        Transport::Auto | Transport::User => Ok(Transport::default_port(Demo::SCHEMA.name)),
        _ => Err(Failure::Usage("a host serves user space, not `--transport kernel`")),
    }
}

/// Binds a host to a port id, 0 for any that is free.
pub(super) fn bind(
    server: Server,
    port: u32,
) -> Result<Host<impl Service<Family = Demo> + Send + 'static>, Failure> {
    Host::bind_at(server.service(), port).map_err(|error| match error {
        Error::Io(_, error) if error.kind() == io::ErrorKind::AddrInUse => Failure::Served { port },
        error => error.into(),
    })
}

fn stop_at_signal(stopper: Stopper) -> Result<(), Failure> {
    let signals = Signals::new([SIGINT, SIGTERM]);
    let mut signals = signals.map_err(|error| Error::Io("sigaction", error))?;
    thread::spawn(move || {
        if signals.forever().next().is_some() {
            stopper.stop();
        }
    });
    Ok(())
}

/// Says so where the kernel has the family too, since it is found first.
fn notice_kernel(setting: &Setting, output: &mut Output) -> Result<(), Failure> {
    let kernel = setting.options().transport(Transport::Kernel);
    if setting.transport != Transport::Auto || Connection::<Demo>::open_with(kernel).is_err() {
        return Ok(());
    }
    let text = "the kernel module is loaded: this host is found with `--transport user` only";
    output.notice(&Line::happened("hidden", text))
}
