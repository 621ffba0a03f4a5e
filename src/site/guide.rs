//! Pages for page owners: how to put the search on a page, and the search for a frame.

use super::Map;
use super::layout::{self, Content, Depth, Html, Runs};
use super::words::ENGLISH;
use crate::html;
use kedb_engine::article::Audience;

/// Stands for the bundle's address where the settings do not name it.
const SOMEWHERE: &str = "https://intranet.example/known-errors";

/// The search alone, to be shown in a frame.
pub(super) fn embed(map: &Map<'_>) -> String {
    let mut main = Html::new();
    main.raw("<h1 class=\"visually-hidden\">").text(map.site.title).raw("</h1>\n");
    layout::search(&mut main, map)
        .raw(">\n<p>")
        .link("index.html", map.site.title)
        .raw("</p>\n</kedb-search>\n");
    layout::page(
        map,
        Content {
            title: map.site.title,
            lang: None,
            depth: Depth::Root,
            runs: Runs::EmbeddedSearch,
            main,
        },
    )
}

/// What a page owner has to do. The page's script puts its own address into the snippets,
/// and tests the server.
pub(super) fn setup(map: &Map<'_>) -> String {
    let configured =
        map.site.public_url.filter(|_| map.site.audience == Audience::Public);
    let configured = configured.and_then(html::safe_address);
    let address = configured.unwrap_or(SOMEWHERE).trim_end_matches('/');

    let words = &map.words.own.guide;
    let mut main = Html::new();
    main.raw("<h1>")
        .text(&words.title)
        .raw("</h1>\n<div id=\"snippets\" data-address=\"");
    main.text(address).raw("\">\n");
    if configured.is_none() {
        main.raw("<p id=\"stands-for\">");
        with_code(&mut main, &words.stands_for, &[("address", address)]).raw("</p>\n");
    }
    headed(&mut main, &words.two_lines, Some(&words.r#where));
    let loader = format!("<script type=\"module\" src=\"{address}/kedb.js\"></script>");
    code(
        &mut main,
        &format!("{loader}\n<kedb-search bundle=\"{address}/\"></kedb-search>"),
    );
    main.raw("<p>");
    with_code(&mut main, &words.between, &[("tag", "kedb-search")]).raw("</p>\n");
    if map.site.assets.kedb_js {
        headed(&mut main, &words.try_it, None);
        main.raw("<kedb-search").language(map.site.lang).raw("></kedb-search>\n");
    }
    headed(&mut main, &words.in_form, Some(&words.in_form_hint));
    code(
        &mut main,
        &format!(
            "{loader}\n<kedb-suggest for=\"subject description\" \
             bundle=\"{address}/\"></kedb-suggest>"
        ),
    );
    headed(&mut main, &words.one_article, None);
    let article = map.articles.first().map_or("KE-0001", |article| article.id.as_str());
    code(
        &mut main,
        &format!(
            "{loader}\n<kedb-answer article=\"{article}\" bundle=\"{address}/\"></kedb-answer>"
        ),
    );
    headed(&mut main, &words.in_frame, Some(&words.in_frame_hint));
    let name = &map.words.widget.answers;
    code(
        &mut main,
        &format!(
            "<iframe src=\"{address}/embed.html\" title=\"{name}\" width=\"100%\" \
             height=\"640\"></iframe>"
        ),
    );
    main.raw("<p>");
    with_code(&mut main, &words.after_hash, &AFTER_HASH).raw("</p>\n</div>\n");
    main.raw(
        "<section id=\"self-test\" aria-labelledby=\"self-test-title\" data-words=\"",
    )
    .text(&map.words.of_self_test())
    .raw("\" hidden>\n<h2 id=\"self-test-title\">")
    .text(&words.self_test)
    .raw("</h2>\n</section>\n");
    // The words of servers are English ones.
    main.raw("<p>").text(&words.for_server).raw("</p>\n<div").language(ENGLISH);
    main.raw(">\n").raw(HOSTING);
    code(
        &mut main,
        match map.site.audience {
            Audience::Public => "Access-Control-Allow-Origin: *",
            // `*` would let every site that an agent visits read it.
            Audience::Internal => {
                "Access-Control-Allow-Origin: https://the-server-of-your-page"
            }
        },
    );
    main.raw(POLICY);
    code(
        &mut main,
        "Content-Security-Policy: default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; \
         connect-src 'self'; worker-src 'self'; style-src 'self'; img-src 'self'",
    );
    main.raw(OTHER_ORIGIN).raw("</div>\n");
    layout::page(
        map,
        Content {
            title: &words.title,
            lang: None,
            depth: Depth::Root,
            runs: Runs::Setup,
            main,
        },
    )
}

/// A heading, and what is said below it.
fn headed(out: &mut Html, heading: &str, says: Option<&str>) {
    out.raw("<h2>").text(heading).raw("</h2>\n");
    if let Some(says) = says {
        out.raw("<p>").text(says).raw("</p>\n");
    }
}

fn code(out: &mut Html, text: &str) {
    out.raw("<pre tabindex=\"0\"><code>").text(text).raw("</code></pre>\n");
}

/// `text` with `values` as code in the places that bear their names in braces.
fn with_code<'h>(out: &'h mut Html, text: &str, values: &[(&str, &str)]) -> &'h mut Html {
    let mut rest = text;
    while let Some((before, place)) = rest.split_once('{') {
        let Some((name, after)) = place.split_once('}') else { break };
        let value = values.iter().find(|(known, _)| *known == name);
        let value = value.map_or(name, |(_, value)| *value);
        out.text(before).raw("<code>").text(value).raw("</code>");
        rest = after;
    }
    out.text(rest)
}

