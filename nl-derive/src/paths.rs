//! The absolute paths by which an expansion reaches nl-core, whatever the user's names shadow.

use proc_macro2::{Span, TokenStream};
use quote::quote;

/// `nl_core::__private`, or the same in the crate that `#[nl(crate = …)]` names.
pub(crate) fn private(krate: Option<&syn::Path>) -> TokenStream {
    match krate {
        Some(path) => quote!(#path::__private),
        None => quote!(::nl_core::__private),
    }
}

/// The same path at another place: where the compiler evaluates what stands behind it and finds a
/// mistake, it points there.
pub(crate) fn at(private: &TokenStream, span: Span) -> TokenStream {
    let at_span = private.clone().into_iter().map(|mut token| {
        token.set_span(token.span().located_at(span));
        token
    });
    at_span.collect()
}
