//! Requests that must not succeed, and what is said about them.

use nl_core::{Connection, Error};
use nl_family_demo::Demo;
use nl_family_demo::family::{Echo, Tag};

use super::super::failure::Failure;
use super::Story;
use super::careless::{self, Careless};
use super::narrator::Narrator;

pub(super) fn show(story: &Story) -> Result<(), Failure> {
    let narrator = &story.narrator;
    narrator.title("Requests that are refused")?;
    let mut demo = Connection::<Demo>::open_with(story.setting.options())?;
    let tags = vec![Tag { name: "heavy", weight: 9 }];
    narrator.say("A tag of weight 9 does not fit the declaration, so it is not even sent:")?;
    let heavy = Echo { sequence: 1, text: "", priority: None, urgent: false, tags };
    refused(narrator, demo.call(&heavy).map(drop))?;

    let mut careless = Connection::<Careless>::open_with(story.setting.options())?;
    let tags = vec![careless::Tag { name: "heavy", weight: 9 }];
    narrator.say("From a program that declares no bounds the other side gets it, and refuses:")?;
    let heavy = careless::Echo { sequence: Some(1), text: Some(""), tags };
    refused(narrator, careless.call(&heavy).map(drop))?;
    narrator.say("It also refuses an echo without its text:")?;
    let mute = careless::Echo { sequence: Some(1), text: None, tags: Vec::new() };
    refused(narrator, careless.call(&mute).map(drop))
}

fn refused(narrator: &Narrator, result: Result<(), Error>) -> Result<(), Failure> {
    match result {
        Ok(()) => Err(Failure::Story("a request succeeded that must be refused")),
        Err(error @ (Error::Refused(_) | Error::Encode(_))) => {
            narrator.line(&Failure::from(error).line())
        }
        Err(error) => Err(error.into()),
    }
}
