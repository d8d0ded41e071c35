//! The table.

use nl_bench::workload::{WORKLOADS, Workload};

use crate::measure;
use crate::programs::{self, Program};

/// Instructions and allocations; whether ours keeps every limit and all figures can be repeated.
pub(crate) fn instructions() -> Result<bool, String> {
    let programs = programs::build("")?;
    let mut unsteady = Vec::new();
    println!("Instructions in user space, per unit.\n");
    header(&programs, &["ours: allocations per operation", "limit", ""]);
    let mut good = true;
    for workload in &WORKLOADS {
        let figures = row(&programs, workload, |program| {
            let (first, second) = (
                measure::instructions(program, workload)?,
                measure::instructions(program, workload)?,
            );
            if (first - second).abs() > first * REPEATS {
                unsteady.push(format!("{} {}: {first:.1}, {second:.1}", program.name, workload.id));
            }
            Ok(first)
        })?;
        let allocations = measure::allocations(&programs[0], workload.id)?;
        let verdict = if figures.ours <= workload.limit { "ok" } else { "over" };
        good &= figures.ours <= workload.limit;
        println!("{} {allocations:.1} | {} | {verdict} |", figures.cells, workload.limit);
    }
    match unsteady.as_slice() {
        [] => println!("\nA second measurement gave the same figures."),
        some => println!("\nA second measurement gave others:\n- {}", some.join("\n- ")),
    }
    Ok(good && unsteady.is_empty())
}

/// Nanoseconds.
pub(crate) fn times() -> Result<bool, String> {
    let programs = programs::build("")?;
    println!("Nanoseconds per unit, the median of several rounds.\n");
    header(&programs, &[]);
    for workload in &WORKLOADS {
        let figures = row(&programs, workload, |program| measure::time(program, workload))?;
        println!("{}", figures.cells);
    }
    Ok(true)
}

fn header(programs: &[Program], more: &[&str]) {
    let mut columns: Vec<&str> = programs.iter().map(|program| program.name).collect();
    columns.insert(2, "ours ÷ floor");
    columns.extend(more);
    println!("| workload | {} |", columns.join(" | "));
    println!("|---|{}", "--:|".repeat(columns.len()));
}

struct Row {
    ours: f64,
    /// The row, up to the last peer.
    cells: String,
}

/// What `measure` says of each program that can do the workload.
fn row(
    programs: &[Program],
    workload: &Workload,
    mut measure: impl FnMut(&Program) -> Result<f64, String>,
) -> Result<Row, String> {
    let (ours, floor) = (measure(&programs[0])?, measure(&programs[1])?);
    let mut cells = format!(
        "| `{}` {} | {} | {} | {:.2} |",
        workload.id,
        workload.what,
        figure(ours),
        figure(floor),
        ours / floor
    );
    for peer in &programs[2..] {
        let cell = match peer.can(workload.id) {
            None => "no".to_owned(),
            Some(by_hand) => {
                let peer = measure(peer)?;
                let how = if by_hand { ", by hand" } else { "" };
                format!("{} ({:.1} × ours{how})", figure(peer), peer / ours)
            }
        };
        cells.extend([" ", &cell, " |"]);
    }
    Ok(Row { ours, cells })
}

pub(crate) fn figure(number: f64) -> String {
    if number < 200.0 { format!("{number:.1}") } else { format!("{number:.0}") }
}

/// How far a second measurement may be off.
const REPEATS: f64 = 0.001;
