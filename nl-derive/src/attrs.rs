//! The syntax of `#[nl(…)]`: words, numbers and what stands behind `=`. Knows no field's type.

use proc_macro2::{Span, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Attribute, Expr, Ident, LitInt, LitStr, Meta, Token, Type};

use crate::diag::Diag;
use crate::symbol::{self, NL, Place};

/// One option: `word`, `word = …`, or an attribute's number.
pub(crate) struct Option_ {
    pub(crate) span: Span,
    pub(crate) word: String,
    pub(crate) value: Value,
}

/// What stands behind `=`.
pub(crate) enum Value {
    None,
    Expr(Expr),
    Type(Box<Type>),
    Text(LitStr),
    Path(syn::Path),
}

/// The word under which an attribute's number is kept.
pub(crate) const NUMBER: &str = "a number";
/// The word under which the text that selects a format is kept.
pub(crate) const TEXT: &str = "a text";

impl Parse for Option_ {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        if input.peek(LitInt) || input.peek(Token![-]) {
            let number: Expr = input.parse()?;
            let (span, word) = (number.span(), NUMBER.to_owned());
            return Ok(Self { span, word, value: Value::Expr(number) });
        }
        if input.peek(LitStr) {
            let text: LitStr = input.parse()?;
            return Ok(Self { span: text.span(), word: TEXT.to_owned(), value: Value::Text(text) });
        }
        let ident = Ident::parse_any(input)?;
        let word = ident.to_string();
        let value = if input.parse::<Option<Token![=]>>()?.is_some() {
            Value::parse(&word, input)?
        } else {
            Value::None
        };
        Ok(Self { span: ident.span(), word, value })
    }
}

impl Value {
    fn parse(word: &str, input: ParseStream<'_>) -> syn::Result<Self> {
        Ok(match word {
            symbol::REQUEST | symbol::REPLY | symbol::DUMP | symbol::STREAM | symbol::EVENT => {
                Self::Type(Box::new(input.parse()?))
            }
            symbol::DEFAULT => Self::Expr(Expr::Verbatim(until_comma(input)?)),
            symbol::CRATE => Self::Path(input.call(syn::Path::parse_mod_style)?),
            _ if input.peek(LitStr) => Self::Text(input.parse()?),
            _ => Self::Expr(input.parse()?),
        })
    }
}

/// Any expression: syn parses them all only with a feature that costs every build of a user.
fn until_comma(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let mut tokens = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    if tokens.is_empty() { Err(input.error("expected a value")) } else { Ok(tokens) }
}

/// The options of one `#[nl(…)]`; those that were used are taken out.
pub(crate) struct Options {
    pub(crate) span: Span,
    options: Vec<Option_>,
}

impl Options {
    /// All `#[nl(…)]` of an item, one entry each. Unknown words are reported and left out.
    pub(crate) fn each(attributes: &[Attribute], place: Place, diag: &mut Diag) -> Vec<Self> {
        let mut all = Vec::new();
        for attribute in attributes.iter().filter(|a| a.path().is_ident(NL)) {
            let parse = Punctuated::<Option_, Token![,]>::parse_terminated;
            let options = match &attribute.meta {
                Meta::List(list) => list.parse_args_with(parse),
                other => Err(syn::Error::new(other.span(), "expected #[nl(…)]")),
            };
            match options {
                Ok(options) => all.push(Self {
                    span: attribute.span(),
                    options: options.into_iter().filter(|o| known(o, place, diag)).collect(),
                }),
                Err(error) => diag.push(error),
            }
        }
        all
    }

    /// All `#[nl(…)]` of an item as if they were one.
    pub(crate) fn merged(
        attributes: &[Attribute],
        span: Span,
        place: Place,
        diag: &mut Diag,
    ) -> Self {
        let mut merged = Self { span, options: Vec::new() };
        for one in Self::each(attributes, place, diag) {
            merged.span = one.span;
            merged.options.extend(one.options);
        }
        merged
    }

    /// Takes the option of that word; a second one is reported.
    pub(crate) fn take(&mut self, word: &str, diag: &mut Diag) -> Option<Option_> {
        let mut all = self.take_all(word);
        for again in all.drain(1.min(all.len())..) {
            diag.at(again.span, format_args!("`{word}` is given twice"));
        }
        all.pop()
    }

    /// Takes every option of that word.
    pub(crate) fn take_all(&mut self, word: &str) -> Vec<Option_> {
        let (taken, rest) =
            std::mem::take(&mut self.options).into_iter().partition(|o| o.word == word);
        self.options = rest;
        taken
    }

    /// Takes `word = "text"`.
    pub(crate) fn text(&mut self, word: &str, diag: &mut Diag) -> Option<LitStr> {
        self.take(word, diag)?.text(diag)
    }

    /// Takes `word = EXPR`.
    pub(crate) fn expr(&mut self, word: &str, diag: &mut Diag) -> Option<Expr> {
        let option = self.take(word, diag)?;
        match option.value {
            Value::Expr(expr) => Some(expr),
            _ => {
                diag.at(option.span, format_args!("expected `{word} = NUMBER`"));
                None
            }
        }
    }

    /// Takes `word = Type`.
    pub(crate) fn ty(&mut self, word: &str, diag: &mut Diag) -> Option<Type> {
        let option = self.take(word, diag)?;
        match option.value {
            Value::Type(ty) => Some(*ty),
            _ => {
                diag.at(option.span, format_args!("expected `{word} = Type`"));
                None
            }
        }
    }

    /// Takes a word that stands alone; its place.
    pub(crate) fn flag(&mut self, word: &str, diag: &mut Diag) -> Option<Span> {
        let option = self.take(word, diag)?;
        if !matches!(option.value, Value::None) {
            diag.at(option.span, format_args!("`{word}` stands alone, without `=`"));
        }
        Some(option.span)
    }

    /// Takes `word = name`.
    pub(crate) fn ident(&mut self, word: &str, diag: &mut Diag) -> Option<Ident> {
        let option = self.take(word, diag)?;
        let ident = match &option.value {
            Value::Expr(Expr::Path(path)) => path.path.get_ident().cloned(),
            _ => None,
        };
        if ident.is_none() {
            diag.at(option.span, format_args!("expected `{word} = FIELD`"));
        }
        ident
    }

    /// Takes `crate = path`.
    pub(crate) fn path(&mut self, word: &str, diag: &mut Diag) -> Option<syn::Path> {
        let option = self.take(word, diag)?;
        match option.value {
            Value::Path(path) => Some(path),
            _ => {
                diag.at(option.span, format_args!("expected `{word} = path`"));
                None
            }
        }
    }
}

impl Option_ {
    /// The text of `word = "text"`.
    pub(crate) fn text(self, diag: &mut Diag) -> Option<LitStr> {
        match self.value {
            Value::Text(text) => Some(text),
            _ => {
                diag.at(self.span, format_args!("expected `{} = \"…\"`", self.word));
                None
            }
        }
    }
}

fn known(option: &Option_, place: Place, diag: &mut Diag) -> bool {
    let words = place.words();
    let unnamed = match place {
        Place::Field | Place::Variant => option.word == NUMBER,
        Place::Format => option.word == NUMBER || option.word == TEXT,
        _ => false,
    };
    if unnamed || words.contains(&option.word.as_str()) {
        return true;
    }
    let meant = match symbol::nearest(&option.word, words) {
        Some(word) => format!("did you mean `{word}`?"),
        None => format!("there are {}", words.join(", ")),
    };
    let message = format!("`{}` means nothing for {}; {meant}", option.word, place.noun());
    diag.at(option.span, message);
    false
}
