//! A greeting before what to do, as posts of teams begin: "Hi all, this is Kim from the support team."

use super::advice;
use kedb_engine::article::{Node, Section, SectionKind, plain_text};

/// How greetings begin, in lowercase.
#[rustfmt::skip]
const BEGINNINGS: &[&str] = &[
    "hi all", "hi everyone", "hi everybody", "hi folks", "hi team", "hi there", "hi,", "hello all", "hello everyone",
    "hello everybody", "hello folks", "hello,", "hello!", "hey all", "hey everyone", "hey folks", "greetings",
    "good morning", "good afternoon", "dear customers", "dear all",
    "hallo zusammen", "hallo an alle", "hallo,", "liebe kund", "liebe kolleg", "guten tag",
    "bonjour à tous", "bonjour à toutes", "bonjour,", "bonjour !", "chers clients",
    "hola a todos", "hola,", "hola!", "buenos días", "estimados",
    "ciao a tutti", "ciao,", "buongiorno",
    "hallo allemaal", "beste klanten", "beste allemaal",
    "olá a todos", "olá pessoal", "olá,", "olá!", "bom dia",
    "cześć", "dzień dobry", "witam",
    "всем привет", "привет", "здравствуйте", "добрый день",
    "みなさま", "皆様", "皆さま", "皆さん", "みなさん", "こんにちは", "こんにちわ", "こんばんは",
    "大家好", "各位好", "您好", "你好", "안녕하세요",
];

/// Longest greeting, in characters.
const MAX_GREETING: usize = 400;

/// Puts a greeting that the answer begins with behind everything else.
pub(super) fn move_behind(sections: &mut Vec<Section>) {
    let Some(first) = sections.iter_mut().find(|section| section.answers) else { return };
    let is_text = first.heading.is_none() && first.kind == SectionKind::Body;
    if !is_text || first.nodes.len() < 2 || !first.nodes.first().is_some_and(greets) {
        return;
    }
    let nodes = vec![first.nodes.remove(0)];
    let (kind, answers) = (SectionKind::Body, false);
    sections.push(Section { kind, heading: None, anchor: None, nodes, answers });
}

/// Whether a paragraph greets, and asks for nothing.
fn greets(node: &Node) -> bool {
    let Node::Element(element) = node else { return false };
    let text = plain_text(&element.children);
    let lower = text.trim_start().to_lowercase();
    element.tag.name() == "p"
        && text.chars().count() <= MAX_GREETING
        && BEGINNINGS.iter().any(|begin| lower.starts_with(begin))
        && !advice::instructs(&text)
}
