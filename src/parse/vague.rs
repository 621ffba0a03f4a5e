//! Titles that say nothing by themselves: "Troubleshooting" in the folder `redis`. The file or its folder says of what.

use super::file;
use super::headings::names_no_article;
use super::{File, decoded};
use kedb_engine::text::fold::folded;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Such titles, by languages.
#[rustfmt::skip]
const TITLES: [&str; 88] = [
    "introduction", "intro", "overview", "troubleshooting", "troubleshoot", "readme", "read me", "index", "faq", "faqs",
    "frequently asked questions", "home", "getting started", "get started", "known issues", "common issues",
    "common problems", "common errors", "documentation", "about", "summary", "table of contents", "contents", "untitled",
    "einführung", "einleitung", "übersicht", "überblick", "fehlerbehebung", "problembehebung", "häufige fragen",
    "häufig gestellte fragen", "erste schritte", "bekannte probleme",
    "aperçu", "présentation", "vue d'ensemble", "dépannage", "questions fréquentes", "foire aux questions",
    "introducción", "descripción general", "información general", "solución de problemas", "preguntas frecuentes",
    "introdução", "visão geral", "solução de problemas", "perguntas frequentes",
    "introduzione", "panoramica", "risoluzione dei problemi", "domande frequenti",
    "inleiding", "overzicht", "probleemoplossing", "veelgestelde vragen",
    "wprowadzenie", "przegląd", "rozwiązywanie problemów", "najczęściej zadawane pytania",
    "introduktion", "översikt", "felsökning", "vanliga frågor",
    "введение", "обзор", "устранение неполадок", "часто задаваемые вопросы",
    "はじめに", "概要", "トラブルシューティング", "よくある質問",
    "简介", "介绍", "概述", "概览", "故障排除", "常见问题", "常见问题解答", "簡介", "概覽", "常見問題",
    "소개", "개요", "문제 해결", "자주 묻는 질문", "시작하기",
];

/// Folders that name no subject.
#[rustfmt::skip]
const FOLDERS: [&str; 44] = [
    "docs", "doc", "documentation", "content", "contents", "src", "source", "sources", "pages", "page", "articles", "article",
    "kb", "knowledge base", "knowledgebase", "known errors", "errors", "guides", "guide", "help", "help center", "support",
    "wiki", "manual", "reference", "latest", "current", "stable", "next", "main", "master", "site", "website", "web", "www",
    "includes", "posts", "blog", "folder", "faq", "general", "misc", "other", "root",
];

static VAGUE: LazyLock<BTreeSet<String>> =
    LazyLock::new(|| TITLES.iter().map(|title| folded(title)).collect());

/// Whether a title says nothing of what its article is about.
pub(super) fn is_one(title: &str) -> bool {
    let plain = folded(title);
    VAGUE.contains(plain.trim_matches(|c: char| !c.is_alphanumeric()))
        || names_no_article(title)
}

/// `title` with what the name of its file or of its folder says of the subject, if it says nothing by itself.
pub(super) fn completed(title: String, file: File<'_>) -> String {
    if !is_one(&title) {
        return title;
    }
    let mut parts = file.stem.rsplit('/').map(|part| words(file::bare(part)));
    let name = parts.next().unwrap_or_default();
    // A number only tells it from another file.
    let name = name.trim_end_matches(|c: char| !c.is_alphabetic()).to_owned();
    let says = |name: &String| name.chars().filter(|c| c.is_alphabetic()).count() > 1;
    if says(&name) && !is_one(&name) && !file::is_index(&name) {
        // "redis troubleshooting" says all of it.
        let whole = folded(&name).contains(&folded(&title));
        return if whole { capitalized(&name) } else { format!("{name}: {title}") };
    }
    let is_subject = |folder: &String| {
        let plain = folded(folder);
        says(folder)
            && !is_one(folder)
            && !FOLDERS.contains(&plain.as_str())
            && !is_language(&plain)
            && !is_version(&plain)
    };
    match parts.find(is_subject) {
        Some(folder) => format!("{folder}: {title}"),
        None => title,
    }
}

/// The name of a file or a folder as words.
fn words(name: &str) -> String {
    let name = decoded(name);
    let words = if name.contains(' ') { name } else { name.replace(['-', '_'], " ") };
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn capitalized(words: &str) -> String {
    let mut chars = words.chars();
    let first = chars.next().into_iter().flat_map(char::to_uppercase);
    first.chain(chars).collect()
}

/// Whether a folder holds the articles in one language: `en`, `pt br`.
fn is_language(folder: &str) -> bool {
    let mut parts = folder.split(' ');
    let is_short = |part: &str| part.len() == 2 && part.chars().all(char::is_alphabetic);
    parts.next().is_some_and(is_short)
        && parts.all(|part| is_short(part) || part.len() == 4)
}

/// Whether a folder holds the articles of one version: `v2`, `2.1`, `version 3`.
fn is_version(folder: &str) -> bool {
    let number = folder.trim_start_matches("version").trim_start_matches('v').trim();
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || ".x ".contains(c))
}

#[cfg(test)]
mod tests {
    use super::{File, completed};
    use crate::parse::file::stem;

    #[test]
    fn titles_that_say_nothing() {
        for (path, title, expected) in [
            ("redis/troubleshooting.md", "Troubleshooting", "redis: Troubleshooting"),
            ("docs/redis/README.md", "Overview", "redis: Overview"),
            ("redis/docs/en/index.md", "FAQ", "redis: FAQ"),
            ("message-queue/v2.1/02-faq.md", "FAQ", "message queue: FAQ"),
            ("Mail%20server/intro.md", "Introduction", "Mail server: Introduction"),
            ("redis.md", "Overview", "redis: Overview"),
            ("docs/redis-troubleshooting.md", "Troubleshooting", "Redis troubleshooting"),
            ("redis/troubleshooting-2.md", "Troubleshooting", "redis: Troubleshooting"),
            ("docs/Redis FAQ.md", "FAQ", "Redis FAQ"),
            ("tor/fehlerbehebung.md", "Fehlerbehebung", "tor: Fehlerbehebung"),
            ("大门/faq.md", "常见问题", "大门: 常见问题"),
            ("gate/pt-br/faq.md", "Perguntas frequentes", "gate: Perguntas frequentes"),
            ("docs/troubleshooting.md", "Troubleshooting", "Troubleshooting"),
            ("README.md", "Overview", "Overview"),
            ("en/faq.md", "FAQ", "FAQ"),
            ("redis/troubleshooting.md", "The list is empty", "The list is empty"),
            ("redis/faq.md", "FAQ of Redis", "FAQ of Redis"),
            (
                "redis/troubleshooting.md",
                "Troubleshooting Redis",
                "Troubleshooting Redis",
            ),
            ("redis/3.md", "Introduction", "redis: Introduction"),
            ("redis/troubleshooting.md", "TROUBLESHOOTING!", "redis: TROUBLESHOOTING!"),
            ("redis/intro.md", "Introductions", "Introductions"),
            ("redis/failed-writes.md", "Steps to check", "failed writes: Steps to check"),
            ("gate/INSTRUCTIONS.md", "INSTRUCTIONS", "gate: INSTRUCTIONS"),
            ("gate/red-lamp.md", "Lösung", "red lamp: Lösung"),
            ("gate/red-lamp.md", "Steps to renew a badge", "Steps to renew a badge"),
            ("gate/red-lamp.md", "Patch 7 fails", "Patch 7 fails"),
        ] {
            let stem = stem(path);
            let file = File { path, stem, language: None, are_numbered: false };
            assert_eq!(completed(title.to_owned(), file), expected, "{path}");
        }
    }
}
