//! What the derives expand to, kept in `golden/`: a change of an expansion is seen when it is made,
//! and read in review.
//!
//! `GOLDEN=overwrite cargo test -p nl-derive` writes the files anew.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

type Derive = fn(&DeriveInput) -> TokenStream;

#[test]
fn attribute_struct() {
    let input = quote! {
        /// A message that was stored.
        struct Stored<'a> {
            /// From 1 to 9.
            #[nl(1, min = 1, max = 9)]
            id: u32,
            #[nl(2)]
            text: Option<&'a str>,
            #[nl(3)]
            tags: Vec<u16>,
        }
    };
    check("attribute_struct", crate::attributes, input);
}

#[test]
fn special_fields() {
    let input = quote! {
        struct Link<'a> {
            #[nl(header)]
            index: u32,
            #[nl(1, default = 7)]
            kind: u8,
            #[nl(2, selector = kind)]
            data: Option<Data<'a>>,
            #[nl(rest)]
            rest: Vec<Attr<'a>>,
        }
    };
    check("special_fields", crate::attributes, input);
}

#[test]
fn attribute_enum() {
    let input = quote! {
        enum Item<'a> {
            #[nl(1, max_len = 8)]
            Name(&'a str),
            #[nl(2)]
            Urgent,
            #[nl(other)]
            Other(Attr<'a>),
        }
    };
    check("attribute_enum", crate::attributes, input);
}

#[test]
fn message_enum() {
    let input = quote! {
        enum Message<'a> {
            #[nl(command = 1)]
            Stored(Stored<'a>),
            #[nl(other)]
            Other(UnknownEvent<'a>),
        }
    };
    check("message_enum", crate::attributes, input);
}

#[test]
fn value_enum() {
    let input = quote! {
        /// How fast.
        #[repr(u8)]
        enum Pace {
            Slow = 1,
            #[nl(other)]
            Other(u8),
        }
    };
    check("value_enum", crate::value, input);
}

#[test]
fn value_struct() {
    let input = quote!(
        struct Port(Be<u16>);
    );
    check("value_struct", crate::value, input);
}

#[test]
fn sub_message() {
    let input = quote! {
        enum Data<'a> {
            #[nl("bridge")]
            Bridge(Bridge),
            #[nl(other)]
            Other(Attr<'a>),
        }
    };
    check("sub_message", crate::sub_message, input);
}

#[test]
fn family() {
    let input = quote! {
        #[nl(name = "pulse", version = 1, group = "beats")]
        pub enum Pulse {
            /// Counts a beat.
            #[nl(request = Beat<'_>, reply = Count)]
            Beat = 1,
            #[nl(event = Count, group = "beats")]
            Counted = 2,
        }
    };
    check("family", crate::family, input);
}

/// The expansion as `golden/NAME.rs` has it.
fn check(name: &str, derive: Derive, input: TokenStream) {
    let input = syn::parse2(input).expect("the declaration is well-formed");
    let found = pretty(&derive(&input));
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden");
    compare(&folder.join(name).with_extension("rs"), &found);
}

/// What was expanded as the file has it, which is written where that is asked for.
pub(crate) fn compare(file: &Path, found: &str) {
    if std::env::var_os("GOLDEN").is_some_and(|how| how == "overwrite") {
        std::fs::write(file, found).expect("the golden file can be written");
        return;
    }
    let expected = std::fs::read_to_string(file).unwrap_or_default();
    let diff = similar::TextDiff::from_lines(&expected, found);
    let diff = diff.unified_diff().header(&file.display().to_string(), "the expansion").to_string();
    assert!(diff.is_empty(), "\n{diff}\nGOLDEN=overwrite cargo test -p nl-derive keeps it so");
}

/// As one would write it, with a short name for the crate.
fn pretty(expansion: &TokenStream) -> String {
    let text = expansion.to_string().replace(":: nl_core :: __private ::", "private ::");
    prettyplease::unparse(&syn_full::parse_str(&text).expect("an expansion is items"))
}
