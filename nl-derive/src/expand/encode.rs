//! `Encode` of a set: a size, then stores.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;

use super::lifetime::is_generic;
use super::schema;
use crate::model::Set;
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
    let sizes = set.fields.iter().map(|field| {
        let (name, ty) = (&field.ident, &field.ty);
        quote_spanned!(ty.span()=> <#ty as #p::Field<'_>>::size(&self.#name))
    });
    let emits = set.fields.iter().enumerate().map(|(position, field)| {
        let (name, ty, number) = (&field.ident, &field.ty, schema::number(field));
        let bounds = schema::bounds(&field.bounds, &p);
        quote_spanned! {ty.span()=>
            if let ::core::result::Result::Err(error) =
                <#ty as #p::Field<'_>>::emit(&self.#name, #number, &#bounds, writer)
            {
                return ::core::result::Result::Err(
                    #p::EncodeError::within(error, <Self as #p::Encode>::SCHEMA, #position),
                );
            }
        }
    });
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
            ) -> ::core::result::Result<(), #p::EncodeError> {
                #(#emits)*
                ::core::result::Result::Ok(())
            }
        }
    }
}
