//! Tells the story, one line at a time, whoever of its threads speaks.

use std::sync::{Arc, Mutex, PoisonError};

use serde_json::json;

use super::super::failure::Failure;
use super::super::line::Line;
use super::super::output::Output;

#[derive(Clone)]
pub(super) struct Narrator {
    output: Arc<Mutex<Output>>,
}

impl Narrator {
    pub(super) fn new(output: Output) -> Self {
        Self { output: Arc::new(Mutex::new(output)) }
    }

    /// Begins a part.
    pub(super) fn title(&self, title: &str) -> Result<(), Failure> {
        self.print(&Line::new(format!("\n== {title}"), json!({ "part": title })))
    }

    /// Says a sentence.
    pub(super) fn say(&self, text: &str) -> Result<(), Failure> {
        self.line(&Line::new(text, json!({ "story": text })))
    }

    pub(super) fn lines(&self, lines: &[&str]) -> Result<(), Failure> {
        lines.iter().try_for_each(|line| self.say(line))
    }

    /// Prints a line of a command.
    pub(super) fn line(&self, line: &Line) -> Result<(), Failure> {
        let text = line.text.replace('\n', "\n   ");
        self.print(&Line::new(format!("   {text}"), line.json.clone()))
    }

    fn print(&self, line: &Line) -> Result<(), Failure> {
        // Whoever panicked with it left whole lines behind.
        self.output.lock().unwrap_or_else(PoisonError::into_inner).line(line)
    }
}
