//! The least that a derive does: it parses a struct and writes an `impl`.

use proc_macro::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput, parse_macro_input};

/// Counts the fields.
#[proc_macro_derive(Fields)]
pub fn derive_fields(input: TokenStream) -> TokenStream {
    let DeriveInput { ident, generics, data, .. } = parse_macro_input!(input as DeriveInput);
    let count = match data {
        Data::Struct(data) => data.fields.len(),
        _ => 0,
    };
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        impl #impl_generics #ident #ty_generics #where_clause {
            const FIELDS: usize = #count;
        }
    }
    .into()
}
