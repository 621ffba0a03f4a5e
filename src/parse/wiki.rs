//! Links of wikis to pages by their names: `[[Page]]`.

use super::code::outside_code;
use std::borrow::Cow;

/// Replaces `[[Page]]`, `[[Page|words]]` and `![[image.png]]` by links whose targets keep
/// the brackets, so that the page is looked for by its name.
pub(super) fn links(line: &str) -> Cow<'_, str> {
    if !line.contains("[[") {
        return line.into();
    }
    let mut out = String::new();
    let mut rest = line;
    while let Some(start) = outside_code(rest, "[[") {
        let (before, link) = rest.split_at(start);
        let inner = link.get(2..).unwrap_or_default();
        // Where one has no end, none after it has one.
        let Some(found) = inner.split_once("]]") else { break };
        let found = Some(found).filter(|(name, after)| {
            let is_name = !name.is_empty()
                && !name.contains(['[', ']', '<', '>', '"', '$'])
                && !name.starts_with(char::is_whitespace)
                && !name.starts_with('-');
            is_name && !after.starts_with('(')
        });
        let Some((name, after)) = found else {
            out.push_str(before);
            out.push_str("[[");
            rest = inner;
            continue;
        };
        match before.strip_suffix('!') {
            // Behind the bar stands its width.
            Some(before) => {
                let target = name.split('|').next().unwrap_or_default();
                out.push_str(&format!("{before}![](<[[{}]]>)", target.trim()));
            }
            None => {
                out.push_str(before);
                out.push_str(&replacement(name));
            }
        }
        rest = after;
    }
    out.push_str(rest);
    out.into()
}

/// The link that stands for a `name` between brackets. In some wikis the words stand behind the bar, in others
/// before it: where neither side is an address, both are kept as the target, in its order.
fn replacement(name: &str) -> String {
    let Some((first, second)) = name.split_once('|') else {
        let words = name.trim_start_matches('#').trim();
        return format!("[{words}](<[[{}]]>)", name.trim());
    };
    let (first, second) = (first.trim(), second.trim());
    let is_address = |side: &str| side.contains("://") || side.starts_with("mailto:");
    if is_address(first) {
        format!("[{second}](<{first}>)")
    } else if is_address(second) {
        format!("[{first}](<{second}>)")
    } else {
        let words = second.trim_start_matches('#').trim();
        format!("[{words}](<[[{first}{BAR}{second}]]>)")
    }
}

/// The bar between both sides of such a target. It ends no cell of a table.
const BAR: &str = "%7C";
