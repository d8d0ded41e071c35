//! The families of the controller's dump.

use nl_bench::case::Visitor;
use nl_bench::reference::{DONE, Family};
use nl_core::Decode;
use nl_core::controller::{FamilyAttrs, FamilyInfo};
use nl_core::wire::Messages;

#[inline]
fn for_each<'d>(bytes: &'d [u8], mut each: impl FnMut(FamilyAttrs<'d>)) {
    for message in Messages::new(bytes).map(Result::unwrap) {
        if message.header.kind == DONE {
            return;
        }
        let (_, attributes) = message.genl().unwrap();
        each(FamilyAttrs::decode(attributes).unwrap());
    }
}

#[inline]
pub(crate) fn visit<V: Visitor>(bytes: &[u8], new: impl Fn() -> V, mut done: impl FnMut(V)) {
    for_each(bytes, |family| {
        let mut visitor = new();
        tell(&family, &mut visitor);
        done(visitor);
    });
}

#[inline]
pub(crate) fn decode(bytes: &[u8]) -> Vec<FamilyInfo> {
    let mut families = Vec::new();
    for_each(bytes, |family| families.push(FamilyInfo::try_from(family).unwrap()));
    families
}

#[inline]
pub(crate) fn tell(family: &FamilyAttrs<'_>, visitor: &mut impl Visitor) {
    visitor.name(family.name);
    visitor.numbers(
        family.id,
        family.version.unwrap_or(0),
        family.header_size.unwrap_or(0),
        family.max_attribute.unwrap_or(0),
    );
    if let Some(operations) = &family.operations {
        for operation in operations.iter().map(Result::unwrap) {
            visitor.operation(operation.command, operation.flags);
        }
    }
    if let Some(groups) = &family.groups {
        for group in groups.iter().map(Result::unwrap) {
            visitor.group(group.name, group.id);
        }
    }
}

pub(crate) fn kept(info: &FamilyInfo) -> Family {
    Family {
        id: info.id,
        name: info.name.clone(),
        version: info.version,
        header_size: info.header_size,
        max_attribute: info.max_attribute,
        operations: info.operations.iter().map(|one| (one.command, one.flags)).collect(),
        groups: info.groups.iter().map(|one| (one.name.clone(), one.id)).collect(),
    }
}
