//! Commands that somebody should type, where a message of an error might stand.

use super::advice::{has_word, names_task, says_wrong};
use kedb_engine::article::{Node, plain_text};

/// Words of titles of tasks that are about an error: the code below such a title may be its message.
const REPAIRS: [&str; 15] = [
    "fix",
    "resolv",
    "solve",
    "repair",
    "troubleshoot",
    "debug",
    "beheb",
    "résoud",
    "corrig",
    "soluci",
    "risolv",
    "oploss",
    "verhelp",
    "naprawi",
    "исправ",
];

/// Whether a `title` names the repair of something: "Troubleshoot the gate".
pub(super) fn names_repair(title: &str) -> bool {
    has_word(title, &REPAIRS)
}

/// Whether `nodes` are commands that somebody should type, and no message: code alone, below the `title` of a task
/// that is about no error, or behind a prompt, unless what they show may be what is wrong, where that `is_known`.
pub(super) fn stand_alone(nodes: &[Node], title: &str, is_known: bool) -> bool {
    let is_blank =
        |node: &Node| matches!(node, Node::Text(text) if text.trim().is_empty());
    let is_code = |node: &Node| {
        is_code(node) || matches!(node, Node::Element(one) if one.tag.name() == "pre")
    };
    let text = plain_text(nodes);
    let are_for_task = || {
        names_task(title)
            && !names_repair(title)
            && !says_wrong(title)
            && !says_wrong(&text)
    };
    nodes.iter().any(is_code)
        && nodes.iter().all(|node| is_code(node) || is_blank(node))
        && (are_for_task() || !is_known && are_behind_prompts(&text))
}

/// Whether all lines of a text that has some stand behind the prompt of a shell, or go on with the one before.
fn are_behind_prompts(text: &str) -> bool {
    let is_prompt = |line: &str| {
        let is_windows = ["PS ", "C:\\"].iter().any(|drive| line.starts_with(drive));
        line.starts_with("$ ") || is_windows && line.contains('>')
    };
    let mut goes_on = false;
    let mut lines =
        text.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    lines.peek().is_some()
        && lines.all(|line| {
            let is_command = goes_on || is_prompt(line);
            goes_on = line.ends_with(['\\', '`']);
            is_command
        })
}

/// Whether a node is a paragraph of code alone: the code of an error, or a command.
pub(super) fn is_code(node: &Node) -> bool {
    matches!(node, Node::Element(element)
        if element.tag.name() == "p"
            && matches!(element.children.as_slice(), [Node::Element(one)] if one.tag.name() == "code"))
}
