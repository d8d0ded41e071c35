//! Lifetimes: the one that decoding borrows for, and what `'_` in a family's types stands for.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Lifetime, Type};

/// The lifetime of the bytes that an expansion decodes.
pub(super) fn nl() -> Lifetime {
    Lifetime::new("'nl", proc_macro2::Span::mixed_site())
}

/// The type with every `'_` replaced.
pub(super) fn elided(ty: &Type, with: &str) -> TokenStream {
    replace(ty.to_token_stream(), with)
}

fn replace(tokens: TokenStream, with: &str) -> TokenStream {
    let mut after_tick = false;
    let each = tokens.into_iter().map(|token| {
        let tick = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
        let token = match token {
            TokenTree::Ident(ident) if after_tick && ident == "_" => {
                TokenTree::Ident(Ident::new(with, ident.span()))
            }
            TokenTree::Group(group) => {
                let mut inner = Group::new(group.delimiter(), replace(group.stream(), with));
                inner.set_span(group.span());
                TokenTree::Group(inner)
            }
            other => other,
        };
        after_tick = tick;
        token
    });
    each.collect()
}

/// `impl<'nl: 'a, 'a, T>` and its where clause, for traits over the lifetime `'nl`.
pub(super) fn decoding(generics: &Generics) -> Generics {
    let nl = nl();
    let outlived = generics.lifetimes().map(|param| &param.lifetime);
    let param: syn::LifetimeParam = syn::parse_quote!(#nl: #(#outlived)+*);
    let mut generics = generics.clone();
    generics.params.insert(0, GenericParam::Lifetime(param));
    generics
}

/// Whether a type mentions one of the type parameters, so that the codec needs a bound on it.
pub(super) fn is_generic(ty: &Type, generics: &Generics) -> bool {
    let params: Vec<&syn::Ident> = generics.type_params().map(|param| &param.ident).collect();
    !params.is_empty() && mentions(quote!(#ty), &params)
}

fn mentions(tokens: TokenStream, idents: &[&syn::Ident]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => idents.iter().any(|other| **other == ident),
        TokenTree::Group(group) => mentions(group.stream(), idents),
        _ => false,
    })
}
