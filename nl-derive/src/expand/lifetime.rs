//! Lifetimes: the one that decoding borrows for, and what `'_` in a family's types stands for.

use proc_macro2::{Group, Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{GenericParam, Generics, Lifetime, Type};

/// The lifetime of the bytes that an expansion decodes.
pub(super) fn nl() -> Lifetime {
    Lifetime::new("'nl", proc_macro2::Span::mixed_site())
}

/// The type with every `'_` replaced.
pub(super) fn elided(ty: &Type, with: &str) -> TokenStream {
    replace(ty.to_token_stream(), with)
}

/// The type with every lifetime `'static`.
pub(super) fn all_static(ty: &Type) -> TokenStream {
    replace_if(ty.to_token_stream(), "static", &|_| true)
}

fn replace(tokens: TokenStream, with: &str) -> TokenStream {
    replace_if(tokens, with, &|lifetime| lifetime == "_")
}

/// The tokens with those lifetimes replaced of which `is_meant` is true.
fn replace_if(tokens: TokenStream, with: &str, is_meant: &dyn Fn(&Ident) -> bool) -> TokenStream {
    let mut after_tick = false;
    let each = tokens.into_iter().map(|token| {
        let tick = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
        let token = match token {
            TokenTree::Ident(ident) if after_tick && is_meant(&ident) => {
                TokenTree::Ident(Ident::new(with, ident.span()))
            }
            TokenTree::Group(group) => {
                let stream = replace_if(group.stream(), with, is_meant);
                let mut inner = Group::new(group.delimiter(), stream);
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

/// Bounds on those types that mention a type parameter: the codec needs one on each. One that mentions
/// `ident`, the type itself, has none, which would never be proved: what it needs follows from the others.
pub(super) fn bounded<'t>(
    mut generics: Generics,
    ident: &Ident,
    bounds: impl Iterator<Item = (&'t Type, TokenStream)>,
) -> Generics {
    let params: Vec<Ident> = generics.type_params().map(|param| param.ident.clone()).collect();
    for (ty, bound) in bounds {
        let tokens = ty.to_token_stream();
        if mentions(tokens.clone(), &params) && !mentions(tokens, std::slice::from_ref(ident)) {
            generics.make_where_clause().predicates.push(syn::parse_quote!(#ty: #bound));
        }
    }
    generics
}

fn mentions(tokens: TokenStream, idents: &[Ident]) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => idents.contains(&ident),
        TokenTree::Group(group) => mentions(group.stream(), idents),
        _ => false,
    })
}
