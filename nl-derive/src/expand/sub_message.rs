//! A sub-message: an enum of the formats that its selector names.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::lifetime::{bounded, decoding, nl};
use crate::model::{Format, Selector, SubMessage};
use crate::paths::private;

pub(crate) fn sub_message(message: &SubMessage) -> TokenStream {
    let Some(other) = message.others.first() else {
        return TokenStream::new();
    };
    let p = private(message.krate.as_ref());
    let (nl, ident) = (nl(), &message.ident);
    let bound = quote!(#p::Value<#nl>);
    let bounds = message.formats.iter().map(|format| (&format.ty, bound.clone()));
    let generics = bounded(decoding(&message.generics), ident, bounds);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = message.generics.split_for_impl();
    let schema = schema(message, &p);
    let each = |arm: &dyn Fn(&Format) -> TokenStream| -> TokenStream {
        message.formats.iter().map(arm).collect()
    };
    let decodes = each(&|format| {
        let (name, ty, selector) = (&format.ident, &format.ty, selector(format, &p));
        quote_spanned! {ty.span()=>
            #selector => <#ty as #p::Value<#nl>>::decode_payload(attribute.payload, depth).map(Self::#name),
        }
    });
    let selectors = each(&|format| {
        let (name, selector) = (&format.ident, selector(format, &p));
        quote!(Self::#name(_) => #p::Some(#selector),)
    });
    let method = |method: TokenStream| {
        each(&|format: &Format| {
            let (name, ty) = (&format.ident, &format.ty);
            quote!(Self::#name(value) => <#ty as #p::Value<#nl>>::#method,)
        })
    };
    let (sizes, emits) = (method(quote!(size(value))), method(quote!(emit(value, writer))));
    let flags = each(&|format| {
        let (name, ty) = (&format.ident, &format.ty);
        quote!(Self::#name(_) => #p::flags_of(<#ty as #p::Value<#nl>>::KIND),)
    });
    let (other, ty) = (&other.ident, &other.ty);
    let as_kept = quote_spanned!(ty.span()=> <#ty as #p::Kept<#nl>>);
    let (kept, attr) = (quote!(#as_kept::keep(attribute)), quote!(#as_kept::attr(kept)));
    quote! {
        #[automatically_derived]
        impl #impl_generics #p::SubMessage<#nl> for #ident #ty_generics #where_clause {
            const SCHEMA: &'static #p::SubMessageSchema = &#schema;

            fn decode(
                selector: #p::Selector<'_>,
                attribute: #p::Attr<#nl>,
                depth: #p::Depth,
            ) -> #p::Result<Self, #p::DecodeError> {
                match selector {
                    #decodes
                    _ => #p::Ok(Self::#other(#kept)),
                }
            }

            fn selector(&self) -> #p::Option<#p::Selector<'static>> {
                match self { #selectors Self::#other(_) => #p::None }
            }

            fn flags(&self) -> u16 {
                match self { #flags Self::#other(kept) => #p::flags_of_kept(#attr) }
            }

            fn size(&self) -> usize {
                match self {
                    #sizes
                    Self::#other(kept) => #attr.payload.len(),
                }
            }

            fn emit(
                &self,
                writer: &mut #p::Writer<'_>,
            ) -> #p::Result<(), #p::EncodeError> {
                match self {
                    #emits
                    Self::#other(kept) => #p::Writer::bytes(writer, #attr.payload),
                }
            }
        }
    }
}

fn selector(format: &Format, p: &TokenStream) -> TokenStream {
    match &format.selector {
        Selector::Text(text) => quote!(#p::Selector::Text(#text)),
        Selector::Number(number) => {
            let number = Literal::i128_unsuffixed(*number);
            quote!(#p::Selector::Number(#number))
        }
    }
}

fn schema(message: &SubMessage, p: &TokenStream) -> TokenStream {
    let nl = nl();
    let (name, doc) = (message.ident.unraw().to_string(), &message.doc);
    let formats = message.formats.iter().map(|format| {
        let (ty, doc, selector) = (&format.ty, &format.doc, selector(format, p));
        quote_spanned! {ty.span()=>
            #p::Format {
                selector: #selector,
                kind: <#ty as #p::Value<#nl>>::KIND,
                doc: #doc,
            }
        }
    });
    quote!(#p::SubMessageSchema { name: #name, doc: #doc, formats: &[#(#formats),*] })
}
