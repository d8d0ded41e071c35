//! What is published holds what it is built from.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::process::Command;

/// The files of a package, as `cargo package` packs them; `None` where cargo cannot be asked.
fn packed(package: &str) -> Option<BTreeSet<PathBuf>> {
    let cargo = std::env::var("CARGO").ok()?;
    let output = Command::new(cargo)
        .args(["package", "--list", "--allow-dirty", "--offline", "-p", package])
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .output()
        .ok()?;
    eprint!("{}", String::from_utf8_lossy(&output.stderr));
    let list = String::from_utf8(output.stdout).ok().filter(|_| output.status.success())?;
    Some(list.lines().map(PathBuf::from).collect())
}

/// A path without `..`; `None` where it leads out.
fn tidied(path: &Path) -> Option<PathBuf> {
    let mut tidied = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir if !tidied.pop() => return None,
            Component::ParentDir => {}
            other => tidied.push(other),
        }
    }
    Some(tidied)
}

#[test]
fn the_runtime_s_package_holds_every_file_that_its_code_includes() {
    let Some(files) = packed("nl-runtime") else {
        eprintln!("SKIPPED: cargo does not say what a package holds");
        return;
    };
    let package = Path::new(env!("CARGO_MANIFEST_DIR")).join("../nl-core/runtime");
    let mut included = 0;
    for file in files.iter().filter(|file| file.extension().is_some_and(|ext| ext == "rs")) {
        let code = std::fs::read_to_string(package.join(file)).unwrap();
        for include in code.split("include_str!(\"").skip(1) {
            let include = include.split('"').next().unwrap();
            let path = tidied(&file.parent().unwrap().join(include));
            let there = path.is_some_and(|path| files.contains(&path));
            assert!(there, "{} includes {include}, which is not packed", file.display());
            included += 1;
        }
    }
    assert!(included >= 2, "the adapters' pages include their programs");
}
