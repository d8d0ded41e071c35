//! `kmod/uapi/nl_demo.h` and the Rust declaration say the same.

use std::collections::BTreeMap;

use nl_core::Family;
use nl_core::schema::{AttributeSchema, SetSchema};
use nl_family_demo::Demo;
use nl_family_demo::family::{Greeting, Priority, Repeat};

const HEADER: &str = include_str!("../../kmod/uapi/nl_demo.h");

/// Every constant of the header: `#define`s as they stand, enums counted as C counts them.
fn constants() -> BTreeMap<String, String> {
    let mut constants = BTreeMap::new();
    let mut next: i64 = 0;
    let code: String = HEADER.split("/*").filter_map(|part| part.split("*/").last()).collect();
    for line in code.lines().map(str::trim) {
        if let Some(define) = line.strip_prefix("#define ") {
            let (name, value) = define.split_once(char::is_whitespace).unwrap_or((define, ""));
            constants.insert(name.to_owned(), value.trim().trim_matches('"').to_owned());
        } else if line.starts_with("enum") {
            next = 0;
        } else if line.starts_with("NL_DEMO_") && !line.contains('(') {
            let item = line.trim_end_matches(',');
            let (name, value) = item.split_once(" = ").unwrap_or((item, ""));
            next = value.parse().unwrap_or(next);
            constants.insert(name.to_owned(), next.to_string());
            next += 1;
        }
    }
    constants
}

fn sets() -> Vec<&'static SetSchema> {
    let operations = Demo::SCHEMA.operations.iter();
    let mut sets: Vec<_> = operations.flat_map(|o| o.request.into_iter().chain(o.answer)).collect();
    let nests: Vec<_> = sets.iter().flat_map(|set| set.attributes).filter_map(nest).collect();
    sets.extend(nests);
    sets
}

fn nest(attribute: &AttributeSchema) -> Option<&'static SetSchema> {
    match attribute.kind {
        nl_core::schema::Kind::Nest(set) => Some(set()),
        _ => None,
    }
}

#[test]
fn attribute_numbers_are_the_header_s() {
    let constants = constants();
    let mut declared = BTreeMap::new();
    for set in sets() {
        for attribute in set.attributes {
            let name = format!("NL_DEMO_A_{}_{}", set.name, attribute.name).to_uppercase();
            declared.insert(name, attribute.number.to_string());
        }
    }
    let header = constants.into_iter().filter(|(name, _)| name.starts_with("NL_DEMO_A_"));
    assert_eq!(declared, header.collect());
    assert!(declared.len() > 15);
}

#[test]
fn commands_are_the_header_s() {
    let constants = constants();
    let header = constants.into_iter().filter(|(name, _)| name.starts_with("NL_DEMO_CMD_"));
    let declared = Demo::SCHEMA.operations.iter().map(|operation| {
        (format!("NL_DEMO_CMD_{}", operation.name).to_uppercase(), operation.command.to_string())
    });
    assert_eq!(declared.collect::<BTreeMap<_, _>>(), header.collect());
    assert_eq!(Demo::COMMANDS.len(), 8);
    assert_eq!(Demo::COMMANDS[0], Demo::Echo);
}

#[test]
fn names_and_defaults_are_the_header_s() {
    let constants = constants();
    let is = |name: &str, value: &dyn ToString| {
        assert_eq!(constants[name], value.to_string(), "{name}");
    };
    is("NL_DEMO_FAMILY_NAME", &Demo::SCHEMA.name);
    is("NL_DEMO_FAMILY_VERSION", &Demo::SCHEMA.version);
    is("NL_DEMO_MCGRP_MESSAGES", &Demo::MESSAGES.name());
    is("NL_DEMO_MCGRP_GREETINGS", &Demo::GREETINGS.name());
    is("NL_DEMO_GREETING_DEFAULT", &Greeting::DEFAULT);
    is("NL_DEMO_COUNT_DEFAULT", &Repeat::COUNT);
    is("NL_DEMO_INTERVAL_DEFAULT", &Repeat::INTERVAL);
    is("NL_DEMO_PRIORITY_LOW", &1);
    is("NL_DEMO_PRIORITY_HIGH", &2);
    let bytes = |priority| nl_core::Value::size(&priority);
    assert_eq!(bytes(Priority::High), 1);
}

#[test]
fn bounds_are_the_header_s() {
    let constants = constants();
    let number = |name: &str| constants[name].parse::<i128>().unwrap();
    let bounds = |set: &str, name: &str| {
        let requests = Demo::SCHEMA.operations.iter().filter_map(|operation| operation.request);
        let nests = requests.clone().flat_map(|set| set.attributes).filter_map(nest);
        let set = requests.chain(nests).find(|found| found.name == set).unwrap();
        set.attributes.iter().find(|attribute| attribute.name == name).unwrap().bounds
    };
    let longest = |set, name| i128::try_from(bounds(set, name).max_len.unwrap()).unwrap();
    assert_eq!(longest("echo", "text"), number("NL_DEMO_TEXT_MAX_LEN"));
    assert_eq!(longest("tag", "name"), number("NL_DEMO_TAG_NAME_MAX_LEN"));
    assert_eq!(longest("message", "name"), number("NL_DEMO_NAME_MAX_LEN"));
    assert_eq!(longest("message", "data"), number("NL_DEMO_DATA_MAX_LEN"));
    assert_eq!(longest("greeting", "text"), number("NL_DEMO_GREETING_MAX_LEN"));
    for (set, name, word) in [
        ("tag", "weight", "WEIGHT"),
        ("repeat", "count", "COUNT"),
        ("repeat", "interval", "INTERVAL"),
    ] {
        let bounds = bounds(set, name);
        assert_eq!(bounds.min, Some(number(&format!("NL_DEMO_{word}_MIN"))));
        assert_eq!(bounds.max, Some(number(&format!("NL_DEMO_{word}_MAX"))));
    }
}
