//! What serves the family from user space: a trait with a method for each operation, and its service.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::Ident;
use syn::ext::IdentExt;

use super::lifetime::{elided, nl};
use super::schema::byte;
use crate::lower::snake_case;
use crate::model::{Family, Mode, Operation};
use crate::paths::private;

pub(super) fn handler(family: &Family) -> TokenStream {
    let p = private(family.krate.as_ref());
    let (vis, ident) = (&family.vis, &family.ident);
    let name = format_ident!("{ident}Handler");
    let service = format_ident!("{ident}Service");
    let methods = family.operations.iter().filter_map(|o| method(family, o, &p));
    let doc = format!("Serves [`{ident}`] from user space: what the kernel's side does.");
    let service_doc = format!("A [`{name}`] as a service that a host runs.");
    let dispatch = dispatch(family, &name, &service, &p);
    quote! {
        #[doc = #doc]
        #[allow(dead_code)]
        #vis trait #name {
            #(#methods)*

            /// The host runs now; nobody has called yet.
            fn start(&mut self, context: &mut #p::Context<'_, #ident>) {
                let _ = context;
            }

            /// The time that was asked for with the context's `wake_after` has come.
            fn wake(&mut self, token: u64, context: &mut #p::Context<'_, #ident>) {
                let _ = (token, context);
            }

            /// The handler as what a host runs.
            fn service(self) -> #service<Self>
            where
                Self: ::core::marker::Sized,
            {
                #service(self)
            }
        }

        #[doc = #service_doc]
        #[derive(Debug)]
        #[allow(dead_code)]
        #vis struct #service<Own>(#vis Own);

        #dispatch
    }
}

/// A name that is the operation's, with `_dump` where the command has another mode beside it, and with
/// `_command` where the trait has a method of that name already.
fn method_name(family: &Family, operation: &Operation) -> Ident {
    let name = plain_name(family, operation);
    let earlier = family.operations.iter().take_while(|other| !std::ptr::eq(*other, operation));
    let called = earlier.filter(|other| other.mode.request().is_some());
    let taken = called.map(|other| plain_name(family, other)).any(|other| other == name);
    let name = if taken || OWN.contains(&&*name) { format!("{name}_command") } else { name };
    // A keyword is a name all the same.
    let keyword = syn::parse_str::<Ident>(&name).is_err();
    let raw = if keyword { "r#" } else { "" };
    format_ident!("{raw}{name}", span = operation.variant.span())
}

/// The trait's own methods, and the words that are no names even with `r#`.
const OWN: [&str; 7] = ["start", "wake", "service", "self", "super", "crate", "_"];

fn plain_name(family: &Family, operation: &Operation) -> String {
    let name = snake_case(&operation.variant.unraw().to_string());
    let modes = family.operations.iter().filter(|other| other.variant == operation.variant).count();
    let dump = modes > 1 && matches!(operation.mode, Mode::Dump { .. });
    if dump { format!("{name}_dump") } else { name }
}

fn method(family: &Family, operation: &Operation, p: &TokenStream) -> Option<TokenStream> {
    let request = elided(operation.mode.request()?, "nl");
    let request_static = elided(operation.mode.request()?, "static");
    let (nl, ident, doc) = (nl(), &family.ident, &operation.doc);
    let name = method_name(family, operation);
    let refusal = quote!(#p::Refusal);
    let context = quote!(context: &mut #p::Context<'_, #ident>);
    let signature = match &operation.mode {
        Mode::Do { reply, .. } => {
            let reply = reply.as_ref().map_or_else(|| quote!(()), |reply| elided(reply, "nl"));
            quote!((&#nl mut self, request: #request, #context)
                -> #p::Result<#reply, #refusal>)
        }
        Mode::Dump { .. } => quote!((
            &#nl mut self,
            request: #request,
            page: &mut #p::Page<'_, #request_static>,
        ) -> #p::Result<(), #refusal>),
        Mode::Stream { .. } => quote!((
            &#nl mut self,
            request: #request,
            replies: #p::Replies<#request_static>,
            #context,
        ) -> #p::Result<(), #refusal>),
        Mode::Event { .. } => return None,
    };
    Some(quote!(#[doc = #doc] fn #name<#nl> #signature;))
}

fn dispatch(family: &Family, name: &Ident, service: &Ident, p: &TokenStream) -> TokenStream {
    let ident = &family.ident;
    let arm = |operation: &Operation| {
        let command = byte(operation.command.value);
        let method = method_name(family, operation);
        let call = match &operation.mode {
            Mode::Do { reply: Some(_), .. } => quote! {
                (#command, #p::Mode::Do) => {
                    let reply = self.0.#method(#p::request(attributes)?, context)?;
                    context.reply(operation, &reply)
                }
            },
            Mode::Do { reply: None, .. } => quote! {
                (#command, #p::Mode::Do) => self.0.#method(#p::request(attributes)?, context),
            },
            Mode::Stream { .. } => quote! {
                (#command, #p::Mode::Stream) => {
                    let replies = context.replies();
                    self.0.#method(#p::request(attributes)?, replies, context)
                }
            },
            Mode::Dump { .. } | Mode::Event { .. } => return None,
        };
        Some(call)
    };
    let calls = family.operations.iter().filter_map(arm);
    let dumps = family.operations.iter().filter(|o| matches!(o.mode, Mode::Dump { .. })).map(|o| {
        let (command, method) = (byte(o.command.value), method_name(family, o));
        quote! {
            #command => self.0.#method(#p::request(attributes)?, &mut #p::Page::new(page)),
        }
    });
    quote! {
        #[automatically_derived]
        impl<Own: #name> #p::Service for #service<Own> {
            type Family = #ident;

            fn start(&mut self, context: &mut #p::Context<'_, #ident>) {
                #name::start(&mut self.0, context);
            }

            fn wake(&mut self, token: u64, context: &mut #p::Context<'_, #ident>) {
                #name::wake(&mut self.0, token, context);
            }

            fn call(
                &mut self,
                operation: &'static #p::Operation,
                attributes: &[u8],
                context: &mut #p::Context<'_, #ident>,
            ) -> #p::Result<(), #p::Refusal> {
                let _ = (attributes, &context);
                match (operation.command, operation.mode) {
                    #(#calls)*
                    _ => #p::Err(#p::Refusal::unsupported()),
                }
            }

            fn dump(
                &mut self,
                operation: &'static #p::Operation,
                attributes: &[u8],
                page: &mut #p::RawPage<'_>,
            ) -> #p::Result<(), #p::Refusal> {
                let _ = (attributes, &page);
                match operation.command {
                    #(#dumps)*
                    _ => #p::Err(#p::Refusal::unsupported()),
                }
            }
        }
    }
}
