//! `Decode` of a set, one pass with a `match`; and `Value`, by which the set is a nest.

use proc_macro2::{Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Generics, Ident};

use super::encode::{codec, methods};
use super::lifetime::{bounded, decoding, nl};
use super::schema;
use crate::model::{Field, Role, Set};
use crate::paths::private;

pub(super) fn set(set: &Set) -> TokenStream {
    let names = Names::new(set);
    let p = &names.p;
    let bounds = set.fields.iter().map(|field| (&field.ty, codec(field, p, &nl())));
    let generics = bounded(decoding(&set.generics), &set.ident, bounds);
    let decode = decode(set, &generics, &names);
    let value = value(set, &generics, &names);
    quote!(#decode #value)
}

/// What the parts of an expansion call things. The locals are out of reach of a default, which is the
/// user's expression.
struct Names {
    p: TokenStream,
    /// The set's schema, for errors. `Encode` has it; but where a field's type is generic, its traits
    /// are known for the lifetime of decoding alone.
    schema: TokenStream,
    attributes: Ident,
    depth: Ident,
    iterator: Ident,
}

impl Names {
    fn new(set: &Set) -> Self {
        let (p, nl) = (private(set.krate.as_ref()), nl());
        let schema = if is_generic(set) {
            quote!(#p::set_of::<#nl, Self>())
        } else {
            quote!(<Self as #p::Encode>::SCHEMA)
        };
        let local = |name| Ident::new(name, Span::mixed_site());
        let (attributes, depth, iterator) =
            (local("attributes"), local("depth"), local("iterator"));
        Self { p, schema, attributes, depth, iterator }
    }
}

fn is_generic(set: &Set) -> bool {
    set.generics.type_params().next().is_some()
}

fn decode(set: &Set, generics: &Generics, names: &Names) -> TokenStream {
    let Names { p, attributes, .. } = names;
    let (nl, ident) = (nl(), &set.ident);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = set.generics.split_for_impl();
    let begin = set.fields.iter().map(|field| begin(field, names));
    let pass = pass(set, names);
    let finish = finish(set, names);
    let fields = set.fields.iter().map(|field| &field.ident);
    let locals = set.fields.iter().map(local);
    let inline = inline(set);
    let depth = if set.fields.is_empty() { &format_ident!("_") } else { &names.depth };
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        impl #impl_generics #p::Decode<#nl> for #ident #ty_generics #where_clause {
            #inline
            fn decode_at(
                #attributes: &#nl [u8],
                #depth: #p::Depth,
            ) -> #p::Result<Self, #p::DecodeError> {
                #(#begin)*
                #pass
                #finish
                #p::Ok(Self { #(#fields: #locals),* })
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
fn begin(field: &Field, names: &Names) -> TokenStream {
    let Names { p, schema, attributes, depth, .. } = names;
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
        Role::Header(_) => {
            let name = syn::ext::IdentExt::unraw(&field.ident).to_string();
            quote_spanned! {ty.span()=>
                let (header, #attributes) = #p::split_header(#attributes, #schema)?;
                let #local = match <#ty as #p::Value<#nl>>::decode_payload(header, #depth) {
                    #p::Ok(header) => header,
                    #p::Err(error) => {
                        return #p::Err(#p::DecodeError::in_header(error, #schema, #name));
                    }
                };
            }
        }
    }
}

/// The one pass over the attributes.
fn pass(set: &Set, names: &Names) -> TokenStream {
    let Names { p, schema, attributes, iterator, .. } = names;
    let arms: Vec<_> =
        set.attributes().enumerate().map(|(position, field)| arm(field, position, names)).collect();
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
        let mut #iterator = #p::Attrs::new(#attributes);
        loop {
            let from_here = #p::Attrs::rest(&#iterator);
            match #p::Attrs::next_attr(&mut #iterator) {
                #p::Ok(#p::None) => break,
                #p::Ok(#p::Some(#attribute)) => {
                    let _ = from_here;
                    #take
                }
                #p::Err(error) => {
                    return #p::Err(#p::DecodeError::in_set(error, #schema));
                }
            }
        }
    }
}

