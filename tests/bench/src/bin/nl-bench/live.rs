//! The table of the workloads with a kernel behind them: a row for each way of each program.

use nl_bench::workload::{LIVE, Limits, Live};

use crate::measure;
use crate::programs::{self, Program};
use crate::table::figure;

/// One way of doing a workload.
struct Row<'p> {
    program: &'p Program,
    case: &'p str,
    by_hand: bool,
}

/// Instructions, allocations and system calls; whether ours keeps every limit.
pub(crate) fn counts() -> Result<bool, String> {
    let programs = programs::build(programs::LIVE)?;
    let mut good = true;
    println!("For one operation: instructions in user space, allocations, system calls.\n");
    println!("| workload | who | instructions | ÷ floor | allocations | system calls | |");
    println!("|---|---|--:|--:|--:|--:|---|");
    for workload in &LIVE {
        let mut floor = f64::NAN;
        for row in rows(&programs, workload) {
            let Row { program, case, .. } = row;
            let instructions = measure::instructions_of(program, case, workload.runs)?;
            let allocations = measure::allocations(program, case)?;
            let calls = measure::system_calls(program, case, workload.runs)?;
            if program.name == "floor" {
                floor = instructions;
            }
            let ratio = instructions / floor;
            let verdict = row.limits(workload).map(|limits| {
                over(&[
                    ("instructions", instructions, limits.instructions),
                    ("instructions ÷ floor", ratio, limits.ratio),
                    ("allocations", allocations, limits.allocations),
                    ("system calls", round(calls), limits.calls),
                ])
            });
            good &= verdict.as_ref().is_none_or(|verdict| verdict == OK);
            println!(
                "| {} | {} | {} | {ratio:.2} | {allocations:.1} | {calls:.2} | {} |",
                first_cell(workload, &row),
                row.who(),
                figure(instructions),
                verdict.unwrap_or_default(),
            );
        }
        for name in cannot(&programs, workload) {
            println!("| | {name} | no | | | | |");
        }
    }
    Ok(good)
}

/// The programs that have no way of doing it.
fn cannot<'p>(programs: &'p [Program], workload: &'p Live) -> impl Iterator<Item = &'static str> {
    programs
        .iter()
        .filter(|program| program.cases(workload.id).next().is_none())
        .map(|one| one.name)
}

/// Nanoseconds, each beside the floor's at the same time.
pub(crate) fn times() -> Result<bool, String> {
    let programs = programs::build(programs::LIVE)?;
    println!(
        "Nanoseconds for one operation, medians of {ROUNDS} rounds. In each the floor is measured before \
         and behind, and the ratio is the median of the rounds'.\n"
    );
    println!("| workload | who | ns | ÷ floor | per second | |\n|---|---|--:|--:|--:|---|");
    for workload in &LIVE {
        let rows: Vec<Row<'_>> = rows(&programs, workload).collect();
        let floor = rows.iter().find(|row| row.program.name == "floor").ok_or("no floor")?;
        for row in &rows {
            let (mut times, mut ratios) = (Vec::new(), Vec::new());
            for _ in 0..ROUNDS {
                // What else the machine does changes slowly beside a round, and is taken out so.
                let before = measure::round(floor.program, floor.case)?;
                let time = measure::round(row.program, row.case)?;
                let again = measure::round(row.program, row.case)?;
                let behind = measure::round(floor.program, floor.case)?;
                times.push(f64::midpoint(time, again));
                ratios.push((time + again) / (before + behind));
            }
            let (time, ratio) = (median(times), median(ratios));
            let verdict = row.limits(workload).map(|limits| over(&[("time", ratio, limits.time)]));
            println!(
                "| {} | {} | {time:.0} | {ratio:.2} | {:.0} | {} |",
                first_cell(workload, row),
                row.who(),
                1e9 / time,
                verdict.unwrap_or_default(),
            );
        }
        for name in cannot(&programs, workload) {
            println!("| | {name} | no | | | |");
        }
    }
    // Other programs of the machine can make a time too long: it is shown, and no failure.
    Ok(true)
}

/// The floor's rows first, which the others are measured by.
fn rows<'p>(programs: &'p [Program], workload: &'p Live) -> impl Iterator<Item = Row<'p>> {
    let (ours, others) = programs.split_at(1);
    let (floor, peers) = others.split_at(1);
    floor.iter().chain(ours).chain(peers).flat_map(move |program| {
        let cases = program.cases(workload.id);
        cases.map(move |(case, by_hand)| Row { program, case, by_hand })
    })
}

impl Row<'_> {
    fn who(&self) -> String {
        let way = self.case.split_once('/').map_or(String::new(), |(_, way)| format!(" {way}"));
        let how = if self.by_hand { ", by hand" } else { "" };
        format!("{}{way}{how}", self.program.name)
    }

    /// What applies to it, if it is ours.
    fn limits(&self, workload: &Live) -> Option<Limits> {
        let tokio = self.case.ends_with("/tokio");
        let limits = if tokio { Limits::TOKIO } else { workload.limits };
        (self.program.name == "ours").then_some(limits)
    }
}

fn first_cell(workload: &Live, row: &Row<'_>) -> String {
    match row.program.name {
        "floor" => format!("`{}` {}", workload.id, workload.what),
        _ => String::new(),
    }
}

/// What is over its limit.
fn over(figures: &[(&str, f64, f64)]) -> String {
    let over = figures.iter().filter(|(_, figure, limit)| figure > limit);
    let over: Vec<String> =
        over.map(|(what, figure, limit)| format!("{what} {figure:.2} > {limit}")).collect();
    if over.is_empty() { OK.to_owned() } else { format!("over: {}", over.join(", ")) }
}

/// To two digits: a call more or less in the whole run is none of an operation's.
fn round(number: f64) -> f64 {
    (number * 100.0).round() / 100.0
}

fn median(mut numbers: Vec<f64>) -> f64 {
    numbers.sort_unstable_by(f64::total_cmp);
    numbers[numbers.len() / 2]
}

const OK: &str = "ok";
const ROUNDS: usize = 21;
