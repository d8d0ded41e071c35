//! Collects mistakes, so that one build reports them all.

use std::fmt::Display;

use proc_macro2::Span;

/// The mistakes found so far. Dropping it without [`Diag::finish`] would lose them, and panics.
pub(crate) struct Diag {
    errors: Option<Vec<syn::Error>>,
}

impl Diag {
    pub(crate) fn new() -> Self {
        Self { errors: Some(Vec::new()) }
    }

    /// Notes a mistake at that place.
    pub(crate) fn at(&mut self, span: Span, message: impl Display) {
        self.push(syn::Error::new(span, message));
    }

    /// Notes a mistake that a parser found.
    pub(crate) fn push(&mut self, error: syn::Error) {
        if let Some(errors) = &mut self.errors {
            errors.push(error);
        }
    }

    /// All mistakes together, if there is one.
    pub(crate) fn finish(mut self) -> Result<(), syn::Error> {
        let errors = self.errors.take().unwrap_or_default();
        let all = errors.into_iter().reduce(|mut all, error| {
            all.combine(error);
            all
        });
        all.map_or(Ok(()), Err)
    }
}

impl Drop for Diag {
    fn drop(&mut self) {
        assert!(
            self.errors.is_none() || std::thread::panicking(),
            "the mistakes of a declaration were collected and not reported"
        );
    }
}
