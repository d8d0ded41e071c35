//! Each rule has a case of the same name in `tests/ui`.

use std::path::Path;

/// What the rules are made of.
const PARTS: [&str; 7] =
    ["set", "choice", "sub_message", "value", "family", "twice", "number_zero"];

#[test]
fn every_rule_has_a_case_of_its_name() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let cases = root.join("../tests/ui");
    let mut rules = 0;
    for file in std::fs::read_dir(root.join("src/check")).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        let heads = text.split("\n\n").filter_map(|item| item.lines().find(|l| l.contains("fn ")));
        for head in heads.filter(|head| head.contains("diag: &mut Diag")) {
            let name = head.split("fn ").nth(1).and_then(|name| name.split('(').next()).unwrap();
            if !PARTS.contains(&name) {
                rules += 1;
                assert!(cases.join(name).with_extension("rs").exists(), "no case {name}");
            }
        }
    }
    assert!(rules > 30, "{rules} rules were found");
}
