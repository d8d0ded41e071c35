//! The demo family's kernel module, built for one kernel. A warning of any of the tools is an error.

use std::fs;
use std::path::{Path, PathBuf};
use std::thread;

use anyhow::{Context, Result, ensure};

use crate::command;
use crate::debian::kernel::Kernel;
use crate::supplies::Supply;

/// The module's name.
pub(crate) const NAME: &str = "nl_demo";

/// Builds a copy of `source` in `folder`, which `shared` contains, and returns the module.
pub(crate) fn build(
    kernel: &Kernel,
    supply: &Supply,
    source: &Path,
    folder: &Path,
    shared: &Path,
) -> Result<PathBuf> {
    let copy = folder.join("kmod");
    copy_sources(source, &copy)?;
    let mut make = supply.toolchain.command("make", shared)?;
    make.arg("-C").arg(supply.tree.headers());
    make.arg(format!("M={}", copy.display())).arg("W=1");
    make.arg(format!("-j{}", thread::available_parallelism()?));
    if kernel.sparse {
        make.args(["C=2", "CF=-D__CHECK_ENDIAN__"]);
    }
    let text = command::logged(make.arg("modules"), &folder.join("build.log"))?;
    let release = supply.tree.release();
    let complaints = complaints(&text).join("\n");
    ensure!(
        complaints.is_empty(),
        "the module builds for {release}, but not without warnings:\n{complaints}"
    );
    let module = copy.join(NAME).with_extension("ko");
    ensure!(module.exists(), "make left no {}", module.display());
    Ok(module)
}

/// The C sources and headers below `folder`, without those that a build has left there, in order.
pub(crate) fn sources(folder: &Path) -> Result<Vec<PathBuf>> {
    let is_source = |path: &PathBuf| {
        let name = path.to_string_lossy();
        (name.ends_with(".c") || name.ends_with(".h")) && !name.ends_with(".mod.c")
    };
    let mut files = files(folder)?;
    files.retain(is_source);
    files.sort();
    Ok(files)
}

/// The lines of a build's output that tell of a warning of the compiler, of sparse or of modpost.
fn complaints(text: &str) -> Vec<&str> {
    let is_complaint = |line: &&str| {
        let line = line.to_lowercase();
        line.contains("warning") || line.contains("error:")
    };
    text.lines().filter(is_complaint).collect()
}

fn copy_sources(source: &Path, copy: &Path) -> Result<()> {
    if copy.exists() {
        fs::remove_dir_all(copy).with_context(|| format!("cannot remove {}", copy.display()))?;
    }
    let mut wanted = sources(source)?;
    let makefiles = ["Kbuild", "Makefile"].map(|name| source.join(name));
    wanted.extend(makefiles.into_iter().filter(|path| path.exists()));
    for file in wanted {
        let target = copy.join(file.strip_prefix(source)?);
        let parent = target.parent().unwrap_or(copy);
        fs::create_dir_all(parent)
            .and_then(|()| fs::copy(&file, &target))
            .with_context(|| format!("cannot copy {} to {}", file.display(), target.display()))?;
    }
    Ok(())
}

fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries =
            fs::read_dir(&folder).with_context(|| format!("cannot read {}", folder.display()))?;
        for entry in entries {
            let entry = entry?;
            if entry.file_type()?.is_dir() {
                folders.push(entry.path());
            } else {
                files.push(entry.path());
            }
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn warnings_of_all_three_tools_are_complaints() {
        let text = "\
  CC [M]  nl_demo_main.o
nl_demo_main.c:12:6: warning: no previous prototype for 'x' [-Wmissing-prototypes]
  CHECK   nl_demo_main.c
nl_demo_main.c:9:5: error: incompatible types in comparison expression
WARNING: modpost: missing MODULE_DESCRIPTION() in nl_demo.o
Skipping BTF generation for nl_demo.ko due to unavailability of vmlinux
";
        let found = complaints(text);
        assert_eq!(found.len(), 3, "{found:?}");
        assert!(found[2].starts_with("WARNING: modpost"));
    }

    #[test]
    fn what_a_build_left_is_no_source() {
        let folder = tempfile::tempdir().expect("a folder for temporary files");
        fs::create_dir(folder.path().join("uapi")).expect("a new folder");
        for name in ["b.c", "a.c", "uapi/a.h", "nl_demo.mod.c", "b.o", "Kbuild"] {
            fs::write(folder.path().join(name), "").expect("a new file");
        }
        let found = sources(folder.path()).expect("a readable folder");
        let expected = ["a.c", "b.c", "uapi/a.h"].map(|name| folder.path().join(name));
        assert_eq!(found, expected);
    }
}
