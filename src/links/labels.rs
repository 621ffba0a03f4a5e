//! Links to labels of `MyST`, which stand above headings and which every file of the base may name.

use super::{Pass, address, is_setting, own_fragment};
use crate::diagnostic::Level;
use crate::parse::{decoded, heading_of, label};
use kedb_engine::article::ArticleId;

impl<'a> Pass<'a> {
    /// The path of the article with the label that `written` names; the nearest one, if several have it, as
    /// translations do.
    pub(super) fn labelled(&self, written: &str) -> Option<&'a str> {
        let near = |path: &str| {
            let same = path.bytes().zip(self.file.bytes()).take_while(|(a, b)| a == b);
            same.filter(|(a, _)| *a == b'/').count()
        };
        let known = self.known;
        let paths = known.labels.get(&label(written))?.iter();
        let nearest = paths.rev().max_by_key(|path| near(path));
        nearest.map(String::as_str)
    }

    /// The words of a link without any: those of the heading below the label that `target` names, the title of
    /// what the link leads to, else its address.
    pub(super) fn words(&self, target: &str, href: &str) -> Option<String> {
        let decoded = decoded(target);
        let written = own_fragment(&decoded).unwrap_or(&decoded);
        let labelled = self.labelled(written);
        // In a heading it is the sign by which others copy its address, and by itself it only marks a place.
        let is_mark = self.in_heading || self.is_alone && labelled.is_none();
        if is_mark && target.starts_with('#') {
            return None;
        }
        let own = self.known.anchors.get(self.file);
        let words = own.and_then(|own| own.words(written));
        let other = || self.known.anchors.get(labelled?)?.words(written);
        if let Some(words) = words.or_else(other) {
            return Some(words.to_owned());
        }
        let Some(path) = href.strip_prefix("article:") else {
            return Some(href.to_owned());
        };
        let (id, anchor) = path.split_once('#').unwrap_or((path, ""));
        let heading = heading_of(anchor);
        let title = || self.known.titles.get(&ArticleId::new(id)?).cloned();
        heading.or_else(title).or_else(|| Some(id.to_owned()))
    }

    /// What is shown of a link to a label that no article has, and that has no words.
    pub(super) fn unknown_label(&self, target: &str) -> Option<String> {
        let target = decoded(target);
        let written =
            own_fragment(&target).filter(|_| !self.in_heading && !self.is_alone)?;
        let is_known = self.labelled(written).is_some();
        (!is_known && !written.is_empty()).then(|| written.to_owned())
    }

    /// Where a link to the article at `path` leads, and to the heading there that the `fragment` names.
    pub(super) fn article(
        &mut self,
        path: &str,
        decoded: &str,
        fragment: Option<String>,
    ) -> Option<String> {
        if self.for_public && self.known.agents_only.contains(path) {
            let message = format!("the public can't follow the link to `{decoded}`");
            let hint = "only agents read that article: say here what it tells, put the \
                        link into a `::: internal` container, or let that article have \
                        `audience: public`";
            self.tell(Level::Error, "internal-link", decoded, message, hint);
        }
        let id = self.known.articles.get(path)?;
        let anchors = self.known.anchors.get(path);
        let Some((anchors, fragment)) = anchors.zip(fragment) else {
            return Some(format!("article:{id}"));
        };
        let found = anchors.find(&fragment);
        if found.is_none() && !is_setting(&fragment) {
            let message = format!(
                "`{path}` has no heading `#{fragment}`: the link leads to the top of its page"
            );
            let hint = "name a heading by its words in lowercase with `-` between them";
            self.tell(Level::Warning, "lost-text", decoded, message, hint);
        }
        Some(address(id, found.unwrap_or_default()))
    }
}
