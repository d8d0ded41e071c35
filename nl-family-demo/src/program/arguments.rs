//! The command line.

use std::time::Duration;

use clap::{Args, Parser, Subcommand};
use nl_core::Transport;

use super::{echo, greet, list, listen, receive, repeat, send, serve, value};

const EXIT_CODES: &str = "\
Exit codes:
  0  all is well
  1  an error that none of the others is about
  2  the command line is wrong
  3  the family is not there: neither the kernel module is loaded nor a host running
  4  no permission: the command needs CAP_NET_ADMIN
  5  the other side refused the request
  6  nothing came in time
  7  not sent, because the request does not fit its own declaration";

/// The demo of a generic netlink family: echo, greetings, and a file that the kernel keeps.
///
/// Without a command it shows all of it, and needs neither root nor the kernel module.
#[derive(Debug, Parser)]
#[command(name = "nl-family-demo", version, after_help = EXIT_CODES)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) global: Global,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// Where the family is looked for: `kernel`, `user`, `auto` (the one, else the other), or the
    /// port id of a user-space host
    #[arg(
        long,
        global = true,
        value_name = "WHERE",
        env = "NL_DEMO_TRANSPORT",
        default_value = "auto",
        value_parser = value::transport
    )]
    pub(super) transport: Transport,
    /// Print one JSON object per line; errors as well, on stderr
    #[arg(long, global = true)]
    pub(super) json: bool,
    /// How long to wait for an answer, 0 for ever [default: 10]; where it is given, `listen` and
    /// `receive` wait no longer for an event either
    #[arg(long, global = true, value_name = "SECONDS", value_parser = value::seconds)]
    pub(super) timeout: Option<Duration>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve the family from user space, as a stand-in for the kernel module, until SIGINT
    Serve(serve::Options),
    /// Print the events of multicast groups, through the comings and goings of the family
    Listen(listen::Options),
    /// Write the next file that is sent, byte for byte
    Receive(receive::Options),
    /// Send a file in chunks, to be kept and announced (needs `CAP_NET_ADMIN`)
    Send(send::Options),
    /// Send a message that comes back
    Echo(echo::Options),
    /// Greet everybody who listens
    Greet(greet::Options),
    /// List the messages that are kept
    List(list::Options),
    /// Drop all messages that are kept (needs `CAP_NET_ADMIN`)
    Clear,
    /// Ask for several replies with time in between
    Repeat(repeat::Options),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Arguments;

    #[test]
    fn the_command_line_holds_together() {
        Arguments::command().debug_assert();
    }
}
