//! `Decode` of a set, one pass with a `match`; and `Value`, by which the set is a nest.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;

use super::lifetime::{decoding, is_generic, nl};
use super::schema;
use crate::model::{Field, Set};
use crate::paths::private;

pub(super) fn set(set: &Set) -> TokenStream {
    let decode = decode(set);
    let value = value(set);
    quote!(#decode #value)
}

fn generics(set: &Set, p: &TokenStream) -> syn::Generics {
    let nl = nl();
    let mut generics = decoding(&set.generics);
    for field in set.fields.iter().filter(|field| is_generic(&field.ty, &set.generics)) {
        let ty = &field.ty;
        generics.make_where_clause().predicates.push(syn::parse_quote!(#ty: #p::Field<#nl>));
    }
    generics
}

fn decode(set: &Set) -> TokenStream {
    let p = private(set.krate.as_ref());
    let (nl, ident) = (nl(), &set.ident);
    let generics = generics(set, &p);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = set.generics.split_for_impl();
    let slots: Vec<_> = (0..set.fields.len()).map(|at| format_ident!("slot_{at}")).collect();
    let lets = set.fields.iter().zip(&slots).map(|(field, slot)| {
        let ty = &field.ty;
        quote_spanned! {ty.span()=>
            let mut #slot =
                <<#ty as #p::Field<#nl>>::Slot as ::core::default::Default>::default();
        }
    });
    let arms = set.fields.iter().zip(&slots).enumerate();
    let arms = arms.map(|(position, (field, slot))| arm(field, position, slot, &p));
    let fields = set.fields.iter().zip(&slots).enumerate().map(|(position, (field, slot))| {
        let (name, ty) = (&field.ident, &field.ty);
        quote_spanned! {ty.span()=>
            #name: match <#ty as #p::Field<#nl>>::finish(#slot) {
                ::core::option::Option::Some(value) => value,
                ::core::option::Option::None => {
                    return ::core::result::Result::Err(#p::DecodeError::missing(
                        <Self as #p::Encode>::SCHEMA,
                        #position,
                        attributes,
                    ));
                }
            }
        }
    });
    let take = if set.fields.is_empty() {
        quote!()
    } else {
        quote!(match #p::Attr::number(&attribute) { #(#arms)* _ => {} })
    };
    let attribute = if set.fields.is_empty() { quote!(_) } else { quote!(attribute) };
    quote! {
        #[automatically_derived]
        impl #impl_generics #p::Decode<#nl> for #ident #ty_generics #where_clause {
            #[inline]
            fn decode(
                attributes: &#nl [u8],
            ) -> ::core::result::Result<Self, #p::DecodeError> {
                #(#lets)*
                let mut iterator = #p::Attrs::new(attributes);
                loop {
                    match #p::Attrs::next_attr(&mut iterator) {
                        ::core::result::Result::Ok(::core::option::Option::None) => break,
                        ::core::result::Result::Ok(::core::option::Option::Some(#attribute)) => {
                            #take
                        }
                        ::core::result::Result::Err(error) => {
                            return ::core::result::Result::Err(#p::DecodeError::in_set(
                                error,
                                <Self as #p::Encode>::SCHEMA,
                            ));
                        }
                    }
                }
                ::core::result::Result::Ok(Self { #(#fields),* })
            }
        }
    }
}

fn arm(field: &Field, position: usize, slot: &syn::Ident, p: &TokenStream) -> TokenStream {
    let (ty, number, nl) = (&field.ty, schema::number(field), nl());
    quote_spanned! {ty.span()=>
        #number => {
            if let ::core::result::Result::Err(error) =
                <#ty as #p::Field<#nl>>::accept(&mut #slot, attribute.payload)
            {
                return ::core::result::Result::Err(#p::DecodeError::within(
                    error,
                    <Self as #p::Encode>::SCHEMA,
                    #position,
                    <#ty as #p::Field<#nl>>::index(&#slot),
                ));
            }
        }
    }
}

fn value(set: &Set) -> TokenStream {
    let p = private(set.krate.as_ref());
    let (nl, ident) = (nl(), &set.ident);
    let mut generics = generics(set, &p);
    for field in set.fields.iter().filter(|field| is_generic(&field.ty, &set.generics)) {
        let ty = &field.ty;
        generics.make_where_clause().predicates.push(syn::parse_quote!(#ty: for<'f> #p::Field<'f>));
    }
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = set.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #p::Value<#nl> for #ident #ty_generics #where_clause {
            const KIND: #p::Kind = #p::Kind::Nest(#p::schema_of::<Self>);

            #[inline]
            fn size(&self) -> usize {
                <Self as #p::Encode>::size(self)
            }

            #[inline]
            fn emit(
                &self,
                writer: &mut #p::Writer<'_>,
            ) -> ::core::result::Result<(), #p::EncodeError> {
                <Self as #p::Encode>::emit(self, writer)
            }

            #[inline]
            fn decode(
                payload: &#nl [u8],
            ) -> ::core::result::Result<Self, #p::DecodeError> {
                <Self as #p::Decode<#nl>>::decode(payload)
            }
        }

        #[automatically_derived]
        impl #impl_generics #p::Element<#nl> for #ident #ty_generics #where_clause {}
    }
}
