use super::*;

fn message(id: u32, name: &str, offset: u32) -> Message<'_> {
    Message { id, name, offset, data: b"ab", last: false }
}

fn begun() -> Assembly {
    let mut assembly = Assembly::after(Some(4));
    assert_eq!(assembly.announced(&message(5, "a", 0)), Ok(Verdict::Take));
    assembly
}

fn bytes(lost: Result<Verdict, Lost>) -> u64 {
    match lost {
        Err(Lost::Cleared(file)) => file.bytes,
        other => panic!("expected that it was cleared, got {other:?}"),
    }
}

#[test]
fn chunks_in_their_order_are_taken() {
    let mut assembly = begun();
    assert_eq!(assembly.announced(&message(6, "a", 2)), Ok(Verdict::Take));
    let end = Message { last: true, ..message(7, "a", 4) };
    assert_eq!(assembly.announced(&end), Ok(Verdict::TakeLast));
    let file = File { name: "a".to_owned(), bytes: 6, chunks: 3 };
    assert_eq!(assembly.into_file(), Some(file));
}

#[test]
fn a_lost_event_is_a_gap_until_it_was_listed() {
    let mut assembly = begun();
    let late = message(8, "a", 6);
    assert_eq!(assembly.announced(&late), Ok(Verdict::Gap));
    assert_eq!(assembly.seen(), Some(5));
    assert_eq!(assembly.listed(&message(6, "a", 2)), Ok(Verdict::Take));
    assert_eq!(assembly.listed(&message(7, "a", 4)), Ok(Verdict::Take));
    assert_eq!(assembly.listed(&late), Ok(Verdict::Take));
    assert_eq!(assembly.listed(&late), Ok(Verdict::Pass));
}

#[test]
fn what_was_listed_is_not_taken_again_when_it_is_announced() {
    let mut assembly = begun();
    assert_eq!(assembly.listed(&message(6, "a", 2)), Ok(Verdict::Take));
    assert_eq!(assembly.announced(&message(6, "a", 2)), Ok(Verdict::Pass));
    assert_eq!(assembly.announced(&message(7, "a", 4)), Ok(Verdict::Take));
}

#[test]
fn a_gap_that_stays_one_is_an_error_unless_the_file_goes_on() {
    assert_eq!(bytes(begun().listed(&message(9, "a", 8))), 2);
    assert_eq!(bytes(begun().listed(&message(9, "b", 0))), 2);
    assert_eq!(begun().listed(&message(9, "a", 2)), Ok(Verdict::Take));
}

#[test]
fn a_file_that_starts_over_is_an_error() {
    let lost = begun().announced(&message(6, "a", 0)).unwrap_err();
    let said = "a is not complete, 2 bytes came: \
                a chunk of that name starts at byte 0, its sender began anew or is not alone";
    assert_eq!(lost.to_string(), said);
}

#[test]
fn chunks_of_other_files_are_passed_over() {
    let mut assembly = begun();
    assert_eq!(assembly.announced(&message(6, "b", 0)), Ok(Verdict::Pass));
    assert_eq!(assembly.announced(&message(7, "a", 2)), Ok(Verdict::Take));
}

#[test]
fn a_file_is_received_from_its_beginning_only() {
    let mut assembly = Assembly::default();
    assert_eq!(assembly.announced(&message(8, "a", 4)), Ok(Verdict::Middle));
    assert_eq!(assembly.announced(&message(9, "b", 0)), Ok(Verdict::Take));
}

#[test]
fn ids_that_start_over_are_another_server_s() {
    let mut assembly = begun();
    assert_eq!(assembly.announced(&message(1, "a", 2)), Ok(Verdict::Restarted));
    assert!(matches!(assembly.restart(), Err(Lost::Gone(file)) if file.bytes == 2));
    let mut idle = Assembly::after(Some(3));
    assert_eq!(idle.announced(&message(1, "a", 0)), Ok(Verdict::Restarted));
    assert_eq!(idle.restart(), Ok(()));
    assert_eq!(idle.listed(&message(1, "a", 0)), Ok(Verdict::Take));
}
