//! `Encode` of a set: a size, then stores.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

use super::lifetime::bounded;
use super::schema;
use crate::model::{Field, Role, Set};
use crate::paths::private;

pub(super) fn set(set: &Set) -> TokenStream {
    let p = private(set.krate.as_ref());
    let ident = &set.ident;
    let bounds = set.fields.iter().map(|field| (&field.ty, codec(field, &p, &quote!('static))));
    let generics = bounded(set.generics.clone(), ident, bounds);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let schema = schema::set(set, &quote!('static));
    let (size, emit) = methods(set, &quote!('static), &quote!(<Self as #p::Encode>::SCHEMA));
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        impl #impl_generics #p::Encode for #ident #ty_generics #where_clause {
            const SCHEMA: &'static #p::SetSchema = &#schema;

            #size

            #emit
        }
    }
}

/// `size` and `emit`, by the fields' traits for that lifetime; errors are told of `schema`.
pub(super) fn methods(
    set: &Set,
    lifetime: &impl ToTokens,
    schema: &TokenStream,
) -> (TokenStream, TokenStream) {
    let p = private(set.krate.as_ref());
    let sizes = set.fields.iter().map(|field| {
        let (name, ty, codec) = (&field.ident, &field.ty, codec(field, &p, lifetime));
        match field.role {
            Role::SubMessage { .. } => {
                quote_spanned!(ty.span()=> #p::sub_message::size::<#ty>(&self.#name))
            }
            _ => quote_spanned!(ty.span()=> <#ty as #codec>::size(&self.#name)),
        }
    });
    let emits = emits(set, lifetime, schema);
    let writer = if set.fields.is_empty() { quote!(_) } else { quote!(writer) };
    let size = quote! {
        #[inline]
        fn size(&self) -> usize {
            0 #(+ #sizes)*
        }
    };
    let emit = quote! {
        #[inline]
        fn emit(
            &self,
            #writer: &mut #p::Writer<'_>,
        ) -> #p::Result<(), #p::EncodeError> {
            #emits
            #p::Ok(())
        }
    };
    (size, emit)
}

/// The trait by which a field is written and read. What is written has it for `'static`, since it holds
/// for all that outlives what the field borrows.
pub(super) fn codec(field: &Field, p: &TokenStream, lifetime: &impl ToTokens) -> TokenStream {
    match field.role {
        Role::Attribute { .. } => quote!(#p::Field<#lifetime>),
        Role::SubMessage { .. } => quote!(#p::Selected<#lifetime>),
        Role::Header(_) => quote!(#p::Value<#lifetime>),
        Role::Rest(_) => quote!(#p::Rest<#lifetime>),
    }
}

/// The header first, the rest last, the attributes in the order of the declaration.
fn emits(set: &Set, lifetime: &impl ToTokens, schema: &TokenStream) -> TokenStream {
    let p = &private(set.krate.as_ref());
    let (mut header, mut rest, mut attributes) = (quote!(), quote!(), Vec::new());
    for field in &set.fields {
        let (name, ty, codec) = (&field.ident, &field.ty, codec(field, p, lifetime));
        match &field.role {
            Role::Header(_) => {
                header = quote_spanned! {ty.span()=>
                    <#ty as #codec>::emit(&self.#name, writer)?;
                };
            }
            Role::Rest(_) => {
                rest = quote_spanned! {ty.span()=>
                    <#ty as #codec>::emit(&self.#name, #schema, writer)?;
                };
            }
            _ => {
                let emitted = emitted(field, &codec, p);
                let position = attributes.len();
                attributes.push(quote_spanned! {ty.span()=>
                    if let #p::Err(error) = #emitted {
                        return #p::Err(#p::EncodeError::within(error, #schema, #position));
                    }
                });
            }
        }
    }
    quote!(#header #(#attributes)* #rest)
}

/// Writes one attribute.
fn emitted(field: &Field, codec: &TokenStream, p: &TokenStream) -> TokenStream {
    let (name, ty, number) = (&field.ident, &field.ty, schema::number(field));
    match &field.role {
        Role::SubMessage { selector } => quote! {
            #p::sub_message::emit::<#ty>(
                &self.#name,
                #p::Selects::selector(&self.#selector),
                #number,
                writer,
            )
        },
        _ => {
            let bounds = schema::bounds(&field.bounds, p);
            quote_spanned! {ty.span()=>
                <#ty as #codec>::emit(&self.#name, #number, &#bounds, writer)
            }
        }
    }
}
