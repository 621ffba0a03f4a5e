//! What all pages share: the head with its policy, the site's header and footer, and a
//! writer that escapes by construction.

use super::Map;
use super::words::Words;
use crate::html::{self, Place};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use kedb_engine::article::{Article, Audience, Date, Node, Status};
use serde::Deserialize;
use sha2::{Digest as _, Sha256};
use std::sync::LazyLock;

/// HTML in the making. Only literals get in as markup; all else is escaped.
pub(super) struct Html(String);

impl Html {
    pub(super) fn new() -> Html {
        Html(String::new())
    }

    /// Markup.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Html {
        self.0.push_str(markup);
        self
    }

    /// Text, or the value of a quoted attribute.
    pub(super) fn text(&mut self, text: &str) -> &mut Html {
        html::push_escaped(&mut self.0, text);
        self
    }

    /// What another writer has escaped.
    pub(super) fn html(&mut self, html: &Html) -> &mut Html {
        self.0.push_str(&html.0);
        self
    }

    /// Rich text, as it reads in `place`.
    pub(super) fn nodes(&mut self, nodes: &[Node], place: &dyn Place) -> &mut Html {
        html::write_nodes(&mut self.0, nodes, place);
        self
    }

    /// A link within the bundle, or one that [`html::safe_address`] has let through.
    pub(super) fn link(&mut self, href: &str, text: &str) -> &mut Html {
        self.raw("<a href=\"").text(href).raw("\"");
        if html::is_web_address(href) {
            self.raw(" rel=\"noopener noreferrer\"");
        }
        self.raw(">").text(text).raw("</a>")
    }

    /// A link to an article's page, its title in its own language.
    pub(super) fn article(
        &mut self,
        map: &Map<'_>,
        known: &Article,
        from: Depth,
    ) -> &mut Html {
        let href = format!("{}{}", from.up(), map.article_path(&known.id));
        self.named(Some(&href), &known.title, map.foreign(known))
    }

    /// A title in its own language, as a link if it leads anywhere.
    pub(super) fn named(
        &mut self,
        href: Option<&str>,
        title: &str,
        lang: Option<&str>,
    ) -> &mut Html {
        match href {
            Some(href) => self.raw("<a href=\"").text(href).raw("\""),
            None => self.raw("<span"),
        };
        if let Some(lang) = lang {
            self.language(lang);
        }
        self.raw(">").text(title);
        self.raw(if href.is_some() { "</a>" } else { "</span>" })
    }

    /// All that was written.
    pub(super) fn into_string(self) -> String {
        self.0
    }

    /// The attributes that say in which language an element is.
    pub(super) fn language(&mut self, lang: &str) -> &mut Html {
        self.raw(" lang=\"").text(lang).raw("\"");
        self.raw(if is_right_to_left(lang) { " dir=\"rtl\"" } else { "" })
    }

    /// `value` as a link if it is an address to follow or to write to, else as text.
    pub(super) fn reachable(&mut self, value: &str) -> &mut Html {
        if let Some(href) = html::safe_address(value) {
            self.link(href, value)
        } else if is_mail_address(value) {
            self.link(&format!("mailto:{value}"), value)
        } else {
            self.text(value)
        }
    }

    /// A day in figures, as in `2026-03-02`.
    pub(super) fn date(&mut self, date: Date) -> &mut Html {
        self.time(date, &date.to_string())
    }

    /// A day as the language of `words` writes it.
    pub(super) fn day(&mut self, date: Date, words: &Words) -> &mut Html {
        self.time(date, &words.date(date))
    }

    fn time(&mut self, date: Date, shown: &str) -> &mut Html {
        let day = date.to_string();
        self.raw("<time datetime=\"").text(&day).raw("\">").text(shown).raw("</time>")
    }

    /// The badge of a status in a list, where that of most rows tells nothing.
    pub(super) fn telling_status(&mut self, status: Status, words: &Words) -> &mut Html {
        if words.status(status) == words.status(Status::KnownError) {
            return self;
        }
        self.raw(" ").status(status, words)
    }

    /// The badge of a status, in words.
    pub(super) fn status(&mut self, status: Status, words: &Words) -> &mut Html {
        self.raw("<span class=\"badge\" data-status=\"")
            .text(status.word())
            .raw("\">")
            .text(words.status(status))
            .raw("</span>")
    }
}

/// Where a page lies, as the way back to the bundle's folder.
#[derive(Clone, Copy)]
pub(super) enum Depth {
    /// In the bundle's folder.
    Root,
    /// In a folder of it.
    Folder,
}

