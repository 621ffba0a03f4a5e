//! Links and images of a piece of an article, as the article has to write them that shows it.

use super::code::Prose;
use super::decoded;
use super::file::{ENDINGS, joined, relative};
use super::source::{Fence, Line};
use regex_lite::Regex;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// The way from an article to a piece in another folder.
pub(super) struct Way<'w> {
    /// The article.
    from: &'w str,
    /// The piece.
    to: &'w str,
    /// Whether the targets of the piece begin in its own folder, as those of DocFX and MDX do. Systems
    /// that put in its text before they read Markdown take them from the folder of the article.
    is_own: bool,
    /// The files of the base.
    paths: &'w BTreeSet<String>,
}

impl<'w> Way<'w> {
    /// From the article at `from` to the piece at `to`; none if both lie in one folder.
    pub(super) fn between(
        from: &'w str,
        to: &'w str,
        is_own: bool,
        paths: &'w BTreeSet<String>,
    ) -> Option<Way<'w>> {
        (folder(from) != folder(to)).then_some(Way { from, to, is_own, paths })
    }

    /// Lets the links in the lines of a piece lead from the folder of the article.
    pub(super) fn rewrite(&self, lines: &mut [Line]) {
        let mut fence = Fence::default();
        for line in lines {
            if !fence.step(&line.text)
                && let Some(text) = self.moved(&line.text)
            {
                line.text = text;
            }
        }
    }

    /// A line with other targets; none if it keeps those that it has.
    fn moved(&self, line: &str) -> Option<String> {
        let prose = Prose::of(line);
        let targets = prose.matches(TARGET.as_ref()?).filter_map(|found| {
            let target = found.get(1)?;
            self.moves(target.as_str()).then_some(target.start())
        });
        let places: Vec<usize> = targets.collect();
        let (mut out, mut from) = (String::new(), 0);
        for place in &places {
            out.push_str(line.get(from..*place)?);
            out.push_str(&self.prefix());
            from = *place;
        }
        out.push_str(line.get(from..)?);
        (!places.is_empty()).then_some(out)
    }

    /// Whether a target begins in the folder of the piece: there and not in that of the article is such
    /// a file, or neither knows it and the system looks there.
    fn moves(&self, target: &str) -> bool {
        let bare = decoded(target.split(['#', '?']).next().unwrap_or_default());
        let first = bare.split('/').next().unwrap_or_default();
        if first.is_empty()
            || first.contains(':')
            || first.starts_with(['@', '~', '{', '['])
        {
            return false;
        }
        let is_file = bare.rsplit('/').next().is_some_and(|name| name.contains('.'));
        match (self.is_there(self.to, &bare), self.is_there(self.from, &bare)) {
            (true, false) => true,
            (false, true) => false,
            _ => self.is_own && is_file,
        }
    }

    /// Whether `target` is a file from the folder of the file at `from`.
    fn is_there(&self, from: &str, target: &str) -> bool {
        let Some(path) = joined(folder(from), target) else { return false };
        let page = path.strip_suffix(".html").unwrap_or(&path);
        let mut pages = ENDINGS.iter().map(|ending| format!("{page}{ending}"));
        self.paths.contains(&path) || pages.any(|page| self.paths.contains(&page))
    }

    /// What leads from the folder of the article to that of the piece.
    fn prefix(&self) -> String {
        let way = relative(self.from, self.to);
        let folders = way.rsplit_once('/').map_or("", |(folders, _)| folders);
        format!("{}/", folders.replace(' ', "%20"))
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The targets of links and images in Markdown, and of their elements.
static TARGET: LazyLock<Option<Regex>> = LazyLock::new(|| {
    let before =
        r#"\]\(\s*<?|^\s{0,3}\[[^\]\n]+\]:\s*<?|\b(?:src|href|source|lightbox)=["']"#;
    Regex::new(&format!(r#"(?:{before})([^\s"'()<>]+)"#)).ok()
});

#[cfg(test)]
mod tests {
    use super::Way;
    use std::collections::BTreeSet;

    #[test]
    fn targets_of_pieces() {
        let paths = [
            "kb/a.md",
            "kb/parts/lamp.md",
            "kb/parts/x.png",
            "kb/x.png",
            "kb/media/y.png",
        ];
        let paths: BTreeSet<String> = paths.map(str::to_owned).into();
        for (to, is_own, line, expected) in [
            ("kb/parts/p.md", true, "![X](x.png)", "![X](parts/x.png)"),
            ("kb/parts/p.md", false, "![X](x.png)", "![X](x.png)"),
            ("kb/parts/p.md", false, "[L](lamp.md#top)", "[L](parts/lamp.md#top)"),
            ("kb/parts/p.md", false, "[L](./lamp)", "[L](parts/./lamp)"),
            ("kb/parts/p.md", true, "[Y](media/y.png)", "[Y](media/y.png)"),
            ("kb/parts/p.md", true, "[gone](gone.md)", "[gone](parts/gone.md)"),
            ("kb/parts/p.md", false, "[gone](gone.md)", "[gone](gone.md)"),
            ("kb/parts/p.md", true, "[page](../page)", "[page](../page)"),
            (
                "kb/parts/p.md",
                true,
                "[a](../a.md) [b](b.md)",
                "[a](parts/../a.md) [b](parts/b.md)",
            ),
            ("parts/p.md", true, "![X](../kb/z.png)", "![X](../parts/../kb/z.png)"),
            (
                "kb/deep/er/p.md",
                true,
                "<img src=\"z.png\">",
                "<img src=\"deep/er/z.png\">",
            ),
            ("kb/parts/p.md", true, "[lamp]: lamp.md", "[lamp]: parts/lamp.md"),
            (
                "kb/parts/p.md",
                true,
                "`[L](lamp.md)` [`L`](lamp.md)",
                "`[L](lamp.md)` [`L`](parts/lamp.md)",
            ),
            (
                "kb/parts/p.md",
                true,
                "[w](https://a.example/lamp.md)",
                "[w](https://a.example/lamp.md)",
            ),
            ("kb/parts/p.md", true, "[m](mailto:a@b.example)", "[m](mailto:a@b.example)"),
            ("kb/parts/p.md", true, "[t](/lamp.md) [h](#x.y)", "[t](/lamp.md) [h](#x.y)"),
            (
                "kb/parts/p.md",
                true,
                "[s](@site/x.md) [r](~/x.md)",
                "[s](@site/x.md) [r](~/x.md)",
            ),
            (
                "kb/parts/p.md",
                true,
                ":::image source=\"x.png\":::",
                ":::image source=\"parts/x.png\":::",
            ),
            ("kb/b c/p.md", true, "[L](<z.md>)", "[L](<b%20c/z.md>)"),
            ("kb/parts/p.md", true, "lamp.md (lamp.md)", "lamp.md (lamp.md)"),
            (
                "kb/parts/p.md",
                true,
                "[L](lamp.md \"The lamp\")",
                "[L](parts/lamp.md \"The lamp\")",
            ),
        ] {
            let way = Way::between("kb/a.md", to, is_own, &paths);
            let moved = way.and_then(|way| way.moved(line));
            assert_eq!(moved.as_deref().unwrap_or(line), expected, "{to} {line}");
        }
        assert!(Way::between("kb/a.md", "kb/p.md", true, &paths).is_none());
    }
}
