//! `Decode` of a set, one pass with a `match`; and `Value`, by which the set is a nest.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::Ident;
use syn::spanned::Spanned;

use super::lifetime::{decoding, is_generic, nl};
use super::schema;
use crate::model::{Field, Role, Set};
use crate::paths::private;

pub(super) fn set(set: &Set) -> TokenStream {
    let decode = decode(set);
    let value = value(set);
    quote!(#decode #value)
}

fn generics(set: &Set, p: &TokenStream) -> syn::Generics {
    let mut generics = decoding(&set.generics);
    for field in set.fields.iter().filter(|field| is_generic(&field.ty, &set.generics)) {
        let ty = &field.ty;
        // `Encode`, which knows no lifetime, wants it for every one.
        generics.make_where_clause().predicates.push(syn::parse_quote!(#ty: for<'f> #p::Field<'f>));
    }
    generics
}

fn decode(set: &Set) -> TokenStream {
    let p = private(set.krate.as_ref());
    let (nl, ident) = (nl(), &set.ident);
    let generics = generics(set, &p);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = set.generics.split_for_impl();
    let begin = set.fields.iter().map(|field| begin(field, &p));
    let pass = pass(set, &p);
    let finish = finish(set, &p);
    let names = set.fields.iter().map(|field| &field.ident);
    let locals = set.fields.iter().map(local);
    let inline = inline(set);
    let depth = if set.fields.is_empty() { quote!(_) } else { quote!(depth) };
    quote! {
        #[automatically_derived]
        impl #impl_generics #p::Decode<#nl> for #ident #ty_generics #where_clause {
            #inline
            fn decode_at(
                attributes: &#nl [u8],
                #depth: #p::Depth,
            ) -> #p::Result<Self, #p::DecodeError> {
                #(#begin)*
                #pass
                #finish
                #p::Ok(Self { #(#names: #locals),* })
            }
        }
    }
}

/// A small set is decoded where it is met: in a list of them the call would cost a fifth.
fn inline(set: &Set) -> TokenStream {
    if set.fields.len() <= 4 { quote!(#[inline(always)]) } else { quote!(#[inline]) }
}

fn slot(field: &Field) -> Ident {
    format_ident!("slot_{}", stem(field))
}

fn local(field: &Field) -> Ident {
    format_ident!("field_{}", stem(field))
}

/// The field's name as part of another one, where underscores in front would double up.
fn stem(field: &Field) -> String {
    let name = syn::ext::IdentExt::unraw(&field.ident).to_string();
    let bare = name.trim_start_matches('_');
    format!("{}_{bare}", name.len() - bare.len())
}

/// What the pass fills; and the header, which comes before it.
fn begin(field: &Field, p: &TokenStream) -> TokenStream {
    let (ty, slot, local, nl) = (&field.ty, slot(field), local(field), nl());
    match field.role {
        Role::Attribute { .. } => quote_spanned! {ty.span()=>
            let mut #slot =
                <<#ty as #p::Field<#nl>>::Slot as #p::Default>::default();
        },
        Role::SubMessage { .. } => quote! {
            let mut #slot: #p::Option<#p::Attr<#nl>> = #p::None;
        },
        Role::Rest(_) => quote_spanned! {ty.span()=>
            let mut #local = <#ty as #p::Default>::default();
        },
        Role::Header(_) => quote_spanned! {ty.span()=>
            let (header, attributes) =
                #p::split_header(attributes, <Self as #p::Encode>::SCHEMA)?;
            let #local = match <#ty as #p::Value<#nl>>::decode_payload(header, depth) {
                #p::Ok(header) => header,
                #p::Err(error) => {
                    return #p::Err(
                        #p::DecodeError::in_set(error, <Self as #p::Encode>::SCHEMA),
                    );
                }
            };
        },
    }
}

/// The one pass over the attributes.
fn pass(set: &Set, p: &TokenStream) -> TokenStream {
    let arms: Vec<_> =
        set.attributes().enumerate().map(|(position, field)| arm(field, position, p)).collect();
    let rest = set.fields.iter().find(|field| matches!(field.role, Role::Rest(_)));
    let others = match rest {
        Some(field) => {
            let (ty, local, nl) = (&field.ty, local(field), nl());
            quote!(<#ty as #p::Rest<#nl>>::keep(&mut #local, attribute))
        }
        None => quote!({}),
    };
    let (attribute, take) = match (arms.is_empty(), rest) {
        (true, None) => (quote!(_), quote!()),
        (true, Some(_)) => (quote!(attribute), quote!(#others;)),
        (false, _) => (
            quote!(attribute),
            quote!(match #p::Attr::number(&attribute) { #(#arms)* _ => #others, }),
        ),
    };
    quote! {
        let mut iterator = #p::Attrs::new(attributes);
        loop {
            let from_here = #p::Attrs::rest(&iterator);
            match #p::Attrs::next_attr(&mut iterator) {
                #p::Ok(#p::None) => break,
                #p::Ok(#p::Some(#attribute)) => {
                    let _ = from_here;
                    #take
                }
                #p::Err(error) => {
                    return #p::Err(#p::DecodeError::in_set(
                        error,
                        <Self as #p::Encode>::SCHEMA,
                    ));
                }
            }
        }
    }
}

