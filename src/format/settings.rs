//! The settings of a base: the tables of `docs/format.md`.

use super::Shape;

/// A setting of `kedb.toml`, or a key of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// What it does, in Markdown.
    pub about: &'static str,
    /// The form of its value.
    pub shape: Shape,
}

const fn setting(name: &'static str, shape: Shape, about: &'static str) -> Setting {
    Setting { name, about, shape }
}

/// All settings of `kedb.toml`, in the order in which they are explained. The tables come last.
pub const SETTINGS: &[Setting] = &[
    setting("title", Shape::Text, "name of the base"),
    setting("lang", Shape::Text, "language of articles that don't say"),
    setting("audience", Shape::Audience, "audience of articles that don't say"),
    setting(
        "vocabulary",
        Shape::Truth,
        "`false`: without the built-in [vocabulary of IT](#beside-the-articles), which is on by \
         default",
    ),
    setting(
        "pages",
        Shape::Truth,
        "`false`: no page for each article, as with `kedb build --no-pages`; the page of the search \
         opens them",
    ),
    setting(
        "public_fields",
        Shape::Words(&[
            "owner", "contact", "slo", "url", "severity", "problem", "change", "origin",
            "source", "synonyms",
        ]),
        "list of `owner`, `contact`, `slo`, `url`, `severity`, `problem`, `change`, `origin`, \
         `source` (the file's path), `synonyms`: what the public reads beside the table above",
    ),
    setting(
        "public_url",
        Shape::WebAddress,
        "address of the public bundle, for links in what agents copy",
    ),
    setting(
        "ticket_url",
        Shape::WebAddress,
        "the form behind \"Open a ticket\"; `{query}` and `{tried}` are replaced",
    ),
    setting(
        "feedback_url",
        Shape::WebAddress,
        "where \"outdated or did not work\" goes; `{id}`, `{reason}`, `{comment}`",
    ),
    setting(
        "edit_url",
        Shape::WebAddress,
        "where an article is edited; `{source}` is its path",
    ),
    setting(
        "new_url",
        Shape::WebAddress,
        "where a new article is made, for \"Document it\" below an unknown code: `{code}` is the \
         code, `{text}` the beginning of an article that declares it; in the bundle of agents alone",
    ),
    setting(
        "not_internal",
        Shape::List,
        "list of code that looks like [the mark of an internal text](#for-agents-only), and of keys \
         with a value such as `hidden: true`: what they stand in is for everybody",
    ),
    setting(
        "exclude",
        Shape::List,
        "list of paths that are no articles; `*`, `?` and `**` as usual",
    ),
    setting(
        "check",
        Shape::Table(&[
            setting(
                "stale_after_days",
                Shape::Days,
                "days without a change after which an active article is old",
            ),
            setting("rules", Shape::Levels, "the levels of rules"),
        ]),
        "`stale_after_days` (365), and in `[check.rules]` the level of a rule: see \
         [authors](authors.md#check)",
    ),
    setting(
        "front_matter",
        Shape::Mapping,
        "our key = theirs, or a list of theirs in order; `ms.date` or `outer.inner` for nested \
         ones; `[]` for never",
    ),
    setting("status_words", Shape::Statuses, "their word = our status"),
    setting("severity_words", Shape::Severities, "their word = `\"sev1\"` to `\"sev4\"`"),
    setting(
        "folder_status",
        Shape::Statuses,
        "name of a folder = status of what lies in it",
    ),
    setting(
        "headings",
        Shape::Table(&[
            setting("workaround", Shape::List, "headings over what to do now"),
            setting("symptoms", Shape::List, "headings over how to recognise it"),
            setting("cause", Shape::List, "headings over why it happens"),
            setting("fix", Shape::List, "headings over what ends it"),
            setting("body", Shape::List, "headings over everything else"),
        ]),
        "`workaround`, `symptoms`, `cause`, `fix`, `body` = lists of further headings",
    ),
    setting(
        "links",
        Shape::Table(&[
            setting(
                "root",
                Shape::Text,
                "where the base lies on its site, such as `/docs`",
            ),
            setting(
                "images",
                Shape::Text,
                "a folder beside the base whose images the site serves, such as `../static`",
            ),
        ]),
        "`root` = where the base lies on its site, `\"/docs\"` or an address: links from the top \
         of the site begin there; also at the folder that all articles lie in, a path of several names \
         at each folder that the article lies in, and at the folders `static`, `public` and `.vuepress/public` wherever the site lies (`@site/…`). Links to the \
         address lead to the article whose id begins the name of the page, as in a help centre: \
         `/articles/360001-Mail-is-late`. `images` = a folder beside the base's whose images the site \
         serves from its top, such as `\"../static\"`; nothing else there is read",
    ),
    setting(
        "defaults",
        Shape::Table(&[
            setting("id", Shape::Word(&["slug", "path"]), "what an id is made from"),
            setting(
                "title",
                Shape::Word(&["heading", "file"]),
                "what a title is made from",
            ),
            setting(
                "titles",
                Shape::Text,
                "a file that lists the articles with their titles, such as `../mkdocs.yml`",
            ),
            setting(
                "error_codes",
                Shape::Word(&["title", "slug", "headings"]),
                "where codes stand",
            ),
            setting("status", Shape::Status, "the status of articles that don't say"),
            setting(
                "service",
                Shape::Text,
                "`folder`, `parent`, or the key of a service",
            ),
        ]),
        "`id = \"slug\"` (from the file's name) or `\"path\"`, `title` (`\"heading\"`, else the \
         file's name, or `\"file\"`), `titles` = a file that lists titles for articles without one, in the \
         base or above it, with those of its name in folders of the base: `mkdocs.yml`, `.pages`, `.nav.yml`, \
         `SUMMARY.md`, `_sidebar.md`, `toc.yml`, `_toc.yml`, `sidebars.js`, `.vitepress/config.ts`, \
         `_meta.json` and the like, which are read and not executed; `status`, `service` (`\"folder\"`, `\"parent\"`, under the \
         name that `_category_.json` or `.pages` gives the folder, or a key), \
         `error_codes` (`\"title\"` or `\"slug\"`: where they stand if an article declares none; \
         `\"headings\"`: a page that lists errors or alerts, most of whose headings are codes, has them all)",
    ),
];

/// The keys of a service in `services.toml`.
pub const SERVICE: &[Setting] = &[
    setting("name", Shape::Text, "its name for people; else its key"),
    setting("owner", Shape::Text, "the team that answers for it"),
    setting(
        "contact",
        Shape::Text,
        "how to reach them: a mail address, a channel, a telephone number",
    ),
    setting("slo", Shape::Text, "what it promises, such as \"99.9 % under 2 s\""),
    setting("url", Shape::Address, "where more about it stands"),
];
