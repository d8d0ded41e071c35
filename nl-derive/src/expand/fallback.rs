//! After a mistake: the errors, and impls that keep the rest of the user's crate quiet about it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::{Generics, Ident};

use super::lifetime::{decoding, elided, nl};
use crate::model::{Choice, Family, Mode, Operation, Set, SubMessage, Value};
use crate::paths::private;

pub(crate) fn set(set: &Set, errors: &syn::Error) -> TokenStream {
    let p = private(set.krate.as_ref());
    let errors = errors.to_compile_error();
    let (encode, decode, value) = (
        encode(&set.ident, &set.generics, &p),
        decode(&set.ident, &set.generics, &p),
        payload(&set.ident, &set.generics, &p),
    );
    quote!(#errors #encode #decode #value)
}

pub(crate) fn choice(choice: &Choice, errors: &syn::Error) -> TokenStream {
    let p = private(choice.krate.as_ref());
    let (nl, ident) = (nl(), &choice.ident);
    let errors = errors.to_compile_error();
    let encode = encode(ident, &choice.generics, &p);
    let decoding = decoding(&choice.generics);
    let (impl_generics, _, where_clause) = decoding.split_for_impl();
    let (_, ty_generics, _) = choice.generics.split_for_impl();
    let emit = emit(&p);
    quote! {
        #errors
        #encode
        impl #impl_generics #p::Attribute<#nl> for #ident #ty_generics #where_clause {
            const SCHEMA: &'static #p::SetSchema = &#p::SetSchema::EMPTY;
            fn read(_: #p::Attr<#nl>, _: #p::Depth)
                -> #p::Result<#p::Option<Self>, #p::DecodeError> { ::core::unimplemented!() }
        }
        impl #impl_generics #p::MessageSet<#nl> for #ident #ty_generics #where_clause {
            const MESSAGES: &'static [(u8, &'static #p::SetSchema)] = &[];
            fn command(&self) -> u8 { 0 }
            fn read(_: u8, _: &#nl [u8])
                -> #p::Result<#p::Option<Self>, #p::DecodeError> { ::core::unimplemented!() }
            #emit
        }
    }
}

pub(crate) fn sub_message(message: &SubMessage, errors: &syn::Error) -> TokenStream {
    let p = private(message.krate.as_ref());
    let (nl, ident) = (nl(), &message.ident);
    let errors = errors.to_compile_error();
    let decoding = decoding(&message.generics);
    let (impl_generics, _, where_clause) = decoding.split_for_impl();
    let (_, ty_generics, _) = message.generics.split_for_impl();
    let emit = emit(&p);
    quote! {
        #errors
        impl #impl_generics #p::SubMessage<#nl> for #ident #ty_generics #where_clause {
            const SCHEMA: &'static #p::SubMessageSchema =
                &#p::SubMessageSchema { name: "", doc: "", formats: &[] };
            fn decode(_: #p::Selector<'_>, _: #p::Attr<#nl>, _: #p::Depth)
                -> #p::Result<Self, #p::DecodeError> { ::core::unimplemented!() }
            fn selector(&self) -> #p::Option<#p::Selector<'static>> { #p::None }
            fn flags(&self) -> u16 { 0 }
            #emit
        }
    }
}

pub(crate) fn value(value: &Value, errors: &syn::Error) -> TokenStream {
    let p = private(value.krate.as_ref());
    let ident = &value.ident;
    let errors = errors.to_compile_error();
    let (impl_generics, ty_generics, where_clause) = value.generics.split_for_impl();
    let payload = payload(ident, &value.generics, &p);
    quote! {
        #errors
        #payload
        impl #impl_generics #p::Selects for #ident #ty_generics #where_clause {
            fn selector(&self) -> #p::Selector<'_> { #p::Selector::Absent }
        }
    }
}

