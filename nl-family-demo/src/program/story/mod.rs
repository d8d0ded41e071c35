//! The whole story in one run: every operation of the family, with listeners and a receiver.

mod careless;
mod listener;
mod narrator;
mod refusal;
mod transfer;

use std::time::{Duration, Instant};

use nl_core::host::HostThread;
use nl_core::{Connection, Error, Family, Transport, Who};
use nl_family_demo::family::{Clear, Echo, Greet, Greeting, Priority, Repeat, Tag};
use nl_family_demo::{Demo, Server};

use self::listener::Listener;
use self::narrator::Narrator;
use super::failure::Failure;
use super::line::Line;
use super::setting::Setting;
use super::{repeat, serve};

/// How long something may take that comes by itself.
const SOON: Duration = Duration::from_secs(5);

/// The one who goes through all of it.
struct Story {
    setting: Setting,
    narrator: Narrator,
    demo: Connection<Demo>,
    /// Where nobody else serves the family.
    host: Option<HostThread>,
}

pub(super) fn run(setting: &Setting) -> Result<(), Failure> {
    let narrator = Narrator::new(setting.output());
    narrator.say("One generic netlink family, every operation of it.")?;
    narrator.title("Where is the family?")?;
    let mut story = Story::begin(*setting, narrator)?;
    story.greetings()?;
    story.file()?;
    story.echo()?;
    refusal::show(&story)?;
    story.repeat()?;
    story.end()
}

impl Story {
    fn begin(setting: Setting, narrator: Narrator) -> Result<Self, Failure> {
        let error = match setting.connect() {
            Ok(demo) => return Self::as_guest(setting, narrator, demo),
            Err(error) => error,
        };
        let not_found = matches!(error, Error::FamilyNotFound { .. });
        if !not_found || setting.transport == Transport::Kernel {
            return Err(error.into());
        }
        let auto = setting.transport == Transport::Auto;
        let why = if auto { "The kernel module is not loaded" } else { "Nobody is there" };
        narrator.say(&format!("{why}: {error}."))?;
        // Nobody else is to find this host: it is there for two seconds only.
        let port = if let Transport::UserAt(port) = setting.transport { port } else { 0 };
        let host = serve::bind(Server::default(), port)?.spawn();
        let (family, port) = (Demo::SCHEMA.name, host.port());
        narrator.say(&format!("So this program serves {family} itself, at port id {port:#x}."))?;
        let setting = setting.at(host.transport());
        Ok(Self { setting, narrator, demo: setting.connect()?, host: Some(host) })
    }

    /// Somebody serves the family already.
    fn as_guest(
        setting: Setting,
        narrator: Narrator,
        demo: Connection<Demo>,
    ) -> Result<Self, Failure> {
        let (family, who, id) = (Demo::SCHEMA.name, demo.who(), demo.family_id());
        narrator.say(&format!("It is there: {who} serves {family}, under id {id:#x}."))?;
        let mut story = Self { setting, narrator, demo, host: None };
        story.permitted(|story| {
            story.demo.call(&Clear {})?;
            story.narrator.say("The messages of earlier runs were cleared.")
        })?;
        Ok(story)
    }

    fn greetings(&mut self) -> Result<(), Failure> {
        self.narrator.title("Two listeners, one greeting")?;
        let mut listeners = Vec::new();
        for number in 1..=2 {
            listeners.push(Listener::start(number, &self.setting, &self.narrator)?);
        }
        self.narrator.say("Listeners 1 and 2 have joined group `greetings`.")?;
        if self.host.is_some() {
            self.narrator.say("The first greeting comes by itself, a second after the start:")?;
            listeners.iter().try_for_each(|listener| listener.hear(Greeting::DEFAULT))?;
        }
        for text in [None, Some("Hello from the demo!")] {
            let said = text.unwrap_or(Greeting::DEFAULT);
            self.narrator.say(&format!("This program asks for \"{said}\":"))?;
            self.demo.call(&Greet { text })?;
            listeners.iter().try_for_each(|listener| listener.hear(said))?;
        }
        Ok(())
    }

    fn file(&mut self) -> Result<(), Failure> {
        self.narrator.title("A file, sent in chunks, kept and delivered")?;
        self.permitted(transfer::show)?;
        if self.demo.who() == Who::Kernel {
            self.narrator.say("The kernel shows what it keeps in /proc/net/nl_demo.")?;
        }
        Ok(())
    }

    fn echo(&mut self) -> Result<(), Failure> {
        self.narrator.title("An echo")?;
        let tags = vec![Tag { name: "colour", weight: 3 }, Tag { name: "size", weight: 7 }];
        let priority = Some(Priority::High);
        let request =
            Echo { sequence: 42, text: "Is anybody there?", priority, urgent: true, tags };
        self.narrator.say(&format!("sent:     {}", Line::echo(&request).text))?;
        let start = Instant::now();
        let reply = self.demo.call(&request)?;
        let took = start.elapsed();
        self.narrator.say(&format!("returned: {}", Line::echo(&reply).text))?;
        if reply != request {
            return Err(Failure::Story("the echo is not what was sent"));
        }
        self.narrator.say(&format!("Every attribute came back as it went, in {took:.0?}."))
    }

    fn repeat(&self) -> Result<(), Failure> {
        self.narrator.title("Three replies, 300 ms apart")?;
        let request = Repeat { count: Some(3), interval: Some(300) };
        repeat::replies(&request, &self.setting, |line| self.narrator.line(line))?;
        self.narrator.say("The call returned at once: nobody waits in the request's handler.")
    }

    fn end(self) -> Result<(), Failure> {
        self.narrator.title("What to try next")?;
        self.narrator.lines(NEXT)?;
        self.host.map_or(Ok(()), |host| host.stop().map_err(Failure::from))
    }

    /// Does what only the administrator may; for others the story goes on.
    fn permitted(
        &mut self,
        step: impl FnOnce(&mut Self) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        match step(self) {
            Err(failure) if failure.is_no_permission() => {
                self.narrator.line(&failure.line())?;
                self.narrator.say("The story goes on without.")
            }
            result => result,
        }
    }
}

const NEXT: &[&str] = &[
    "in one terminal        nl-family-demo serve",
    "in a second one        nl-family-demo listen",
    "in a third one         nl-family-demo receive copy.txt",
    "in a fourth one        nl-family-demo send FILE",
    "                       nl-family-demo greet \"Hello!\"",
    "                       nl-family-demo echo hello --priority high --tag colour=3",
    "                       nl-family-demo list",
    "                       nl-family-demo repeat --count 10 --interval 3000",
    "with the kernel module sudo insmod kmod/nl_demo.ko, then the same commands without `serve`",
    "in a virtual machine   cargo xtask vm",
    "all about it           nl-family-demo --help (every command takes --json)",
    "From a checkout `nl-family-demo` is `cargo run -p nl-family-demo --`.",
];