fn arm(field: &Field, position: usize, names: &Names) -> TokenStream {
    let Names { p, schema, depth, iterator, .. } = names;
    let (ty, number, slot, nl) = (&field.ty, schema::number(field), slot(field), nl());
    if let Role::SubMessage { .. } = field.role {
        return quote!(#number => #slot = #p::Some(attribute),);
    }
    quote_spanned! {ty.span()=>
        #number => {
            let arrived =
                #p::Arrived { payload: attribute.payload, from_here, depth: #depth };
            if let #p::Err(error) =
                <#ty as #p::Field<#nl>>::accept(&mut #slot, arrived)
            {
                return #p::Err(#p::DecodeError::within(
                    error,
                    #schema,
                    #position,
                    <#ty as #p::Field<#nl>>::index(&#slot),
                ));
            }
            <#ty as #p::Field<#nl>>::pass_over(&mut #iterator, from_here);
        }
    }
}

/// The fields, of what the pass has filled: sub-messages last, since others select them.
fn finish(set: &Set, names: &Names) -> TokenStream {
    let attributes = || set.attributes().enumerate();
    let plain = attributes().filter_map(|(position, field)| match &field.role {
        Role::Attribute { default } => Some(plain(field, position, default.as_ref(), names)),
        _ => None,
    });
    let selected = attributes().filter_map(|(position, field)| match &field.role {
        Role::SubMessage { selector } => {
            let selector = set.fields.iter().find(|other| other.ident == *selector)?;
            Some(selected(field, position, &local(selector), names))
        }
        _ => None,
    });
    quote!(#(#plain)* #(#selected)*)
}

fn plain(
    field: &Field,
    position: usize,
    default: Option<&syn::Expr>,
    names: &Names,
) -> TokenStream {
    let p = &names.p;
    let (ty, slot, local, nl) = (&field.ty, slot(field), local(field), nl());
    let absent = match default {
        Some(default) => quote!(#default),
        None => missing(position, names),
    };
    quote_spanned! {ty.span()=>
        let #local: #ty = match <#ty as #p::Field<#nl>>::finish(#slot) {
            #p::Some(value) => value,
            #p::None => #absent,
        };
    }
}

fn selected(field: &Field, position: usize, selector: &Ident, names: &Names) -> TokenStream {
    let Names { p, schema, depth, .. } = names;
    let (ty, slot, local, nl) = (&field.ty, slot(field), local(field), nl());
    let missing = missing(position, names);
    quote_spanned! {ty.span()=>
        let selector = #p::Selects::selector(&#selector);
        let #local = match <#ty as #p::Selected<#nl>>::finish(selector, #slot, #depth) {
            #p::Ok(#p::Some(value)) => value,
            #p::Ok(#p::None) => #missing,
            #p::Err(error) => {
                return #p::Err(
                    #p::DecodeError::within(error, #schema, #position, #p::None),
                );
            }
        };
    }
}

fn missing(position: usize, names: &Names) -> TokenStream {
    let Names { p, schema, attributes, .. } = names;
    quote! {
        return #p::Err(#p::DecodeError::missing(#schema, #position, #attributes))
    }
}

fn value(set: &Set, generics: &Generics, names: &Names) -> TokenStream {
    let p = &names.p;
    let (nl, ident) = (nl(), &set.ident);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = set.generics.split_for_impl();
    let inline = inline(set);
    let (schema, (size, emit)) = if is_generic(set) {
        let schema = schema::set(set, &nl);
        (quote!(|| const { &#schema }), methods(set, &nl, &names.schema))
    } else {
        (quote!(#p::schema_of::<Self>), by_encode(p))
    };
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        impl #impl_generics #p::Value<#nl> for #ident #ty_generics #where_clause {
            const KIND: #p::Kind = #p::Kind::Nest(#schema);

            #size

            #emit

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

/// `size` and `emit` of a nest, which are those of its set.
fn by_encode(p: &TokenStream) -> (TokenStream, TokenStream) {
    let size = quote! {
        #[inline]
        fn size(&self) -> usize {
            <Self as #p::Encode>::size(self)
        }
    };
    let emit = quote! {
        #[inline]
        fn emit(
            &self,
            writer: &mut #p::Writer<'_>,
        ) -> #p::Result<(), #p::EncodeError> {
            <Self as #p::Encode>::emit(self, writer)
        }
    };
    (size, emit)
}
