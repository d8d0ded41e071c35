//! The absolute paths by which an expansion reaches nl-core, whatever the user's names shadow.

use proc_macro2::TokenStream;
use quote::quote;

/// `nl_core::__private`, or the same in the crate that `#[nl(crate = …)]` names.
pub(crate) fn private(krate: Option<&syn::Path>) -> TokenStream {
    match krate {
        Some(path) => quote!(#path::__private),
        None => quote!(::nl_core::__private),
    }
}
