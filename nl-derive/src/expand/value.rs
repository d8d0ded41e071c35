//! `Value` of an enum: its number, named or not.

use proc_macro2::{Literal, TokenStream};
use quote::quote;
use syn::ext::IdentExt;

use super::lifetime::nl;
use crate::model::Value;
use crate::paths::private;

pub(crate) fn value(value: &Value) -> TokenStream {
    let (Some(repr), Some(other)) = (&value.repr, value.others.first()) else {
        return TokenStream::new();
    };
    let p = private(value.krate.as_ref());
    let (nl, ident, other) = (nl(), &value.ident, &other.ident);
    let names: Vec<_> = value.named.iter().map(|named| &named.ident).collect();
    let numbers: Vec<_> =
        value.named.iter().map(|named| Literal::i128_unsuffixed(named.value.value)).collect();
    let schema = schema(value, &p);
    let (to_number, from_number) = (
        quote!(match self { #(Self::#names => #numbers,)* Self::#other(number) => *number }),
        quote!(match number { #(#numbers => Self::#names,)* other => Self::#other(other) }),
    );
    quote! {
        #[automatically_derived]
        impl<#nl> #p::Value<#nl> for #ident {
            const KIND: #p::Kind =
                #p::Kind::Enum(<#repr as #p::EnumRepr>::SCALAR, &#schema);

            #[inline]
            fn size(&self) -> usize {
                ::core::mem::size_of::<#repr>()
            }

            #[inline]
            fn emit(
                &self,
                writer: &mut #p::Writer<'_>,
            ) -> ::core::result::Result<(), #p::EncodeError> {
                let number: #repr = #to_number;
                <#repr as #p::Value<'_>>::emit(&number, writer)
            }

            #[inline]
            fn decode(
                payload: &#nl [u8],
            ) -> ::core::result::Result<Self, #p::DecodeError> {
                match <#repr as #p::Value<'_>>::decode(payload) {
                    ::core::result::Result::Ok(number) => {
                        ::core::result::Result::Ok(#from_number)
                    }
                    ::core::result::Result::Err(error) => ::core::result::Result::Err(error),
                }
            }

            #[inline]
            fn check(
                &self,
                bounds: &#p::Bounds,
            ) -> ::core::result::Result<(), #p::EncodeError> {
                let number: #repr = #to_number;
                <#repr as #p::Value<'_>>::check(&number, bounds)
            }
        }

        #[automatically_derived]
        impl<#nl> #p::Element<#nl> for #ident {}
    }
}

fn schema(value: &Value, p: &TokenStream) -> TokenStream {
    let (name, doc) = (value.ident.unraw().to_string(), &value.doc);
    let values = value.named.iter().map(|named| {
        let (name, doc) = (named.ident.unraw().to_string(), &named.doc);
        let number = Literal::i128_unsuffixed(named.value.value);
        quote!(#p::EnumValue { name: #name, value: #number, doc: #doc })
    });
    quote!(#p::EnumSchema { name: #name, doc: #doc, values: &[#(#values),*] })
}
