//! Path patterns: `*` is any text within a name, `?` one character, `**` any folders.

/// Whether `path`, relative and with `/`, matches `pattern`. A pattern that names a
/// folder matches all that lies in it.
#[must_use]
pub fn matches(pattern: &str, path: &str) -> bool {
    let pattern: Vec<&str> = pattern.trim_matches('/').split('/').collect();
    let path: Vec<&str> = path.split('/').collect();
    folders_match(&pattern, &path)
}

fn folders_match(pattern: &[&str], path: &[&str]) -> bool {
    match pattern.split_first() {
        None => true,
        Some((&"**", [])) => !path.is_empty(),
        // Several in a row are one: otherwise the tries would multiply.
        Some((&"**", rest)) if rest.first() == Some(&"**") => folders_match(rest, path),
        Some((&"**", rest)) => (0..=path.len())
            .any(|skipped| folders_match(rest, path.get(skipped..).unwrap_or(&[]))),
        Some((name, rest)) => path.split_first().is_some_and(|(first, others)| {
            name_matches(name, first) && folders_match(rest, others)
        }),
    }
}

/// The usual greedy match that goes back to the last `*` only.
fn name_matches(pattern: &str, name: &str) -> bool {
    let pattern: Vec<char> = pattern.chars().collect();
    let name: Vec<char> = name.chars().collect();
    let (mut at, mut in_name, mut star) = (0, 0, None);
    while in_name < name.len() {
        match pattern.get(at) {
            Some('*') => {
                star = Some((at, in_name));
                at += 1;
                continue;
            }
            Some(c) if *c == '?' || name.get(in_name) == Some(c) => {
                at += 1;
                in_name += 1;
                continue;
            }
            _ => {}
        }
        let Some((star_at, taken)) = star else { return false };
        star = Some((star_at, taken + 1));
        at = star_at + 1;
        in_name = taken + 1;
    }
    pattern.get(at..).is_none_or(|rest| rest.iter().all(|c| *c == '*'))
}