impl Depth {
    /// What leads from the page to the bundle's folder.
    pub(super) fn up(self) -> &'static str {
        match self {
            Depth::Root => "",
            Depth::Folder => "../",
        }
    }
}

/// A page's own part.
pub(super) struct Content<'a> {
    pub(super) title: &'a str,
    /// Language of the content, if it is not that of the site's words.
    pub(super) lang: Option<&'a str>,
    pub(super) depth: Depth,
    /// What the page runs besides its style.
    pub(super) runs: Runs<'a>,
    /// The inside of `main`.
    pub(super) main: Html,
}

/// What a page does beyond being read.
pub(super) enum Runs<'a> {
    /// The search in a dialog, which a button in the site's header opens.
    SearchInHeader,
    /// The search, between the site's header and footer.
    Search,
    /// The search alone: the page is part of another one.
    EmbeddedSearch,
    /// The search as an example, and tests of the server.
    Setup,
    /// It leads to another page at once.
    Redirect(&'a str),
}

const READING: &str = "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";
const READING_WITH_SCRIPT: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self'; base-uri 'none'; form-action 'none'";
const SEARCHING: &str = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
     connect-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; \
     form-action 'none'";

/// `content` as a whole page.
pub(super) fn page(map: &Map<'_>, content: Content<'_>) -> String {
    let Content { title, lang, depth, runs, main } = content;
    let up = depth.up();
    let words = &map.words;
    let assets = &map.site.assets;
    let searches = assets.kedb_js && !matches!(runs, Runs::Redirect(_));
    let own_js = match runs {
        Runs::EmbeddedSearch => assets.embed_js,
        Runs::Setup => assets.setup_js,
        _ => assets.pages_js,
    };
    let policy = match (searches, own_js) {
        (true, _) => SEARCHING,
        (false, Some(_)) => READING_WITH_SCRIPT,
        (false, None) => READING,
    };

    let mut out = Html::new();
    out.raw("<!doctype html>\n<html").language(&words.lang);
    out.raw(">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"")
        .raw(policy)
        .raw("\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    if map.site.audience == Audience::Internal {
        out.raw("<meta name=\"robots\" content=\"noindex\">\n");
    }
    if let Runs::Redirect(to) = runs {
        out.raw("<meta http-equiv=\"refresh\" content=\"0; url=").text(to).raw("\">\n");
    }
    out.raw("<title>").text(title);
    if title != map.site.title {
        out.raw(" · ").text(map.site.title);
    }
    out.raw("</title>\n");
    if let Some(css) = assets.pages_css {
        out.raw("<link rel=\"stylesheet\" href=\"").text(up).text(css).raw("\">\n");
    }
    if let Some(js) = own_js {
        script(&mut out, up, js);
    }
    if searches {
        script(&mut out, up, "kedb.js");
    }
    let framed = matches!(runs, Runs::EmbeddedSearch);
    if framed {
        // A link must not put another page into the frame.
        out.raw("<base target=\"_blank\">\n</head>\n<body class=\"framed\">\n");
    } else {
        out.raw("</head>\n<body>\n");
        let boxed = searches && matches!(runs, Runs::SearchInHeader);
        header(&mut out, map, up, boxed);
    }
    if map.site.audience == Audience::Internal {
        internal(&mut out, &words.own.internal_only);
    }
    out.raw("<main");
    if let Some(lang) = lang {
        out.language(lang);
    }
    if own_js.is_some() && own_js == assets.pages_js {
        out.raw(" data-words=\"").text(&words.of_scripts()).raw("\"");
    }
    out.raw(">\n").html(&main).raw("</main>\n");
    if !framed {
        footer(&mut out, words, up);
    }
    out.raw("</body>\n</html>\n");
    out.0
}

/// The style of pages that stand alone: that of `www/pages/pages.css`, without the part of what
/// scripts add to the pages of a bundle.
pub(super) const STYLE: &str = concat!(
    include_str!("../../www/pages/styles/base.css"),
    include_str!("../../www/pages/styles/article.css"),
    include_str!("../../www/pages/styles/report.css"),
    include_str!("../../www/pages/styles/media.css"),
    include_str!("../../www/pages/styles/setup.css"),
);

/// `main` as a page that stands alone: a file that holds its own style, and belongs to no
/// bundle. Agents alone may read it.
pub(super) fn lone_page(title: &str, lang: &str, main: &Html) -> String {
    let hash = STANDARD.encode(Sha256::digest(STYLE));
    let mut out = Html::new();
    out.raw("<!doctype html>\n<html").language(lang);
    out.raw(">\n<head>\n<meta charset=\"utf-8\">\n")
        .raw("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-")
        .text(&hash)
        .raw("'; base-uri 'none'; form-action 'none'\">\n")
        .raw("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .raw("<meta name=\"robots\" content=\"noindex\">\n<title>")
        .text(title)
        .raw("</title>\n<style>")
        .raw(STYLE)
        .raw("</style>\n</head>\n<body>\n");
    internal(&mut out, "Internal: for support agents only.");
    out.raw("<main>\n").html(main).raw("</main>\n</body>\n</html>\n");
    out.0
}

/// Says above a page who may read it.
pub(super) fn internal(out: &mut Html, says: &str) {
    out.raw("<aside class=\"internal-banner\">").text(says).raw("</aside>\n");
}

/// The beginning of the search, up to the attributes that a page adds. It finds the bundle by the
/// address of its script, which is right wherever the server shows a page.
pub(super) fn search<'h>(out: &'h mut Html, map: &Map<'_>) -> &'h mut Html {
    out.raw("<kedb-search");
    // Where a base's language has no texts, the browser's counts, not that of the page's words.
    if map.words.lang != map.site.lang {
        out.language(map.site.lang);
    }
    out
}

fn script(out: &mut Html, up: &str, path: &str) {
    out.raw("<script type=\"module\" src=\"").text(up).text(path).raw("\"></script>\n");
}

fn header(out: &mut Html, map: &Map<'_>, up: &str, boxed: bool) {
    let words = &map.words;
    let index = format!("{up}index.html");
    out.raw("<header class=\"site\">\n<p>").link(&index, map.site.title).raw("</p>\n");
    if boxed {
        search(out, map).raw(" mode=\"dialog\" hotkey=\"/\">");
        out.link(&index, &words.own.search_all).raw("</kedb-search>\n");
    }
    out.raw("<nav>").link(&format!("{up}codes.html"), &words.own.codes);
    if let Some(href) = map.ticket_address("") {
        out.raw(" ").link(&href, &words.widget.open_ticket);
    }
    out.raw("</nav>\n</header>\n");
}

fn footer(out: &mut Html, words: &Words, up: &str) {
    out.raw("<footer class=\"site\">\n<p>")
        .link(&format!("{up}index.html"), &words.own.all_errors)
        .raw(" ")
        .link(&format!("{up}setup.html"), &words.own.setup)
        .raw("</p>\n</footer>\n");
}

/// A list of links to `articles`, each with its status.
pub(super) fn article_list(
    out: &mut Html,
    map: &Map<'_>,
    articles: &[&Article],
    from: Depth,
) {
    out.raw(
        "<ul>
",
    );
    for article in articles {
        out.raw("<li>").article(map, article, from);
        out.telling_status(article.status, &map.words);
        out.raw(
            "</li>
",
        );
    }
    out.raw(
        "</ul>
",
    );
}

pub(super) fn is_mail_address(text: &str) -> bool {
    let part = |part: &str, more: &str| {
        !part.is_empty()
            && part.chars().all(|c| c.is_ascii_alphanumeric() || more.contains(c))
    };
    text.split_once('@')
        .is_some_and(|(name, host)| part(name, "._+-") && part(host, ".-"))
}

/// The scripts and languages that are written from right to left, in lower case.
#[derive(Deserialize)]
struct RightToLeft {
    scripts: Vec<String>,
    languages: Vec<String>,
}

/// Whether a language is written from right to left: by the script that its tag names, as
/// in `pa-Arab`, else by the usual one.
fn is_right_to_left(lang: &str) -> bool {
    // The list is the browser's too.
    static LIST: LazyLock<RightToLeft> = LazyLock::new(|| {
        serde_json::from_str(include_str!("../../www/shared/right-to-left.json"))
            .unwrap_or_else(|error| {
                unreachable!("the list is part of the source: {error}")
            })
    });
    let lang = lang.to_ascii_lowercase();
    let mut subtags = lang.split(['-', '_']);
    let language = subtags.next().unwrap_or_default();
    let script = subtags.find(|subtag| {
        subtag.len() == 4 && subtag.bytes().all(|b| b.is_ascii_alphabetic())
    });
    match script {
        Some(script) => LIST.scripts.iter().any(|known| known == script),
        None => LIST.languages.iter().any(|known| known == language),
    }
}
