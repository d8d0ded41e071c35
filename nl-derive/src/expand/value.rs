//! `Value` of an enum: its number, named or not.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Ident, Type};

use super::lifetime::{bounded, decoding, nl};
use crate::model::{Value, Variable};
use crate::paths::private;

pub(crate) fn value(value: &Value) -> TokenStream {
    let p = private(value.krate.as_ref());
    if let Some(inner) = &value.inner {
        return transparent(value, inner, &p);
    }
    let (Some(repr), Some(other)) = (&value.repr, value.others.first()) else {
        return TokenStream::new();
    };
    let (nl, ident, other) = (nl(), &value.ident, &other.ident);
    let names: Vec<_> = value.named.iter().map(|named| &named.ident).collect();
    let numbers: Vec<_> =
        value.named.iter().map(|named| Literal::i128_unsuffixed(named.value.value)).collect();
    let schema = schema(value, &p);
    let Carrier { ty, wrap, number, scalar, size } = carrier(value, repr, &p);
    let (to_number, from_number) = (
        quote!(match self { #(Self::#names => #numbers,)* Self::#other(number) => *number }),
        quote!(match number { #(#numbers => Self::#names,)* other => Self::#other(other) }),
    );
    quote! {
        #[automatically_derived]
        impl<#nl> #p::Value<#nl> for #ident {
            const KIND: #p::Kind =
                #p::Kind::Enum(#scalar, &#schema);

            const SIZE: #p::Option<usize> = <#ty as #p::Value<'_>>::SIZE;

            #[inline]
            fn size(&self) -> usize {
                #size
            }

            #[inline]
            fn emit(
                &self,
                writer: &mut #p::Writer<'_>,
            ) -> #p::Result<(), #p::EncodeError> {
                let number: #repr = #to_number;
                <#ty as #p::Value<'_>>::emit(&#wrap, writer)
            }

            #[inline]
            fn decode_payload(
                payload: &#nl [u8],
                depth: #p::Depth,
            ) -> #p::Result<Self, #p::DecodeError> {
                match <#ty as #p::Value<'_>>::decode_payload(payload, depth) {
                    #p::Ok(#number) => {
                        #p::Ok(#from_number)
                    }
                    #p::Err(error) => #p::Err(error),
                }
            }

            #[inline]
            fn check(
                &self,
                bounds: &#p::Bounds,
            ) -> #p::Result<(), #p::EncodeError> {
                let number: #repr = #to_number;
                <#ty as #p::Value<'_>>::check(&#wrap, bounds)
            }
        }

        #[automatically_derived]
        impl<#nl> #p::Element<#nl> for #ident {}

        #[automatically_derived]
        impl #p::Selects for #ident {
            fn selector(&self) -> #p::Selector<'_> {
                let number: #repr = #to_number;
                #p::Selector::Number(::core::convert::From::from(number))
            }
        }
    }
}

/// The value that carries an enum's numbers: an integer of fixed width, or of 4 bytes or 8.
struct Carrier {
    ty: TokenStream,
    /// `number` as one.
    wrap: TokenStream,
    /// The pattern that takes `number` out.
    number: TokenStream,
    scalar: TokenStream,
    size: TokenStream,
}

fn carrier(value: &Value, repr: &Ident, p: &TokenStream) -> Carrier {
    let Some((variable, _)) = value.variable else {
        return Carrier {
            ty: quote!(#repr),
            wrap: quote!(number),
            number: quote!(number),
            scalar: quote!(<#repr as #p::EnumRepr>::SCALAR),
            size: quote!(::core::mem::size_of::<#repr>()),
        };
    };
    let name = match variable {
        Variable::Uint => quote!(Uint),
        Variable::Sint => quote!(Sint),
    };
    let selected = quote!(#p::Selects::selector(self));
    Carrier {
        ty: quote!(#p::#name),
        wrap: quote!(#p::#name(number)),
        number: quote!(#p::#name(number)),
        scalar: quote!(#p::Scalar::#name),
        size: quote!(#p::size_of_number(#p::Scalar::#name, #selected)),
    }
}

/// A struct around a value, which is encoded as that is.
fn transparent(value: &Value, inner: &Type, p: &TokenStream) -> TokenStream {
    let (nl, ident, generics) = (nl(), &value.ident, &value.generics);
    let as_value = quote_spanned!(inner.span()=> <#inner as #p::Value<#nl>>);
    let bound = std::iter::once((inner, quote!(#p::Value<#nl>)));
    let decoding = bounded(decoding(generics), ident, bound);
    let (impl_generics, _, where_clause) = decoding.split_for_impl();
    let (_, ty_generics, _) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics #p::Value<#nl> for #ident #ty_generics #where_clause {
            const KIND: #p::Kind = #as_value::KIND;
            const SIZE: #p::Option<usize> = #as_value::SIZE;

            #[inline]
            fn size(&self) -> usize {
                #as_value::size(&self.0)
            }

            #[inline]
            fn emit(
                &self,
                writer: &mut #p::Writer<'_>,
            ) -> #p::Result<(), #p::EncodeError> {
                #as_value::emit(&self.0, writer)
            }

            #[inline]
            fn decode_payload(
                payload: &#nl [u8],
                depth: #p::Depth,
            ) -> #p::Result<Self, #p::DecodeError> {
                #as_value::decode_payload(payload, depth).map(Self)
            }

            #[inline]
            fn check(
                &self,
                bounds: &#p::Bounds,
            ) -> #p::Result<(), #p::EncodeError> {
                #as_value::check(&self.0, bounds)
            }
        }

        #[automatically_derived]
        impl #impl_generics #p::Element<#nl> for #ident #ty_generics #where_clause {}
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
