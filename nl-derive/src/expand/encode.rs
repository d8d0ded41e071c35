//! `Encode` of a set: a size, then stores.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::lifetime::is_generic;
use super::schema;
use crate::model::{Field, Role, Set};
use crate::paths::private;

pub(super) fn set(set: &Set) -> TokenStream {
    let p = private(set.krate.as_ref());
    let ident = &set.ident;
    let mut generics = set.generics.clone();
    for field in set.fields.iter().filter(|field| is_generic(&field.ty, &set.generics)) {
        let ty = &field.ty;
        generics.make_where_clause().predicates.push(syn::parse_quote!(#ty: for<'f> #p::Field<'f>));
    }
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let schema = schema::set(set);
    let sizes = set.fields.iter().map(|field| size(field, &p));
    let emits = emits(set, &p);
    let writer = if set.fields.is_empty() { quote!(_) } else { quote!(writer) };
    quote! {
        #[automatically_derived]
        impl #impl_generics #p::Encode for #ident #ty_generics #where_clause {
            const SCHEMA: &'static #p::SetSchema = &#schema;

            #[inline]
            fn size(&self) -> usize {
                0 #(+ #sizes)*
            }

            #[inline]
            fn emit(
                &self,
                #writer: &mut #p::Writer<'_>,
            ) -> #p::Result<(), #p::EncodeError> {
                #emits
                #p::Ok(())
            }
        }
    }
}

fn size(field: &Field, p: &TokenStream) -> TokenStream {
    let (name, ty) = (&field.ident, &field.ty);
    match field.role {
        Role::Attribute { .. } => {
            quote_spanned!(ty.span()=> <#ty as #p::Field<'_>>::size(&self.#name))
        }
        Role::SubMessage { .. } => {
            quote_spanned!(ty.span()=> #p::sub_message::size::<#ty>(&self.#name))
        }
        Role::Header(_) => quote_spanned!(ty.span()=> <#ty as #p::Value<'_>>::size(&self.#name)),
        Role::Rest(_) => quote_spanned!(ty.span()=> <#ty as #p::Rest<'_>>::size(&self.#name)),
    }
}

/// The header first, the rest last, the attributes in the order of the declaration.
fn emits(set: &Set, p: &TokenStream) -> TokenStream {
    let (mut header, mut rest, mut attributes) = (quote!(), quote!(), Vec::new());
    for field in &set.fields {
        let (name, ty) = (&field.ident, &field.ty);
        match &field.role {
            Role::Header(_) => {
                header = quote_spanned! {ty.span()=>
                    <#ty as #p::Value<'_>>::emit(&self.#name, writer)?;
                };
            }
            Role::Rest(_) => {
                rest = quote_spanned! {ty.span()=>
                    <#ty as #p::Rest<'_>>::emit(
                        &self.#name,
                        <Self as #p::Encode>::SCHEMA,
                        writer,
                    )?;
                };
            }
            _ => attributes.push(attribute(field, attributes.len(), p)),
        }
    }
    quote!(#header #(#attributes)* #rest)
}

fn attribute(field: &Field, position: usize, p: &TokenStream) -> TokenStream {
    let (name, ty, number) = (&field.ident, &field.ty, schema::number(field));
    let emitted = match &field.role {
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
            quote!(<#ty as #p::Field<'_>>::emit(&self.#name, #number, &#bounds, writer))
        }
    };
    quote_spanned! {ty.span()=>
        if let #p::Err(error) = #emitted {
            return #p::Err(
                #p::EncodeError::within(error, <Self as #p::Encode>::SCHEMA, #position),
            );
        }
    }
}
