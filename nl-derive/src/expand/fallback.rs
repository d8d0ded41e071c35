//! After a mistake: the errors, and impls that keep the rest of the user's crate quiet about it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::lifetime::{decoding, elided, nl};
use crate::model::{Family, Mode, Set, Value};
use crate::paths::private;

pub(crate) fn set(set: &Set, errors: &syn::Error) -> TokenStream {
    let p = private(set.krate.as_ref());
    let (nl, ident) = (nl(), &set.ident);
    let errors = errors.to_compile_error();
    let (impl_generics, ty_generics, where_clause) = set.generics.split_for_impl();
    let decoding = decoding(&set.generics);
    let (impl_decoding, _, _) = decoding.split_for_impl();
    quote! {
        #errors
        impl #impl_generics #p::Encode for #ident #ty_generics #where_clause {
            const SCHEMA: &'static #p::SetSchema = &#p::SetSchema::EMPTY;
            fn size(&self) -> usize { 0 }
            fn emit(&self, _: &mut #p::Writer<'_>)
                -> #p::Result<(), #p::EncodeError> { ::core::unimplemented!() }
        }
        impl #impl_decoding #p::Decode<#nl> for #ident #ty_generics #where_clause {
            fn decode_at(_: &#nl [u8], _: #p::Depth)
                -> #p::Result<Self, #p::DecodeError> { ::core::unimplemented!() }
        }
        impl #impl_decoding #p::Value<#nl> for #ident #ty_generics #where_clause {
            const KIND: #p::Kind = #p::Kind::Binary;
            fn size(&self) -> usize { 0 }
            fn emit(&self, _: &mut #p::Writer<'_>)
                -> #p::Result<(), #p::EncodeError> { ::core::unimplemented!() }
            fn decode_payload(_: &#nl [u8], _: #p::Depth)
                -> #p::Result<Self, #p::DecodeError> { ::core::unimplemented!() }
        }
        impl #impl_decoding #p::Element<#nl> for #ident #ty_generics #where_clause {}
    }
}

pub(crate) fn value(value: &Value, errors: &syn::Error) -> TokenStream {
    let p = private(value.krate.as_ref());
    let (nl, ident) = (nl(), &value.ident);
    let errors = errors.to_compile_error();
    quote! {
        #errors
        impl<#nl> #p::Value<#nl> for #ident {
            const KIND: #p::Kind = #p::Kind::Binary;
            fn size(&self) -> usize { 0 }
            fn emit(&self, _: &mut #p::Writer<'_>)
                -> #p::Result<(), #p::EncodeError> { ::core::unimplemented!() }
            fn decode_payload(_: &#nl [u8], _: #p::Depth)
                -> #p::Result<Self, #p::DecodeError> { ::core::unimplemented!() }
        }
        impl<#nl> #p::Element<#nl> for #ident {}
    }
}

pub(crate) fn family(family: &Family, errors: &syn::Error) -> TokenStream {
    let p = private(family.krate.as_ref());
    let (nl, vis, ident) = (nl(), &family.vis, &family.ident);
    let errors = errors.to_compile_error();
    let groups = super::family::groups(family);
    let event = format_ident!("{ident}Event");
    let variants = family.operations.iter().filter_map(|operation| match &operation.mode {
        Mode::Event { set, .. } => {
            let (variant, set) = (&operation.variant, elided(set, "nl"));
            Some(quote!(#variant(#set)))
        }
        _ => None,
    });
    quote! {
        #errors
        #groups
        #[derive(Clone, Debug)]
        #vis enum #event<#nl> { #(#variants,)* Unknown(#p::UnknownEvent<#nl>) }
        impl<#nl> #p::Event<#nl> for #event<#nl> {
            fn decode(_: u8, _: &#nl [u8])
                -> #p::Result<Self, #p::DecodeError> { ::core::unimplemented!() }
            fn operation(&self)
                -> #p::Option<&'static #p::Operation> { ::core::unimplemented!() }
            fn size(&self) -> usize { 0 }
            fn emit(&self, _: &mut #p::Writer<'_>)
                -> #p::Result<(), #p::EncodeError> { ::core::unimplemented!() }
        }
        impl #p::Family for #ident {
            const SCHEMA: &'static #p::FamilySchema = &#p::FamilySchema {
                name: "", version: 0, doc: "", operations: &[], groups: &[],
            };
            const COMMANDS: &'static [Self] = &[];
            type Event<#nl> = #event<#nl>;
        }
    }
}
