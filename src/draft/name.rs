//! What a new article is called: its id, and its file.

use crate::parse::slug;
use kedb_engine::article::{Article, ArticleId};
use std::collections::{BTreeMap, BTreeSet};

/// The prefix and the number of digits in a base that has no numbered ids yet.
const FIRST: (&str, usize) = ("KE-", 4);

/// Longest part of a file's name that the title makes, in characters.
const TITLE: usize = 60;

/// In how many lines of a file its id is looked for.
const LINES: usize = 50;

/// The names of a base that nobody may get again.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// The ids of the articles, also of those that can't be used.
    pub ids: Vec<String>,
    /// Aliases, and ids that articles were replaced by.
    pub others: Vec<String>,
}

impl Taken {
    /// The names in `files`, paths and texts, of which `articles` are those that can be
    /// read.
    #[must_use]
    pub fn of<'a>(
        files: &[(String, String)],
        articles: impl IntoIterator<Item = &'a Article>,
    ) -> Taken {
        let mut taken = Taken::default();
        for article in articles {
            taken.ids.push(article.id.to_string());
            taken.others.extend(article.aliases.iter().cloned());
            taken.others.extend(article.replaced_by.iter().map(ArticleId::to_string));
        }
        let read: BTreeSet<&String> = taken.ids.iter().collect();
        let written = files.iter().filter_map(|(_, text)| written_id(text));
        let unread: Vec<String> = written.filter(|id| !read.contains(id)).collect();
        taken.ids.extend(unread);
        taken
    }
}

/// The id that stands in a text, whether or not all else in it can be read.
fn written_id(text: &str) -> Option<String> {
    let line = text.lines().take(LINES).find_map(|line| line.strip_prefix("id:"))?;
    let id = line.split('#').next()?.trim().trim_matches(['"', '\'']);
    ArticleId::new(id).map(|id| id.to_string())
}

/// Ids for new articles: the next numbers of those that a base has.
#[derive(Clone, Debug)]
pub struct Numbers {
    prefix: String,
    digits: usize,
    next: u64,
}

impl Numbers {
    /// Goes on after the largest name that begins with `prefix`; if there is none, as most
    /// ids begin.
    #[must_use]
    pub fn after(taken: &Taken, prefix: Option<&str>) -> Numbers {
        let Taken { ids, others } = taken;
        let mut prefixes: BTreeMap<&str, usize> = BTreeMap::new();
        for (prefix, ..) in ids.iter().filter_map(|id| numbered(id)) {
            *prefixes.entry(prefix).or_default() += 1;
        }
        // Of equally many the first by name.
        let most = prefixes.iter().rev().max_by_key(|(_, count)| **count);
        let prefix = prefix.or(most.map(|(prefix, _)| *prefix)).unwrap_or(FIRST.0);
        let all = ids.iter().chain(others).filter_map(|id| numbered(id));
        let (mut last, mut digits) = (0, 0);
        for (_, number, width) in
            all.filter(|(other, ..)| other.eq_ignore_ascii_case(prefix))
        {
            last = last.max(number);
            digits = digits.max(width);
        }
        if digits == 0 {
            digits = FIRST.1;
        }
        Numbers { prefix: prefix.to_owned(), digits, next: last + 1 }
    }

    /// The next id; none if the prefix can begin none.
    pub fn next_id(&mut self) -> Option<ArticleId> {
        let (prefix, digits, number) = (&self.prefix, self.digits, self.next);
        self.next = number.checked_add(1)?;
        ArticleId::new(&format!("{prefix}{number:0digits$}"))
    }
}

/// An id that ends with a number: what stands before it, the number, its digits.
fn numbered(id: &str) -> Option<(&str, u64, usize)> {
    let prefix = id.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = id.get(prefix.len()..)?;
    let number = digits.parse().ok().filter(|_| (1..=9).contains(&digits.len()))?;
    Some((prefix, number, digits.len()))
}

/// The name of the file of an article: its id and what of its title a name may hold.
#[must_use]
pub fn file_name(id: &ArticleId, title: &str) -> String {
    let title = slug::slug(&title.replace(['.', '_'], "-")).to_ascii_lowercase();
    let mut cut = title.get(..TITLE).unwrap_or(&title);
    // Better between two words.
    if cut.len() < title.len()
        && let Some((words, _)) = cut.rsplit_once('-')
    {
        cut = words;
    }
    let joined = format!("{id}-{cut}");
    format!("{}.md", joined.trim_end_matches(['-', '.', '_']))
}