pub(crate) fn family(family: &Family, errors: &syn::Error) -> TokenStream {
    let p = private(family.krate.as_ref());
    let (nl, vis, ident) = (nl(), &family.vis, &family.ident);
    let errors = errors.to_compile_error();
    let groups = super::family::groups(family);
    let event = format_ident!("{ident}Event");
    let variants = family.operations.iter().enumerate().filter_map(|(position, operation)| {
        let Mode::Event { set, .. } = &operation.mode else {
            return None;
        };
        // One that stands twice, or is called as the variant for all others, has been reported.
        let (variant, set) = (&operation.variant, elided(set, "nl"));
        let mut earlier = family.operations[..position].iter();
        let twice = earlier.any(|earlier| earlier.variant == *variant && is_event(earlier));
        (!twice && variant != "Unknown").then(|| quote!(#variant(#set)))
    });
    let requests = family.operations.iter().enumerate().filter_map(|(position, operation)| {
        let request = operation.mode.request()?;
        let mut earlier = family.operations[..position].iter().filter_map(|o| o.mode.request());
        let twice = earlier.any(|earlier| crate::lower::same_spelling(earlier, request));
        (!twice).then(|| self::request(ident, operation, &p))
    });
    let emit = emit(&p);
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
            #emit
        }
        impl #p::Family for #ident {
            const SCHEMA: &'static #p::FamilySchema = &#p::FamilySchema {
                name: "", version: 0, doc: "", operations: &[], groups: &[],
            };
            const COMMANDS: &'static [Self] = &[];
            type Event<#nl> = #event<#nl>;
        }
        #(#requests)*
    }
}

fn is_event(operation: &Operation) -> bool {
    matches!(operation.mode, Mode::Event { .. })
}

/// A request that belongs to its family, and has its answer.
fn request(family: &Ident, operation: &Operation, p: &TokenStream) -> TokenStream {
    let (nl, request) = (nl(), operation.mode.request());
    let answers = match &operation.mode {
        Mode::Do { reply, .. } => {
            let reply = reply.as_ref().map_or_else(|| quote!(()), |reply| elided(reply, "nl"));
            quote!(impl #p::Call for #request { type Reply<#nl> = #reply; })
        }
        Mode::Dump { item, .. } => {
            let item = elided(item, "nl");
            quote!(impl #p::Dump for #request { type Item<#nl> = #item; })
        }
        Mode::Stream { item, .. } => {
            let item = elided(item, "nl");
            quote!(impl #p::Stream for #request { type Item<#nl> = #item; })
        }
        Mode::Event { .. } => TokenStream::new(),
    };
    quote! {
        impl #p::Request for #request {
            type Family = #family;
            const OPERATION: &'static #p::Operation = &#p::Operation::NONE;
        }
        #answers
    }
}

fn encode(ident: &Ident, generics: &Generics, p: &TokenStream) -> TokenStream {
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let emit = emit(p);
    quote! {
        impl #impl_generics #p::Encode for #ident #ty_generics #where_clause {
            const SCHEMA: &'static #p::SetSchema = &#p::SetSchema::EMPTY;
            #emit
        }
    }
}

fn decode(ident: &Ident, generics: &Generics, p: &TokenStream) -> TokenStream {
    let (nl, decoding) = (nl(), decoding(generics));
    let (impl_generics, _, where_clause) = decoding.split_for_impl();
    let (_, ty_generics, _) = generics.split_for_impl();
    quote! {
        impl #impl_generics #p::Decode<#nl> for #ident #ty_generics #where_clause {
            fn decode_at(_: &#nl [u8], _: #p::Depth)
                -> #p::Result<Self, #p::DecodeError> { ::core::unimplemented!() }
        }
    }
}

/// A value that may be a header's as well, and repeated.
fn payload(ident: &Ident, generics: &Generics, p: &TokenStream) -> TokenStream {
    let (nl, decoding) = (nl(), decoding(generics));
    let (impl_generics, _, where_clause) = decoding.split_for_impl();
    let (_, ty_generics, _) = generics.split_for_impl();
    let emit = emit(p);
    quote! {
        impl #impl_generics #p::Value<#nl> for #ident #ty_generics #where_clause {
            const KIND: #p::Kind = #p::Kind::Binary;
            const SIZE: #p::Option<usize> = #p::Some(0);
            #emit
            fn decode_payload(_: &#nl [u8], _: #p::Depth)
                -> #p::Result<Self, #p::DecodeError> { ::core::unimplemented!() }
        }
        impl #impl_generics #p::Element<#nl> for #ident #ty_generics #where_clause {}
    }
}

fn emit(p: &TokenStream) -> TokenStream {
    quote! {
        fn size(&self) -> usize { 0 }
        fn emit(&self, _: &mut #p::Writer<'_>)
            -> #p::Result<(), #p::EncodeError> { ::core::unimplemented!() }
    }
}
