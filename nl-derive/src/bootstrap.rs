//! The families and sets that nl-core itself needs, expanded ahead: it is built while this crate is.
//!
//! What `nl-core/runtime/declared` declares with the derives stands expanded in
//! `nl-core/runtime/src/declared`; `GOLDEN=overwrite cargo test -p nl-derive` writes it anew.

use std::path::PathBuf;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn_full::{Attribute, File, Item, parse_quote};

use crate::golden;

#[test]
fn nlctrl() {
    check("nlctrl");
}

#[test]
fn policy() {
    check("policy");
}

#[test]
fn ext_ack() {
    check("ext_ack");
}

#[test]
fn membership() {
    check("membership");
}

fn check(name: &str) {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../nl-core/runtime");
    let declared = folder.join("declared").join(name).with_extension("rs");
    let declared = std::fs::read_to_string(declared).expect("the declaration can be read");
    let mut file: File = syn_full::parse_file(&declared).expect("the declaration is well-formed");
    file.items = file.items.into_iter().flat_map(expanded).collect();
    let found = format!(
        "// Expanded from declared/{name}.rs: change that, and see nl-derive/src/bootstrap.rs.\n\n{}",
        prettyplease::unparse(&file),
    );
    golden::compare(&folder.join("src/declared").join(name).with_extension("rs"), &found);
}

/// An item without what is the derives', and what they make of it.
fn expanded(mut item: Item) -> Vec<Item> {
    let input = item.to_token_stream();
    let derives = match &mut item {
        Item::Struct(item) => {
            item.fields.iter_mut().for_each(|field| without_options(&mut field.attrs));
            strip(&mut item.attrs)
        }
        Item::Enum(item) => {
            item.variants.iter_mut().for_each(|variant| without_options(&mut variant.attrs));
            strip(&mut item.attrs)
        }
        _ => Vec::new(),
    };
    let mut items = vec![item];
    for derive in derives {
        items.extend(expansion(&derive, input.clone()));
    }
    items
}

fn expansion(derive: &str, input: TokenStream) -> Vec<Item> {
    let input = syn::parse2(input).expect("the declaration is well-formed");
    match derive {
        "Attributes" => items(&crate::attributes(&input)),
        "Value" => items(&crate::value(&input)),
        "Family" => {
            // The handler and its service are the last.
            let mut all = items(&crate::family(&input));
            let handler = all.iter().position(|item| matches!(item, Item::Trait(_)));
            all[handler.expect("a trait")..].iter_mut().for_each(only_with_host);
            all
        }
        other => panic!("{other} is none of the derives"),
    }
}

/// What the derives make, naming the crate from inside.
fn items(tokens: &TokenStream) -> Vec<Item> {
    let text = tokens.to_string().replace(":: nl_core :: __private", "crate :: __private");
    let file: File = syn_full::parse_str(&text).expect("an expansion is items");
    file.items
}

fn without_options(attrs: &mut Vec<Attribute>) {
    attrs.retain(|attr| !attr.path().is_ident("nl"));
}

/// Takes `#[nl(…)]` and the names of the derives away, and returns these.
fn strip(attrs: &mut Vec<Attribute>) -> Vec<String> {
    without_options(attrs);
    let mut ours = Vec::new();
    for attr in attrs.iter_mut().filter(|attr| attr.path().is_ident("derive")) {
        let mut others = Vec::new();
        let sorted = attr.parse_nested_meta(|meta| {
            let name = meta.path.to_token_stream();
            match name.to_string().as_str() {
                derive @ ("Attributes" | "Value" | "Family") => ours.push(derive.to_owned()),
                _ => others.push(name),
            }
            Ok(())
        });
        sorted.expect("derives are named");
        *attr = parse_quote!(#[derive(#(#others),*)]);
    }
    ours
}

/// The handler and its service are for hosts.
fn only_with_host(item: &mut Item) {
    let attrs = match item {
        Item::Trait(item) => &mut item.attrs,
        Item::Struct(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        other => panic!("not an item of a handler: {}", quote!(#other)),
    };
    attrs.insert(0, parse_quote!(#[cfg(feature = "host")]));
}
