//! Lists the families of this machine's kernel: ids, versions, operations and groups.
//!
//! `cargo run -p nl-core --example families [NAME…]`. Needs no privilege.

use nl_core::Error;
use nl_core::controller::{Controller, FamilyInfo, OperationInfo, op_flags};

fn main() -> Result<(), Error> {
    let mut controller = Controller::open()?;
    let names: Vec<String> = std::env::args().skip(1).collect();
    let mut families = Vec::new();
    for name in &names {
        match controller.family(name)? {
            Some(family) => families.push(family),
            None => eprintln!("{name}: the kernel has no family of that name"),
        }
    }
    if names.is_empty() {
        families = controller.families()?;
    }
    families.iter().for_each(print);
    Ok(())
}

fn print(family: &FamilyInfo) {
    println!("{} id {} version {}", family.name, family.id, family.version);
    println!("  header {} bytes, max attribute {}", family.header_size, family.max_attribute);
    for operation in &family.operations {
        println!("  operation {}: {}", operation.command, flags(*operation));
    }
    for group in &family.groups {
        println!("  group {} id {}", group.name, group.id);
    }
}

fn flags(operation: OperationInfo) -> String {
    let names = [
        (op_flags::DO, "do"),
        (op_flags::DUMP, "dump"),
        (op_flags::HAS_POLICY, "policy"),
        (op_flags::ADMIN, "admin"),
        (op_flags::NAMESPACE_ADMIN, "ns-admin"),
    ];
    let set = names.iter().filter(|(bit, _)| operation.flags & bit != 0).map(|(_, name)| *name);
    set.collect::<Vec<_>>().join(" ")
}
