//! The declaration as `'static` data.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Expr, ExprLit};

use super::lifetime::{all_static, elided};
use crate::model::{Bounds, Family, Field, Mode, Operation, Permission, Role, Set};
use crate::paths::{at, private};

/// A set, by the traits of its fields for that lifetime.
pub(super) fn set(set: &Set, lifetime: &impl ToTokens) -> TokenStream {
    let p = private(set.krate.as_ref());
    let (name, type_name, doc) = (&set.name, set.ident.unraw().to_string(), &set.doc);
    let attributes = set.attributes().map(|field| attribute(field, set, lifetime, &p));
    let header = set.fields.iter().find(|field| matches!(field.role, Role::Header(_)));
    let header = header.map_or_else(
        || quote!(0),
        |field| {
            let (ty, p) = (&field.ty, at(&p, field.ty.span()));
            quote_spanned!(ty.span()=> #p::header_size(<#ty as #p::Value<#lifetime>>::SIZE))
        },
    );
    quote! {
        #p::SetSchema {
            name: #name,
            type_name: #type_name,
            doc: #doc,
            header: #header,
            attributes: &[#(#attributes),*],
            ordered: false,
        }
    }
}

fn attribute(field: &Field, set: &Set, lifetime: &impl ToTokens, p: &TokenStream) -> TokenStream {
    let (name, doc) = (field.ident.unraw().to_string(), &field.doc);
    let number = number(field);
    let (kind, presence) = kind(field, set, lifetime, p);
    let bounds = bounds(&field.bounds, p);
    let bounds = if field.bounds.is_empty() {
        bounds
    } else {
        let (span, p) = (field.ty.span(), at(p, field.ty.span()));
        quote_spanned!(span=> #p::Bounds::checked(#bounds, &#kind))
    };
    quote! {
        #p::AttributeSchema {
            name: #name,
            number: #number,
            kind: #kind,
            presence: #presence,
            bounds: #bounds,
            doc: #doc,
        }
    }
}

fn kind(
    field: &Field,
    set: &Set,
    lifetime: &impl ToTokens,
    p: &TokenStream,
) -> (TokenStream, TokenStream) {
    let ty = &field.ty;
    let as_field = quote_spanned!(ty.span()=> <#ty as #p::Field<#lifetime>>);
    match &field.role {
        Role::SubMessage { selector } => {
            let selected = quote_spanned!(ty.span()=> <#ty as #p::Selected<#lifetime>>);
            let selecting = set.fields.iter().find(|field| field.ident == *selector);
            let selector = selecting.map(number).unwrap_or_default();
            (
                quote!(#p::Kind::SubMessage(#selector, || #selected::SCHEMA)),
                quote!(#p::presence_of_selected(#selected::REQUIRED)),
            )
        }
        Role::Attribute { default: Some(_) } => (quote!(#as_field::KIND), {
            let p = at(p, ty.span());
            quote_spanned!(ty.span()=> #p::presence_with_default(#as_field::PRESENCE))
        }),
        _ => (quote!(#as_field::KIND), quote!(#as_field::PRESENCE)),
    }
}

/// That each selector can be what selects a format, which the compiler finds out at once where no
/// type is generic.
pub(super) fn selectors(set: &Set) -> TokenStream {
    if set.generics.type_params().next().is_some() || set.generics.const_params().next().is_some() {
        return TokenStream::new();
    }
    let each = set.fields.iter().filter_map(|field| {
        let Role::SubMessage { selector } = &field.role else {
            return None;
        };
        let selecting = set.fields.iter().find(|field| field.ident == *selector)?;
        let (ty, by) = (all_static(&field.ty), all_static(&selecting.ty));
        let p = at(&private(set.krate.as_ref()), selector.span());
        Some(quote_spanned! {selector.span()=>
            const _: () = #p::selected_by(
                &<#by as #p::Field<'static>>::KIND,
                <#ty as #p::Selected<'static>>::SCHEMA,
            );
        })
    });
    each.collect()
}

/// The attribute's number as a `u16`.
pub(super) fn number(field: &Field) -> u16 {
    field.number.and_then(|number| u16::try_from(number.value).ok()).unwrap_or_default()
}

pub(super) fn bounds(bounds: &Bounds, p: &TokenStream) -> TokenStream {
    if bounds.is_empty() {
        return quote!(#p::Bounds::NONE);
    }
    let min = option(bounds.min.as_ref(), &quote!(i128), p);
    let max = option(bounds.max.as_ref(), &quote!(i128), p);
    let min_len = option(bounds.exact_len.as_ref().or(bounds.min_len.as_ref()), &quote!(usize), p);
    let max_len = option(bounds.exact_len.as_ref().or(bounds.max_len.as_ref()), &quote!(usize), p);
    let mask = option(bounds.mask.as_ref(), &quote!(u64), p);
    quote!(#p::Bounds {
        min: #min, max: #max, min_len: #min_len, max_len: #max_len, mask: #mask
    })
}

fn option(expr: Option<&Expr>, int: &TokenStream, p: &TokenStream) -> TokenStream {
    match expr {
        None => quote!(#p::None),
        // A literal takes its type from where it stands; a constant has one of its own.
        Some(literal @ (Expr::Lit(ExprLit { .. }) | Expr::Unary(_))) => {
            quote!(#p::Some(#literal))
        }
        Some(expr) => quote!(#p::Some((#expr) as #int)),
    }
}

pub(super) fn family(family: &Family) -> TokenStream {
    let p = private(family.krate.as_ref());
    let (name, doc, version) = (&family.name, &family.doc, byte(family.version.value));
    let operations = family.operations.iter().map(|operation| self::operation(operation, &p));
    let groups = family.groups.iter().map(|group| {
        let name = &group.name;
        quote!(#p::GroupSchema { name: #name })
    });
    quote! {
        #p::FamilySchema {
            name: #name,
            version: #version,
            doc: #doc,
            operations: &[#(#operations),*],
            groups: &[#(#groups),*],
        }
    }
}

fn operation(operation: &Operation, p: &TokenStream) -> TokenStream {
    let (name, doc) = (operation.variant.unraw().to_string(), &operation.doc);
    let command = byte(operation.command.value);
    let reply_command = operation.reply_command.map_or(command, |number| byte(number.value));
    let permission = match operation.permission {
        None => quote!(Everyone),
        Some((Permission::Admin, _)) => quote!(Admin),
        Some((Permission::NamespaceAdmin, _)) => quote!(NamespaceAdmin),
    };
    let none = quote!(#p::None);
    let set = |ty: &syn::Type| {
        let ty_static = elided(ty, "static");
        quote_spanned!(ty.span()=> #p::Some(<#ty_static as #p::Encode>::SCHEMA))
    };
    let request = operation.mode.request().map_or_else(|| none.clone(), set);
    let (mode, answer, group) = match &operation.mode {
        Mode::Do { reply, .. } => {
            (quote!(Do), reply.as_ref().map_or_else(|| none.clone(), set), none)
        }
        Mode::Dump { item, .. } => (quote!(Dump), set(item), none),
        Mode::Stream { item, .. } => (quote!(Stream), set(item), none),
        Mode::Event { set: event, group } => {
            let group = group.as_ref().map(|group| group.name.as_str()).unwrap_or_default();
            (quote!(Event), set(event), quote!(#p::Some(#group)))
        }
    };
    quote! {
        #p::Operation {
            name: #name,
            command: #command,
            reply_command: #reply_command,
            mode: #p::Mode::#mode,
            permission: #p::Permission::#permission,
            request: #request,
            answer: #answer,
            group: #group,
            doc: #doc,
        }
    }
}

/// A checked number as a `u8`.
pub(super) fn byte(value: i128) -> u8 {
    u8::try_from(value).unwrap_or_default()
}