/// What may follow the address of the frame.
const AFTER_HASH: [(&str, &str); 8] = [
    ("start", "embed.html#"),
    ("and", "&"),
    ("q", "q="),
    ("service", "service="),
    ("theme", "theme="),
    ("light", "light"),
    ("dark", "dark"),
    ("lang", "lang="),
];

const HOSTING: &str = "<h2>Hosting</h2>\n\
     <p>Any web server that hands out files will do: copy the whole folder to it, names and \
     sub-folders unchanged. Nothing runs on the server, and nothing that is typed is sent to \
     it.</p>\n\
     <ul>\n\
     <li>Files that end in <code>.js</code> must be sent as JavaScript \
     (<code>text/javascript</code>). No other type matters to the search.</li>\n\
     <li>Files in <code>_/</code> never change under their names: they may be cached for a \
     year. All others should be asked for anew each time \
     (<code>Cache-Control: no-cache</code>).</li>\n\
     <li>The folder is as public as its server makes it: everybody who may fetch it can read \
     all of it.</li>\n\
     </ul>\n\
     <p>If your page and the folder lie on different servers (a different port counts), the \
     folder's server must send:</p>\n";

const POLICY: &str = "<h2>Content security policy</h2>\n\
     <p>If your pages have a policy, it must allow at least this where the folder lies on the \
     same server:</p>\n";

const OTHER_ORIGIN: &str = "<ul>\n\
     <li><code>'wasm-unsafe-eval'</code> lets the search engine, a WebAssembly module, start. \
     It does not allow <code>eval</code>.</li>\n\
     <li>Inline scripts and styles are not needed.</li>\n\
     <li>If the folder lies on another server, name that server beside <code>'self'</code> in \
     <code>script-src</code>, <code>connect-src</code>, <code>worker-src</code> and \
     <code>img-src</code>, and add <code>blob:</code> to <code>worker-src</code>.</li>\n\
     <li>For the frame, <code>frame-src</code> must allow the folder's server, and that server \
     must not forbid it by <code>X-Frame-Options</code> or <code>frame-ancestors</code>.</li>\n\
     <li>If your page is on the internet and the folder inside your network, Chrome and Edge ask \
     each reader whether the page may reach the local network. The browser policy \
     <code>LocalNetworkAccessAllowedForUrls</code> with your page's address answers for \
     them.</li>\n\
     </ul>\n";
