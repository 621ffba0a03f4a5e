//! Labels of tabs that stand apart from what the tabs show, as components of Astro have them:
//! `<Fragment slot="tab.linux">Linux</Fragment>` and, below, `<Fragment slot="panel.linux">`.

use super::source::{Fence, Line};
use super::start_tag::{Budget, Language, StartTag};
use std::collections::BTreeMap;

/// What parts the name of a slot.
const JOINTS: [char; 4] = ['.', '-', '_', ':'];

/// `lines` with each such label above what its tab shows.
pub(super) fn labelled(lines: Vec<Line>) -> Vec<Line> {
    if !lines.iter().any(|line| line.text.contains("slot=")) {
        return lines;
    }
    let mut fence = Fence::default();
    let slots: Vec<Option<Slot>> = lines
        .iter()
        .map(|line| {
            let is_code = fence.step(&line.text);
            slot(&line.text).filter(|_| !is_code)
        })
        .collect();
    let is_panel = |one: &Slot| one.words.is_none() && !one.is_tab;
    let panels: Vec<&str> = slots
        .iter()
        .flatten()
        .filter(|one| is_panel(one))
        .map(|one| one.key.as_str())
        .collect();
    let mut labels: BTreeMap<&str, &str> = BTreeMap::new();
    let mut labelled = Vec::with_capacity(lines.len());
    for (line, slot) in lines.iter().zip(&slots) {
        let Some(slot) = slot else {
            labelled.push(line.clone());
            continue;
        };
        if let Some(words) = slot.words.as_deref().filter(|_| slot.is_tab)
            && panels.contains(&slot.key.as_str())
        {
            labels.insert(&slot.key, words);
            continue;
        }
        if let Some(words) = labels.get(slot.key.as_str()).filter(|_| is_panel(slot)) {
            let texts = [String::new(), format!("**{words}**"), String::new()];
            labelled.extend(texts.map(|text| Line { text, ..line.clone() }));
        }
        labelled.push(line.clone());
    }
    labelled
}

/// A component that is put into a slot.
struct Slot {
    /// What the slots of a tab and of its panel have in common.
    key: String,
    is_tab: bool,
    /// What it holds, if it ends in its line.
    words: Option<String>,
}

/// The component with a slot that a line begins with.
fn slot(line: &str) -> Option<Slot> {
    let text = line.trim();
    if !text.starts_with('<') || !text.contains("slot=") {
        return None;
    }
    let mut budget = Budget::of(text.len());
    let tag = StartTag::read(text, Language::Jsx, &mut budget)?;
    let name = tag.attributes.iter().find(|one| one.key == "slot")?.value;
    let (kind, key) = name.split_once(JOINTS)?;
    let inner = text.get(tag.written.len()..)?;
    let words = inner.strip_suffix(&format!("</{}>", tag.name)).map(str::trim);
    let words = words.filter(|words| !words.is_empty() && !words.contains(['<', '*']));
    if words.is_none() && !inner.trim().is_empty() {
        return None;
    }
    Some(Slot {
        key: key.to_owned(),
        is_tab: kind.to_lowercase().contains("tab"),
        words: words.map(str::to_owned),
    })
}

#[cfg(test)]
mod tests {
    use super::{Line, labelled};

    #[test]
    fn labels_above_their_panels() {
        for (text, expected) in [
            (
                "<F slot=\"tab.a\">Red</F>\n<F slot=\"tab.b\">Green</F>\n<F slot=\"panel.a\">\n1\n</F>\n<F slot=\"panel.b\">",
                "\n**Red**\n\n<F slot=\"panel.a\">\n1\n</F>\n\n**Green**\n\n<F slot=\"panel.b\">",
            ),
            (
                "<F slot=\"tab-a\">Red</F>\n<div slot='content-a'>",
                "\n**Red**\n\n<div slot='content-a'>",
            ),
            ("<F slot=\"tab.a\">Red</F>", "<F slot=\"tab.a\">Red</F>"),
            ("<F slot=\"panel.a\">\nx", "<F slot=\"panel.a\">\nx"),
            (
                "<F slot=\"icon\">a</F>\n<F slot=\"text\">",
                "<F slot=\"icon\">a</F>\n<F slot=\"text\">",
            ),
            (
                "<F slot=\"tab.a\"><Icon /></F>\n<F slot=\"panel.a\">",
                "<F slot=\"tab.a\"><Icon /></F>\n<F slot=\"panel.a\">",
            ),
            (
                "```\n<F slot=\"tab.a\">Red</F>\n```\n<F slot=\"panel.a\">",
                "```\n<F slot=\"tab.a\">Red</F>\n```\n<F slot=\"panel.a\">",
            ),
        ] {
            let lines = text.lines().enumerate().map(|(at, text)| Line {
                number: at + 1,
                text: text.to_owned(),
                internal: false,
            });
            let texts = labelled(lines.collect()).into_iter().map(|line| line.text);
            assert_eq!(texts.collect::<Vec<_>>().join("\n"), expected);
        }
    }
}
