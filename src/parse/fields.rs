//! Components by which references describe what a call takes and gives back, as Mintlify has them:
//! `<ParamField body="key" type="str" required>`. Their names stand in their tags.

use super::start_tag::attributes;

const COMPONENTS: [&str; 2] = ["paramfield", "responsefield"];

/// Attributes whose value is the name, by where it is sent.
const NAMES: [&str; 5] = ["body", "query", "path", "header", "name"];

/// Attributes that tell something by being there.
const FLAGS: [&str; 2] = ["required", "deprecated"];

/// What the beginning of such a component becomes, which is called `name` in lowercase and has these
/// attributes: `**key** (str, required)`.
pub(super) fn of(name: &str, written: &str) -> Option<String> {
    if !COMPONENTS.contains(&name) {
        return None;
    }
    let attributes = attributes(written);
    let value = |key: &str| {
        let mut found = attributes.iter().filter(|one| one.key == key);
        let value = found.next().map(|one| one.value.trim_matches(['"', '\'']));
        value.filter(|value| !value.is_empty() && !value.starts_with('{'))
    };
    let flags = FLAGS.into_iter().filter(|flag| {
        attributes.iter().any(|one| one.key == *flag && !one.value.contains("false"))
    });
    let details = value("type").into_iter().chain(flags).collect::<Vec<_>>().join(", ");
    let details = escaped(&details);
    match NAMES.into_iter().find_map(value) {
        // In bold alone it might be a heading.
        Some(name) if details.is_empty() => Some(format!("`{}`", name.replace('`', ""))),
        Some(name) => Some(format!("**{}** ({details})", escaped(name))),
        None => (!details.is_empty()).then(|| format!("({details})")),
    }
}

/// `text` without marks of Markdown.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if "\\`*_[]<>|{}".contains(c) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
