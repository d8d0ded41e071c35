//! An enum of attributes, or of messages.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;
use syn::ext::IdentExt;
use syn::spanned::Spanned;

use super::lifetime::{bounded, decoding, nl};
use super::schema::{bounds, byte};
use crate::model::{Choice, Variant};
use crate::paths::private;

pub(crate) fn choice(choice: &Choice) -> TokenStream {
    if choice.variants.first().is_some_and(|variant| variant.command) {
        messages(choice)
    } else {
        attributes(choice)
    }
}

fn attributes(choice: &Choice) -> TokenStream {
    let p = private(choice.krate.as_ref());
    let (nl, ident) = (nl(), &choice.ident);
    let written = each_type(choice, quote!(#p::Value<'static>));
    let encoding = bounded(choice.generics.clone(), ident, written);
    let read = each_type(choice, quote!(#p::Value<#nl>));
    let generics = bounded(decoding(&choice.generics), ident, read);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (encode_generics, _, encode_where) = encoding.split_for_impl();
    let (_, ty_generics, _) = choice.generics.split_for_impl();
    let (schema, schema_read) = (schema(choice, &quote!('static)), schema_read(choice));
    let reads = choice.variants.iter().enumerate().map(|(at, variant)| read_one(variant, at, &p));
    let sizes = choice.variants.iter().map(|variant| size(variant, &p));
    let emits = choice.variants.iter().enumerate().map(|(at, variant)| emit(variant, at, &p));
    let (mut unknown, mut others) = (quote!(#p::None), (quote!(), quote!()));
    if let Some(other) = choice.others.first() {
        let (variant, ty) = (&other.ident, &other.ty);
        let kept = quote_spanned!(ty.span()=> <#ty as #p::Kept<'static>>);
        unknown = quote_spanned! {ty.span()=>
            #p::Some(Self::#variant(<#ty as #p::Kept<#nl>>::keep(attribute)))
        };
        others = (
            quote!(Self::#variant(other) => #p::kept_size(#kept::attr(other)),),
            quote!(Self::#variant(other) => #p::emit_kept(
                #kept::attr(other),
                <Self as #p::Encode>::SCHEMA,
                writer,
            ),),
        );
    }
    let (size_other, emit_other) = others;
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        impl #encode_generics #p::Encode for #ident #ty_generics #encode_where {
            const SCHEMA: &'static #p::SetSchema = &#schema;

            #[inline]
            fn size(&self) -> usize {
                match self { #(#sizes)* #size_other }
            }

            #[inline]
            fn emit(
                &self,
                writer: &mut #p::Writer<'_>,
            ) -> #p::Result<(), #p::EncodeError> {
                match self { #(#emits)* #emit_other }
            }
        }

        #[automatically_derived]
        #[allow(deprecated)]
        impl #impl_generics #p::Attribute<#nl> for #ident #ty_generics #where_clause {
            const SCHEMA: &'static #p::SetSchema = #schema_read;

            #[inline]
            fn read(
                attribute: #p::Attr<#nl>,
                depth: #p::Depth,
            ) -> #p::Result<#p::Option<Self>, #p::DecodeError> {
                let _ = depth;
                #p::Ok(match #p::Attr::number(&attribute) {
                    #(#reads)*
                    _ => #unknown,
                })
            }
        }
    }
}

/// What the variants hold, and a bound on it.
fn each_type(choice: &Choice, bound: TokenStream) -> impl Iterator<Item = (&Type, TokenStream)> {
    let types = choice.variants.iter().filter_map(|variant| variant.ty.as_ref());
    types.map(move |ty| (ty, bound.clone()))
}

/// The schema for errors of reading. `Encode` has it; but where a type is generic, its traits are known
/// for the lifetime of decoding alone.
fn schema_read(choice: &Choice) -> TokenStream {
    if choice.generics.type_params().next().is_some() {
        let schema = schema(choice, &nl());
        return quote!(&#schema);
    }
    let p = private(choice.krate.as_ref());
    quote!(<Self as #p::Encode>::SCHEMA)
}

/// The set, by the traits of its types for that lifetime.
fn schema(choice: &Choice, lifetime: &impl ToTokens) -> TokenStream {
    let p = &private(choice.krate.as_ref());
    let (name, type_name, doc) = (&choice.name, choice.ident.unraw().to_string(), &choice.doc);
    let attributes = choice.variants.iter().map(|variant| {
        let (name, doc) = (crate::lower::snake_case(&variant.ident.to_string()), &variant.doc);
        let (number, bounds) = (number(variant), bounds(&variant.bounds, p));
        let (kind, presence) = match &variant.ty {
            Some(ty) => {
                (quote_spanned!(ty.span()=> <#ty as #p::Value<#lifetime>>::KIND), quote!(Optional))
            }
            None => (quote!(#p::Kind::Flag), quote!(Flag)),
        };
        quote!(#p::AttributeSchema {
            name: #name,
            number: #number,
            kind: #kind,
            presence: #p::Presence::#presence,
            bounds: #bounds.checked(&#kind),
            doc: #doc,
        })
    });
    quote!(#p::SetSchema {
        name: #name,
        type_name: #type_name,
        doc: #doc,
        header: 0,
        attributes: &[#(#attributes),*],
        ordered: true,
    })
}

fn number(variant: &Variant) -> u16 {
    u16::try_from(variant.number.value).unwrap_or_default()
}

fn read_one(variant: &Variant, position: usize, p: &TokenStream) -> TokenStream {
    let (name, number, nl) = (&variant.ident, number(variant), nl());
    let decoded = match &variant.ty {
        Some(ty) => quote_spanned! {ty.span()=>
            <#ty as #p::Value<#nl>>::decode_payload(attribute.payload, depth).map(Self::#name)
        },
        None => quote!(#p::flag(attribute.payload).map(|()| Self::#name)),
    };
    quote! {
        #number => match #decoded {
            #p::Ok(attribute) => #p::Some(attribute),
            #p::Err(error) => {
                return #p::Err(#p::DecodeError::within(
                    error,
                    <Self as #p::Attribute<#nl>>::SCHEMA,
                    #position,
                    #p::None,
                ));
            }
        },
    }
}

fn size(variant: &Variant, p: &TokenStream) -> TokenStream {
    let name = &variant.ident;
    match &variant.ty {
        Some(_) => quote!(Self::#name(value) => #p::size_of_attribute(value),),
        None => quote!(Self::#name => 4,),
    }
}

fn emit(variant: &Variant, position: usize, p: &TokenStream) -> TokenStream {
    let (name, number) = (&variant.ident, number(variant));
    let bounds = bounds(&variant.bounds, p);
    let (pattern, emitted) = match &variant.ty {
        Some(_) => (
            quote!(Self::#name(value)),
            quote!(#p::emit_attribute(value, #number, &#bounds, writer)),
        ),
        None => (
            quote!(Self::#name),
            quote!(<bool as #p::Field<'_>>::emit(&true, #number, &#bounds, writer)),
        ),
    };
    quote! {
        #pattern => match #emitted {
            #p::Ok(()) => #p::Ok(()),
            #p::Err(error) => {
                #p::Err(#p::EncodeError::within(
                    error,
                    <Self as #p::Encode>::SCHEMA,
                    #position,
                ))
            }
        },
    }
}

fn messages(choice: &Choice) -> TokenStream {
    let p = private(choice.krate.as_ref());
    let (nl, ident) = (nl(), &choice.ident);
    let both = each_type(choice, quote!(#p::Decode<#nl> + #p::Encode));
    let generics = bounded(decoding(&choice.generics), ident, both);
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = choice.generics.split_for_impl();
    let each = |arm: &dyn Fn(&Variant) -> TokenStream| -> TokenStream {
        choice.variants.iter().map(arm).collect()
    };
    let commands = each(&|variant| {
        let (name, command) = (&variant.ident, byte(variant.number.value));
        quote!(Self::#name(_) => #command,)
    });
    let schemas = each(&|variant| {
        let (command, ty) = (byte(variant.number.value), &variant.ty);
        quote_spanned!(ty.span()=> (#command, <#ty as #p::Encode>::SCHEMA),)
    });
    let reads = each(&|variant| {
        let (name, command, ty) = (&variant.ident, byte(variant.number.value), &variant.ty);
        quote_spanned! {ty.span()=>
            #command => #p::Some(Self::#name(
                <#ty as #p::Decode<#nl>>::decode(attributes)?,
            )),
        }
    });
    let sizes = each(&|variant| {
        let (name, ty) = (&variant.ident, &variant.ty);
        quote!(Self::#name(message) => <#ty as #p::Encode>::size(message),)
    });
    let emits = each(&|variant| {
        let (name, ty) = (&variant.ident, &variant.ty);
        quote!(Self::#name(message) => <#ty as #p::Encode>::emit(message, writer),)
    });
    let other = choice.others.first().map(|other| {
        let (variant, ty) = (&other.ident, &other.ty);
        (
            quote!(Self::#variant(other) => other.command(),),
            quote!(#p::Some(Self::#variant(<#ty>::new(command, attributes)))),
            quote!(Self::#variant(other) => other.attributes().len(),),
            quote!(Self::#variant(other) => #p::Writer::bytes(writer, other.attributes()),),
        )
    });
    let (command_other, unknown, size_other, emit_other) =
        other.unwrap_or_else(|| (quote!(), quote!(#p::None), quote!(), quote!()));
    quote! {
        #[automatically_derived]
        #[allow(deprecated)]
        impl #impl_generics #p::MessageSet<#nl> for #ident #ty_generics #where_clause {
            const MESSAGES: &'static [(u8, &'static #p::SetSchema)] = &[#schemas];

            fn command(&self) -> u8 {
                match self { #commands #command_other }
            }

            fn read(
                command: u8,
                attributes: &#nl [u8],
            ) -> #p::Result<#p::Option<Self>, #p::DecodeError> {
                let _ = attributes;
                #p::Ok(match command { #reads _ => #unknown })
            }

            fn size(&self) -> usize {
                match self { #sizes #size_other }
            }

            fn emit(
                &self,
                writer: &mut #p::Writer<'_>,
            ) -> #p::Result<(), #p::EncodeError> {
                match self { #emits #emit_other }
            }
        }
    }
}
