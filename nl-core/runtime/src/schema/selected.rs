//! Which formats the sub-messages of a set have, as their selectors say.

use super::{AttributeSchema, Format, Kind, Selector, SetSchema, SubMessageSchema};
use crate::value::Value;
use crate::wire::{Attrs, Depth};

/// The formats that the sub-messages of a set turn out to have.
pub(crate) struct Selected {
    /// By number; a format that is not declared has no entry.
    formats: Vec<(u16, &'static Format)>,
}

impl Selected {
    /// Looks at the selectors among `attributes`, which are those of `set`. Of one that stands twice
    /// the last counts, as in decoding.
    pub(crate) fn of(set: &'static SetSchema, attributes: &[u8]) -> Self {
        let selected = set.attributes.iter().filter_map(|attribute| match attribute.kind {
            Kind::SubMessage(selector, formats) => {
                let format = format(set.attribute(selector)?, attributes, formats())?;
                Some((attribute.number, format))
            }
            _ => None,
        });
        Self { formats: selected.collect() }
    }

    /// What the attribute's payload is: of a sub-message its format, where that is known.
    pub(crate) fn kind(&self, attribute: &AttributeSchema) -> Kind {
        self.format(attribute).map_or(attribute.kind, |format| format.kind)
    }

    /// The format of a sub-message, where that is known.
    pub(crate) fn format(&self, attribute: &AttributeSchema) -> Option<&'static Format> {
        let found = self.formats.iter().find(|(number, _)| *number == attribute.number);
        found.map(|(_, format)| *format)
    }
}

/// The format that is selected. `None` where it is not declared, or the selector is not there: its
/// default is not in the schema.
fn format(
    selector: &AttributeSchema,
    attributes: &[u8],
    message: &'static SubMessageSchema,
) -> Option<&'static Format> {
    let attrs = Attrs::new(attributes).map_while(Result::ok);
    let payload = attrs.filter(|attr| attr.number() == selector.number).last()?.payload;
    let value = match selector.kind {
        Kind::String | Kind::Unterminated => {
            Selector::Text(<&str>::decode_payload(payload, Depth::TOP).ok()?)
        }
        kind => Selector::Number(super::number(kind, payload)?),
    };
    message.formats.iter().find(|format| format.selector == value)
}
