//! What comes next where an article did not help: opening a ticket, asking somebody, or saying what
//! is wrong with the article. All of it is links, which need no script.

use super::layout::{Html, is_mail_address};
use super::words::filled;
use super::{Map, path_of};
use crate::html::safe_address;
use kedb_engine::article::Article;

/// Writes the ways on from `article`.
pub(super) fn ways_on(out: &mut Html, map: &Map<'_>, article: &Article) {
    let words = &map.words.widget;
    let id = article.id.as_str();
    let service = map.shelf(article).and_then(|shelf| shelf.service);
    let contact = service.and_then(|service| service.contact.as_deref());
    let owner = article.owner.as_deref().or(service.and_then(|s| s.owner.as_deref()));
    out.raw("<div class=\"ways-on\">\n");
    if let Some(href) = map.ticket_address(id) {
        out.raw("<p>").link(&href, &words.open_ticket).raw("</p>\n");
    } else if let Some(who) = contact.or(owner) {
        let says = filled(&words.ask_contact, &[("who", who), ("id", id)]);
        out.raw("<p>").text(&says).raw("</p>\n");
    }
    let mail = [owner, contact].into_iter().flatten().find(|who| is_mail_address(who));
    let addresses = words.reasons.all().map(|(reason, says)| {
        let remark = Remark { article, reason, says };
        Some((remark.address(map.site.feedback_url, mail)?, says))
    });
    if addresses.iter().any(Option::is_some) {
        out.raw("<details class=\"feedback\">\n<summary>").text(&words.feedback);
        out.raw("</summary>\n<ul>\n");
        for (address, says) in addresses.into_iter().flatten() {
            out.raw("<li>").link(&address, says).raw("</li>\n");
        }
        out.raw("</ul>\n</details>\n");
    }
    out.raw("</div>\n");
}

/// What is wrong with an article: the word for it, and how people say it.
struct Remark<'a> {
    article: &'a Article,
    reason: &'static str,
    says: &'a str,
}

impl Remark<'_> {
    /// Where the remark goes: to the form, else by mail to who looks after the article.
    fn address(&self, form: Option<&str>, mail: Option<&str>) -> Option<String> {
        let Remark { article, reason, says } = self;
        let id = article.id.as_str();
        if let Some(form) = form {
            let values = [("id", id), ("reason", *reason), ("comment", "")];
            return safe_address(&filled(form, &values)).map(str::to_owned);
        }
        let subject = path_of(&format!("{id}: {says}"));
        let address = format!(
            "mailto:{}?subject={subject}&body={}",
            mail?,
            path_of(&article.title)
        );
        safe_address(&address).map(str::to_owned)
    }
}
