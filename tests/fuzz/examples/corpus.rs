//! Corpora to and from one file: `seeds TARGET FOLDER`, `pack FOLDER FILE`, `unpack FILE FOLDER`.

use std::error::Error;
use std::fs;
use std::path::Path;

use nl_fuzz::{pack, seeds};

/// What a packed corpus may take, bytes: the shortest inputs are taken.
const MOST: usize = 300_000;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["seeds", target, folder] => write_all(Path::new(folder), &seeds::of(target)),
        ["unpack", file, folder] => write_all(Path::new(folder), &pack::unpack(&fs::read(file)?)),
        ["pack", folder, file] => pack_all(Path::new(folder), Path::new(file)),
        _ => Err("seeds TARGET FOLDER | pack FOLDER FILE | unpack FILE FOLDER".into()),
    }
}

fn write_all(folder: &Path, inputs: &[Vec<u8>]) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    for (number, input) in inputs.iter().enumerate() {
        fs::write(folder.join(format!("saved-{number:04}")), input)?;
    }
    Ok(())
}

fn pack_all(folder: &Path, file: &Path) -> Result<(), Box<dyn Error>> {
    let mut inputs = Vec::new();
    for entry in fs::read_dir(folder)? {
        inputs.push(fs::read(entry?.path())?);
    }
    inputs.sort_by_cached_key(|input| (input.len(), input.clone()));
    let mut bytes = 0;
    inputs.retain(|input| {
        bytes += input.len() + 4;
        bytes <= MOST
    });
    println!("{} inputs", inputs.len());
    Ok(fs::write(file, pack::pack(&inputs))?)
}
