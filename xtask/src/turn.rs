//! One command at a time in `target/vm`: two would build over each other's modules and read each other's consoles.

use std::fs::{self, File, TryLockError};
use std::io::{Read, Seek, Write};
use std::path::Path;

use anyhow::{Context, Result};

/// A folder that this process has for itself. The system gives it free at the latest when the process ends.
#[derive(Debug)]
pub(crate) struct Turn {
    _lock: File,
}

impl Turn {
    /// Takes the folder, and waits for who has it; says for whom.
    pub(crate) fn take(folder: &Path) -> Result<Self> {
        let mut file = open(folder)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                println!("waiting for {}, which uses {}", holder(&mut file), folder.display());
                file.lock().with_context(|| format!("cannot wait for {}", folder.display()))?;
            }
            Err(TryLockError::Error(error)) => {
                return Err(error).with_context(|| format!("cannot lock {}", folder.display()));
            }
        }
        sign(&mut file).with_context(|| format!("cannot write {}", folder.join(NAME).display()))?;
        Ok(Self { _lock: file })
    }
}

/// The file that is locked. It stays: without it two could lock a file of that name each.
const NAME: &str = "in-use";

fn open(folder: &Path) -> Result<File> {
    let path = folder.join(NAME);
    fs::create_dir_all(folder)
        .and_then(|()| {
            File::options().read(true).write(true).create(true).truncate(false).open(&path)
        })
        .with_context(|| format!("cannot open {}", path.display()))
}

/// Says in the file who we are, for those who wait.
fn sign(file: &mut File) -> std::io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    file.set_len(0)?;
    file.rewind()?;
    write!(file, "`cargo xtask {}` (process {})", arguments.join(" "), std::process::id())
}

/// Who has the lock, as far as it has said so.
fn holder(file: &mut File) -> String {
    let mut text = String::new();
    match file.read_to_string(&mut text) {
        Ok(1..) => text,
        _ => "another command".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc;
    use std::thread;

    use super::*;

    #[test]
    fn the_second_waits_for_the_first_and_knows_who_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vm");
        let first = Turn::take(&path).unwrap();
        let mut seen = open(&path).unwrap();
        assert!(matches!(seen.try_lock(), Err(TryLockError::WouldBlock)));
        assert!(holder(&mut seen).ends_with(&format!("(process {})", std::process::id())));
        let (sender, receiver) = mpsc::channel();
        let second = thread::spawn(move || {
            let turn = Turn::take(&path);
            sender.send(()).unwrap();
            turn
        });
        assert_eq!(receiver.try_recv(), Err(mpsc::TryRecvError::Empty));
        drop(first);
        assert!(second.join().unwrap().is_ok());
    }
}
