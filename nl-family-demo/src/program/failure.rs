//! Why a command failed: a sentence, an exit code, and what can be done.

use std::fmt;
use std::io;
use std::path::PathBuf;
use std::time::Duration;

use nl_core::wire::Path;
use nl_core::{Errno, Error};
use serde_json::json;

use super::assembly::Lost;
use super::line::{Count, Line};

#[derive(Debug)]
pub(super) enum Failure {
    /// The family, or the way to it.
    Family(Error),
    /// The family, after some of a file was sent.
    Part { chunks: u64, bytes: u64, error: Error },
    /// No event came in that time.
    Patience(Duration),
    /// What is received cannot be complete any more.
    Lost(Lost),
    /// Somebody has the port id already.
    Served { port: u32 },
    /// The options do not go together.
    Usage(&'static str),
    /// A file, or what it was to be done with it.
    File { doing: &'static str, path: PathBuf, error: io::Error },
    /// A file that goes beyond what an offset can say.
    TooLarge,
    /// Something did not happen as the story tells it.
    Story(&'static str),
    /// Standard output, or what stands for it.
    Output(io::Error),
}

const LOAD: &str = "load the kernel module with `modprobe nl_demo` or `insmod kmod/nl_demo.ko`, \
                    or start the stand-in with `nl-family-demo serve`";
const ADMIN: &str = "this needs CAP_NET_ADMIN: run it as root (a user-space host also takes it \
                     from the user who runs the host)";

impl Failure {
    pub(super) fn code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            Self::Patience(_) => 6,
            _ if self.is_no_permission() => 4,
            _ => match self.family() {
                Some(Error::FamilyNotFound { .. }) => 3,
                Some(Error::Refused(_)) => 5,
                Some(Error::TimedOut(_)) => 6,
                Some(Error::Encode(_)) => 7,
                _ => 1,
            },
        }
    }

    pub(super) fn is_broken_pipe(&self) -> bool {
        matches!(self, Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }

    /// Whether it is that this user may not do it.
    pub(super) fn is_no_permission(&self) -> bool {
        match self.family() {
            Some(Error::Refused(refused)) => matches!(refused.errno, Errno::EPERM | Errno::EACCES),
            Some(Error::Io(_, error)) => error.kind() == io::ErrorKind::PermissionDenied,
            _ => false,
        }
    }

    fn family(&self) -> Option<&Error> {
        match self {
            Self::Family(error) | Self::Part { error, .. } => Some(error),
            _ => None,
        }
    }

    fn hint(&self) -> Option<&'static str> {
        match self.code() {
            3 => Some(LOAD),
            4 => Some(ADMIN),
            _ => None,
        }
    }

    /// As it is printed.
    pub(super) fn line(&self) -> Line {
        let hint = self.hint();
        let text = match hint {
            Some(hint) => format!("error: {self}\n{hint}"),
            None => format!("error: {self}"),
        };
        let (attribute, missing) = self.paths();
        let said = |path: Option<&Path>| path.map(ToString::to_string);
        let json = json!({
            "error": self.to_string(),
            "exit": self.code(),
            "errno": self.errno().map(|errno| errno.to_string()),
            "attribute": said(attribute),
            "missing": said(missing),
            "hint": hint,
        });
        Line::new(text, json)
    }

    fn errno(&self) -> Option<Errno> {
        match self.family()? {
            Error::Refused(refused) => Some(refused.errno),
            Error::Io(_, error) => error.raw_os_error().map(Errno),
            _ => None,
        }
    }

    /// The attribute that is wrong, and the one that is missing.
    fn paths(&self) -> (Option<&Path>, Option<&Path>) {
        match self.family() {
            Some(Error::Refused(refused)) => (refused.attribute.as_ref(), refused.missing.as_ref()),
            Some(Error::Encode(error)) => (Some(error.what.path()), None),
            _ => (None, None),
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Family(error) | Self::Part { chunks: 0, error, .. } => error.fmt(f),
            Self::Part { chunks, bytes, error } => {
                let (chunks, bytes) = (Count(*chunks, "chunk"), Count(*bytes, "byte"));
                write!(f, "{error}; before it {chunks} with {bytes} went through")
            }
            Self::Patience(time) => write!(f, "nothing came in {time:?}"),
            Self::Lost(lost) => lost.fmt(f),
            Self::Served { port } => {
                write!(f, "somebody serves nl_demo already: port id {port:#x} is taken")
            }
            Self::File { doing, path, error } => write!(f, "{doing} {}: {error}", path.display()),
            Self::TooLarge => f.write_str("the file is larger than 4 GiB, an offset has 32 bits"),
            Self::Usage(what) | Self::Story(what) => f.write_str(what),
            Self::Output(error) => write!(f, "writing the output: {error}"),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Family(error)
    }
}

impl From<Lost> for Failure {
    fn from(lost: Lost) -> Self {
        Self::Lost(lost)
    }
}
