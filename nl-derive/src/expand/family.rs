//! A family's traits, and a constant for each of its groups.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::lifetime::{elided, nl};
use super::schema;
use crate::lower::const_name;
use crate::model::{Family, Group, Mode, Operation};
use crate::paths::private;

pub(super) fn traits(family: &Family) -> TokenStream {
    let p = private(family.krate.as_ref());
    let (ident, nl) = (&family.ident, nl());
    let event = super::event::name(family);
    let schema = schema::family(family);
    let commands = family.operations.iter().filter(|o| o.first).map(|o| &o.variant);
    let requests = family.operations.iter().enumerate();
    let requests = requests.map(|(position, operation)| request(family, operation, position, &p));
    quote! {
        #[automatically_derived]
        impl #p::Family for #ident {
            const SCHEMA: &'static #p::FamilySchema = &#schema;
            const COMMANDS: &'static [Self] = &[#(Self::#commands),*];
            type Event<#nl> = #event<#nl>;
        }

        #(#requests)*
    }
}

/// What makes a request type belong to its operation.
fn request(
    family: &Family,
    operation: &Operation,
    position: usize,
    p: &TokenStream,
) -> TokenStream {
    let Some(request) = operation.mode.request() else {
        return TokenStream::new();
    };
    let (ident, nl) = (&family.ident, nl());
    let kind = match &operation.mode {
        Mode::Do { reply, .. } => {
            let reply = reply.as_ref().map_or_else(|| quote!(()), |reply| elided(reply, "nl"));
            quote_spanned! {request.span()=>
                impl #p::Call for #request { type Reply<#nl> = #reply; }
            }
        }
        Mode::Dump { item, .. } => {
            let item = elided(item, "nl");
            quote_spanned! {request.span()=>
                impl #p::Dump for #request { type Item<#nl> = #item; }
            }
        }
        Mode::Stream { item, .. } => {
            let item = elided(item, "nl");
            quote_spanned! {request.span()=>
                impl #p::Stream for #request { type Item<#nl> = #item; }
            }
        }
        Mode::Event { .. } => TokenStream::new(),
    };
    quote_spanned! {request.span()=>
        #[automatically_derived]
        impl #p::Request for #request {
            type Family = #ident;
            const OPERATION: &'static #p::Operation =
                &<#ident as #p::Family>::SCHEMA.operations[#position];
        }
        #[automatically_derived]
        #kind
    }
}

/// `Demo::MESSAGES` for group "messages".
pub(super) fn groups(family: &Family) -> TokenStream {
    let p = private(family.krate.as_ref());
    let ident = &family.ident;
    // A constant that stands twice has been reported.
    let first = |(position, group): &(usize, &Group)| {
        let constant = const_name(&group.name);
        family.groups[..*position].iter().all(|earlier| const_name(&earlier.name) != constant)
    };
    let consts = family.groups.iter().enumerate().filter(first).map(|(position, group)| {
        let name = format_ident!("{}", const_name(&group.name), span = group.span);
        let doc = format!("The multicast group \"{}\".", group.name);
        quote!(#[doc = #doc] pub const #name: #p::Group<Self> = #p::Group::new(#position);)
    });
    quote! {
        impl #ident { #(#consts)* }
    }
}
