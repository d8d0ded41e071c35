//! Receives one file: from the events, and from the list what no event told.

use nl_core::{Error, Incoming, Subscription};
use nl_family_demo::Demo;
use nl_family_demo::family::{DemoEvent, List, Message};

use super::assembly::{Assembly, File, Verdict};
use super::failure::Failure;
use super::line::Line;
use super::list;
use super::output::Output;
use super::setting::Setting;

/// A receiver that has joined the group of the messages.
pub(super) struct Receiver<S> {
    subscription: Subscription<Demo>,
    intake: Intake<S>,
}

/// What becomes of messages, wherever they come from.
struct Intake<S> {
    setting: Setting,
    assembly: Assembly,
    sink: S,
    notices: Output,
}

/// Whether the file is complete.
type Complete = bool;

impl<S: FnMut(&[u8]) -> Result<(), Failure>> Receiver<S> {
    /// Joins the group, of a family that need not be there yet. The file's bytes go to the sink.
    ///
    /// It receives the first file whose beginning comes from now on, or, where it is to take what
    /// exists, is kept.
    pub(super) fn join(
        setting: Setting,
        existing: bool,
        sink: S,
        mut notices: Output,
    ) -> Result<Self, Failure> {
        let before = if existing { None } else { last_kept(setting)? };
        let subscription = Subscription::wait(&[Demo::MESSAGES], setting.options())?;
        notices.line(&Line::ready("receiving", subscription.who()))?;
        let assembly = Assembly::after(before);
        Ok(Self { subscription, intake: Intake { setting, assembly, sink, notices } })
    }

    /// Waits until the file is complete.
    pub(super) fn receive(mut self) -> Result<File, Failure> {
        // What came before the group was joined was not announced here.
        let mut complete = self.subscription.who().is_some() && self.intake.fetch()?;
        while !complete {
            complete = self.next()?;
        }
        self.intake.assembly.into_file().ok_or(Failure::Story("no file came"))
    }

    fn next(&mut self) -> Result<Complete, Failure> {
        let intake = &mut self.intake;
        let incoming = match intake.setting.patience() {
            None => self.subscription.next()?,
            Some(time) => self.subscription.next_within(time)?.ok_or(Failure::Patience(time))?,
        };
        match incoming {
            Incoming::Event(DemoEvent::Stored(message)) => intake.announced(&message),
            Incoming::Overrun { .. } => intake.overrun(),
            Incoming::Gone => intake.gone(),
            Incoming::Here => intake.here(),
            _ => Ok(false),
        }
    }
}

/// The id of the last message that is kept, where there is one.
fn last_kept(setting: Setting) -> Result<Option<u32>, Failure> {
    match setting.connect() {
        Ok(mut demo) => Ok(list::kept(&mut demo, None, |message| message.id)?.last().copied()),
        Err(Error::FamilyNotFound { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

impl<S: FnMut(&[u8]) -> Result<(), Failure>> Intake<S> {
    fn announced(&mut self, message: &Message<'_>) -> Result<Complete, Failure> {
        match self.assembly.announced(message)? {
            Verdict::Restarted => self.assembly.restart()?,
            Verdict::Gap => {}
            verdict => return self.take(verdict, message),
        }
        // The message may have been cleared since, but it came.
        Ok(self.fetch()? || self.listed(message)?)
    }

    /// Events were lost, perhaps the last ones, so that no other will show which.
    fn overrun(&mut self) -> Result<Complete, Failure> {
        let before = self.assembly.seen();
        let complete = self.fetch()?;
        if let Some(id) = before
            && before == self.assembly.seen()
            && !self.is_kept(id)?
        {
            self.assembly.cleared()?;
        }
        Ok(complete)
    }

    fn is_kept(&self, id: u32) -> Result<bool, Failure> {
        let mut demo = self.setting.connect()?;
        let ids = list::kept(&mut demo, id.checked_sub(1), |message| message.id)?;
        Ok(ids.first() == Some(&id))
    }

    /// Takes what is kept behind the last message that was seen.
    fn fetch(&mut self) -> Result<Complete, Failure> {
        let mut demo = self.setting.connect()?;
        let mut kept = demo.dump(&List { after: self.assembly.seen() })?;
        loop {
            match kept.next() {
                Ok(Some(message)) if self.listed(&message)? => return Ok(true),
                Ok(Some(_)) => {}
                // What was sent meanwhile is announced, and what was cleared leaves ids out.
                Ok(None) | Err(Error::Interrupted(_)) => return Ok(false),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn listed(&mut self, message: &Message<'_>) -> Result<Complete, Failure> {
        let left_out = self.assembly.left_out(message.id);
        let verdict = self.assembly.listed(message)?;
        if let Some(ids) = left_out {
            let text = format!("messages {} to {} are not kept any more", ids.start(), ids.end());
            self.notices.line(&Line::happened("left out", text))?;
        }
        self.take(verdict, message)
    }

    fn take(&mut self, verdict: Verdict, message: &Message<'_>) -> Result<Complete, Failure> {
        if matches!(verdict, Verdict::Take | Verdict::TakeLast) {
            (self.sink)(message.data)?;
        }
        Ok(verdict == Verdict::TakeLast)
    }

    fn gone(&mut self) -> Result<Complete, Failure> {
        self.assembly.restart()?;
        self.notices.line(&Line::ready("receiving", None)).map(|()| false)
    }

    /// What came between the family's registration and the join was not announced here.
    fn here(&mut self) -> Result<Complete, Failure> {
        self.assembly.restart()?;
        self.notices.line(&Line::happened("receiving", "receiving: nl_demo is here"))?;
        self.fetch()
    }
}
