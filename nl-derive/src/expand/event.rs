//! The enum of a family's events.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Ident, Type};

use super::lifetime::{elided, nl};
use super::schema::byte;
use crate::model::{Family, Mode, Operation};
use crate::paths::private;

pub(super) fn name(family: &Family) -> Ident {
    format_ident!("{}Event", family.ident)
}

fn events(family: &Family) -> impl Iterator<Item = (usize, &Operation, &Type)> {
    family.operations.iter().enumerate().filter_map(|(position, operation)| match &operation.mode {
        Mode::Event { set, .. } => Some((position, operation, set)),
        _ => None,
    })
}

pub(super) fn event(family: &Family) -> TokenStream {
    let p = private(family.krate.as_ref());
    let (nl, vis, ident, name) = (nl(), &family.vis, &family.ident, name(family));
    let doc = format!("An event of [`{ident}`].");
    let variants = events(family).map(|(_, operation, set)| {
        let (variant, doc, set) = (&operation.variant, &operation.doc, elided(set, "nl"));
        quote!(#[doc = #doc] #variant(#set))
    });
    let decodes = events(family).map(|(_, operation, set)| {
        let (variant, command, set) =
            (&operation.variant, byte(operation.command.value), elided(set, "nl"));
        quote! {
            #command => match <#set as #p::Decode<#nl>>::decode(attributes) {
                #p::Ok(event) => {
                    #p::Ok(Self::#variant(event))
                }
                #p::Err(error) => #p::Err(error),
            }
        }
    });
    let operations = events(family).map(|(position, operation, _)| {
        let variant = &operation.variant;
        quote! {
            Self::#variant(_) => #p::Some(
                &<#ident as #p::Family>::SCHEMA.operations[#position],
            )
        }
    });
    let sizes = events(family).map(|(_, operation, set)| {
        let (variant, set) = (&operation.variant, elided(set, "nl"));
        quote!(Self::#variant(event) => <#set as #p::Encode>::size(event))
    });
    let emits = events(family).map(|(_, operation, set)| {
        let (variant, set) = (&operation.variant, elided(set, "nl"));
        quote!(Self::#variant(event) => <#set as #p::Encode>::emit(event, writer))
    });
    quote! {
        #[doc = #doc]
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        #vis enum #name<#nl> {
            #(#variants,)*
            /// A command that the declaration does not have, as it came.
            Unknown(#p::UnknownEvent<#nl>),
        }

        #[automatically_derived]
        impl<#nl> #p::Event<#nl> for #name<#nl> {
            #[inline]
            fn decode(
                command: u8,
                attributes: &#nl [u8],
            ) -> #p::Result<Self, #p::DecodeError> {
                match command {
                    #(#decodes)*
                    _ => #p::Ok(Self::Unknown(
                        #p::UnknownEvent::new(command, attributes),
                    )),
                }
            }

            #[inline]
            fn operation(&self) -> #p::Option<&'static #p::Operation> {
                match self {
                    #(#operations,)*
                    Self::Unknown(_) => #p::None,
                }
            }

            #[inline]
            fn size(&self) -> usize {
                match self {
                    #(#sizes,)*
                    Self::Unknown(event) => event.attributes().len(),
                }
            }

            #[inline]
            fn emit(
                &self,
                writer: &mut #p::Writer<'_>,
            ) -> #p::Result<(), #p::EncodeError> {
                match self {
                    #(#emits,)*
                    Self::Unknown(event) => #p::Writer::bytes(writer, event.attributes()),
                }
            }
        }
    }
}
