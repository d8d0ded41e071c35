//! The model as tokens. Nothing here can fail: whatever can has failed before.

mod choice;
mod decode;
mod encode;
mod event;
mod fallback;
mod family;
#[cfg(any(feature = "host", test))]
mod handler;
mod lifetime;
mod schema;
mod sub_message;
mod value;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use choice::choice;
pub(crate) use fallback::{
    choice as choice_fallback, family as family_fallback, set as set_fallback,
    sub_message as sub_message_fallback, value as value_fallback,
};
pub(crate) use sub_message::sub_message;
pub(crate) use value::value;

use crate::model::{Family, Set};

pub(crate) fn set(set: &Set) -> TokenStream {
    let encode = encode::set(set);
    let decode = decode::set(set);
    let selectors = schema::selectors(set);
    quote!(#encode #decode #selectors)
}

pub(crate) fn family(family: &Family) -> TokenStream {
    let traits = family::traits(family);
    let groups = family::groups(family);
    let event = event::event(family);
    let handler = handler::handler(family);
    quote!(#traits #groups #event #handler)
}

/// Without the feature there is nothing that a handler could be run by.
#[cfg(not(any(feature = "host", test)))]
mod handler {
    use super::{Family, TokenStream};

    pub(super) fn handler(_: &Family) -> TokenStream {
        TokenStream::new()
    }
}