fn arm(field: &Field, position: usize, p: &TokenStream) -> TokenStream {
    let (ty, number, slot, nl) = (&field.ty, schema::number(field), slot(field), nl());
    if let Role::SubMessage { .. } = field.role {
        return quote!(#number => #slot = #p::Some(attribute),);
    }
    quote_spanned! {ty.span()=>
        #number => {
            let arrived = #p::Arrived { payload: attribute.payload, from_here, depth };
            if let #p::Err(error) =
                <#ty as #p::Field<#nl>>::accept(&mut #slot, arrived)
            {
                return #p::Err(#p::DecodeError::within(
                    error,
                    <Self as #p::Encode>::SCHEMA,
                    #position,
                    <#ty as #p::Field<#nl>>::index(&#slot),
                ));
            }
            <#ty as #p::Field<#nl>>::pass_over(&mut iterator, from_here);
        }
    }
}

/// The fields, of what the pass has filled: sub-messages last, since others select them.
fn finish(set: &Set, p: &TokenStream) -> TokenStream {
    let attributes = || set.attributes().enumerate();
    let plain = attributes().filter_map(|(position, field)| match &field.role {
        Role::Attribute { default } => Some(plain(field, position, default.as_ref(), p)),
        _ => None,
    });
    let selected = attributes().filter_map(|(position, field)| match &field.role {
        Role::SubMessage { selector } => {
            let selector = set.fields.iter().find(|other| other.ident == *selector)?;
            Some(selected(field, position, &local(selector), p))
        }
        _ => None,
    });
    quote!(#(#plain)* #(#selected)*)
}

fn plain(
    field: &Field,
    position: usize,
    default: Option<&syn::Expr>,
    p: &TokenStream,
) -> TokenStream {
    let (ty, slot, local, nl) = (&field.ty, slot(field), local(field), nl());
    let absent = match default {
        Some(default) => quote!(#default),
        None => missing(position, p),
    };
    quote_spanned! {ty.span()=>
        let #local: #ty = match <#ty as #p::Field<#nl>>::finish(#slot) {
            #p::Some(value) => value,
            #p::None => #absent,
        };
    }
}

fn selected(field: &Field, position: usize, selector: &Ident, p: &TokenStream) -> TokenStream {
    let (ty, slot, local, nl) = (&field.ty, slot(field), local(field), nl());
    let missing = missing(position, p);
    quote_spanned! {ty.span()=>
        let selector = #p::Selects::selector(&#selector);
        let #local = match <#ty as #p::Selected<#nl>>::finish(selector, #slot, depth) {
            #p::Ok(#p::Some(value)) => value,
            #p::Ok(#p::None) => #missing,
            #p::Err(error) => {
                return #p::Err(#p::DecodeError::within(
                    error,
                    <Self as #p::Encode>::SCHEMA,
                    #position,
                    #p::None,
                ));
            }
        };
    }
}

fn missing(position: usize, p: &TokenStream) -> TokenStream {
    quote! {
        return #p::Err(#p::DecodeError::missing(
            <Self as #p::Encode>::SCHEMA,
            #position,
            attributes,
        ))
    }
}

fn value(set: &Set) -> TokenStream {
    let p = private(set.krate.as_ref());
    let (nl, ident) = (nl(), &set.ident);
    let generics = generics(set, &p);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = set.generics.split_for_impl();
    let inline = inline(set);
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
            ) -> #p::Result<(), #p::EncodeError> {
                <Self as #p::Encode>::emit(self, writer)
            }

            #inline
            fn decode_payload(
                payload: &#nl [u8],
                depth: #p::Depth,
            ) -> #p::Result<Self, #p::DecodeError> {
                let depth = #p::Depth::deeper(depth, payload)?;
                <Self as #p::Decode<#nl>>::decode_at(payload, depth)
            }
        }

        #[automatically_derived]
        impl #impl_generics #p::Element<#nl> for #ident #ty_generics #where_clause {}
    }
}
