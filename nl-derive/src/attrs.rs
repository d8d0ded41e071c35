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

/// How a message to the user calls an option of that word.
fn named(word: &str) -> String {
    if matches!(word, NUMBER | TEXT) { word.to_owned() } else { format!("`{word}`") }
}

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

/// Any expression: syn parses them all only with a feature that costs every build of a user. A comma
/// between the angles of a turbofish is part of it.
fn until_comma(input: ParseStream<'_>) -> syn::Result<TokenStream> {
    let (mut tokens, mut angles) = (TokenStream::new(), 0_u32);
    while !input.is_empty() && (angles > 0 || !input.peek(Token![,])) {
        let opens = input.peek(Token![<]) && (angles > 0 || ends_in_colons(&tokens));
        angles += u32::from(opens);
        angles -= u32::from(angles > 0 && input.peek(Token![>]));
        tokens.extend([input.parse::<TokenTree>()?]);
    }
    if tokens.is_empty() { Err(input.error("expected a value")) } else { Ok(tokens) }
}

fn ends_in_colons(tokens: &TokenStream) -> bool {
    let last = tokens.clone().into_iter().last();
    matches!(last, Some(TokenTree::Punct(punct)) if punct.as_char() == ':')
}

/// The options of one `#[nl(…)]`; those that were used are taken out, and [`Options::done`] reports
/// what is left.
pub(crate) struct Options {
    pub(crate) span: Span,
    /// Whether some were reported and left out: what seems to be missing may be one of them.
    pub(crate) broken: bool,
    left: Vec<Option_>,
}

impl Options {
    /// All `#[nl(…)]` of an item, one entry each. Unknown words are reported and left out.
    pub(crate) fn each(attributes: &[Attribute], place: Place, diag: &mut Diag) -> Vec<Self> {
        let ours = attributes.iter().filter(|attribute| attribute.path().is_ident(NL));
        ours.map(|attribute| Self::one(attribute, place, diag)).collect()
    }

    fn one(attribute: &Attribute, place: Place, diag: &mut Diag) -> Self {
        let parse = Punctuated::<Option_, Token![,]>::parse_terminated;
        let parsed = match &attribute.meta {
            Meta::List(list) => list.parse_args_with(parse),
            other => Err(syn::Error::new(other.span(), "expected #[nl(…)]")),
        };
        let span = attribute.span();
        let parsed = match parsed {
            Ok(parsed) => parsed,
            Err(error) => {
                diag.push(error);
                return Self { span, broken: true, left: Vec::new() };
            }
        };
        let written = parsed.len();
        let left: Vec<_> = parsed.into_iter().filter(|o| known(o, place, diag)).collect();
        Self { span, broken: left.len() < written, left }
    }

    /// All `#[nl(…)]` of an item as if they were one.
    pub(crate) fn merged(
        attributes: &[Attribute],
        span: Span,
        place: Place,
        diag: &mut Diag,
    ) -> Self {
        let mut merged = Self { span, broken: false, left: Vec::new() };
        for one in Self::each(attributes, place, diag) {
            merged.span = one.span;
            merged.broken |= one.broken;
            merged.left.extend(one.left);
        }
        merged
    }

    /// Takes the option of that word; a second one is reported.
    pub(crate) fn take(&mut self, word: &str, diag: &mut Diag) -> Option<Option_> {
        let mut all = self.take_all(word);
        for again in all.drain(1.min(all.len())..) {
            diag.at(again.span, format_args!("{} is given twice", named(word)));
        }
        all.pop()
    }

    /// Whether an option of that word is there.
    pub(crate) fn has(&self, word: &str) -> bool {
        self.left.iter().any(|option| option.word == word)
    }

    /// Reports every option that nothing has taken: it means nothing for `what`.
    pub(crate) fn done(self, what: &str, diag: &mut Diag) {
        for Option_ { span, word, .. } in self.left {
            diag.at(span, format_args!("{} means nothing for {what}", named(&word)));
        }
    }

    /// Takes every option of that word.
    pub(crate) fn take_all(&mut self, word: &str) -> Vec<Option_> {
        let (taken, rest) =
            std::mem::take(&mut self.left).into_iter().partition(|o| o.word == word);
        self.left = rest;
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
    let numbered = matches!(place, Place::Field | Place::Variant);
    let meant = match symbol::nearest(&option.word, words) {
        Some(word) => format!("did you mean `{word}`?"),
        None if numbered && matches!(option.value, Value::None | Value::Text(_)) => {
            "its number is a literal, as in #[nl(7)]".to_owned()
        }
        None => format!("there are {}", words.join(", ")),
    };
    let message = format!("{} means nothing for {}; {meant}", named(&option.word), place.noun());
    diag.at(option.span, message);
    false
}
