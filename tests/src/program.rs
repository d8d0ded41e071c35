//! The demo program as a user runs it.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use nl_core::Transport;

use crate::{Peer, TIMEOUT};

/// The environment variable with the path of the program, where it is not where it was built.
pub const BIN: &str = "NL_DEMO_BIN";

/// The user `nobody`.
pub const NOBODY: u32 = 65534;

/// The demo program, to be run on the kernel's family.
pub fn program() -> Command {
    let path = std::env::var_os(BIN).expect("NL_DEMO_BIN names the demo program");
    let mut command = Command::new(path);
    command.args(["--transport", "kernel"]);
    command
}

/// The demo program, built at that path, to be run on the family that is tested.
pub fn built_at(path: &str, peer: &Peer) -> Command {
    let mut command = Command::new(std::env::var_os(BIN).unwrap_or_else(|| path.into()));
    let transport = match peer.options.transport {
        Transport::UserAt(port) => port.to_string(),
        _ => "kernel".to_owned(),
    };
    command.args(["--transport", &transport]);
    command
}

/// Runs a program to its end.
pub fn run(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().expect("the program starts")
}

/// What a program printed, as text.
pub fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A program that runs on, whose lines can be waited for.
pub struct Running {
    child: Child,
    stdout: Receiver<String>,
    stderr: Receiver<String>,
}

impl Running {
    /// Starts it.
    pub fn start(command: &mut Command) -> Self {
        let command = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the program starts");
        let stdout = lines(child.stdout.take().expect("piped"));
        let stderr = lines(child.stderr.take().expect("piped"));
        Self { child, stdout, stderr }
    }

    /// Waits for a line on standard output that holds this text, and returns it.
    pub fn line(&self, with: &str) -> String {
        wait_for(&self.stdout, with)
    }

    /// Waits for a line on standard error that holds this text, and returns it.
    pub fn notice(&self, with: &str) -> String {
        wait_for(&self.stderr, with)
    }

    /// The lines on standard output that nobody waited for, so far.
    pub fn more_lines(&self) -> Vec<String> {
        self.stdout.try_iter().collect()
    }

    /// Waits for its end; whether it ended well.
    pub fn ends_well(mut self) -> bool {
        let until = Instant::now() + TIMEOUT;
        while Instant::now() < until {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status.success();
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the program did not end");
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended long ago.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn lines(from: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}

fn wait_for(lines: &Receiver<String>, with: &str) -> String {
    let until = Instant::now() + TIMEOUT;
    let mut seen = Vec::new();
    while let Ok(line) = lines.recv_timeout(until.saturating_duration_since(Instant::now())) {
        if line.contains(with) {
            return line;
        }
        seen.push(line);
    }
    panic!("no line with {with:?}; there were {seen:?}");
}
