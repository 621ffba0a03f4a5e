//! Pages for page owners: how to put the search on a page, and the search for a frame.

use super::layout::{self, Content, Depth, Html, Runs};
use super::{Map, Page};
use crate::html;
use kedb_engine::article::Audience;

/// Stands for the bundle's address where the settings do not name it.
const SOMEWHERE: &str = "https://intranet.example/known-errors";

/// The search alone, to be shown in a frame.
pub(super) fn embed(map: &Map<'_>) -> Page {
    let mut main = Html::new();
    main.raw("<h1 class=\"visually-hidden\">").text(map.site.title).raw("</h1>\n");
    layout::search(&mut main, map)
        .raw(">\n<p>")
        .link("index.html", map.site.title)
        .raw("</p>\n</kedb-search>\n");
    layout::page(
        map,
        Content {
            path: "embed.html".to_owned(),
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
pub(super) fn setup(map: &Map<'_>) -> Page {
    let configured =
        map.site.public_url.filter(|_| map.site.audience == Audience::Public);
    let configured = configured.and_then(html::safe_address);
    let address = configured.unwrap_or(SOMEWHERE).trim_end_matches('/');

    let mut main = Html::new();
    main.raw(
        "<h1>Put this search on your page</h1>\n<div id=\"snippets\" data-address=\"",
    )
    .text(address)
    .raw("\">\n");
    if configured.is_none() {
        main.raw("<p id=\"stands-for\">Below, <code>").text(address).raw(
            "</code> stands for the address of the folder that this page lies in.</p>\n",
        );
    }
    main.raw("<h2>Two lines of HTML</h2>\n<p>Where the search box shall be:</p>\n");
    let loader = format!("<script type=\"module\" src=\"{address}/kedb.js\"></script>");
    code(
        &mut main,
        &format!("{loader}\n<kedb-search bundle=\"{address}/\"></kedb-search>"),
    );
    main.raw(BETWEEN_THE_TAGS);
    if map.site.assets.kedb_js {
        main.raw("<h2>Try it</h2>\n<kedb-search");
        main.language(map.site.lang).raw("></kedb-search>\n");
    }
    main.raw(
        "<h2>In a ticket form</h2>\n\
         <p>Known errors for what somebody writes, below the fields with these ids. Nothing of \
         your form is changed, and nothing is shown where nothing is known:</p>\n",
    );
    code(
        &mut main,
        &format!(
            "{loader}\n<kedb-suggest for=\"subject description\" \
             bundle=\"{address}/\"></kedb-suggest>"
        ),
    );
    main.raw("<h2>One article in a page</h2>\n");
    let article = map.articles.first().map_or("KE-0001", |article| article.id.as_str());
    code(
        &mut main,
        &format!(
            "{loader}\n<kedb-answer article=\"{article}\" bundle=\"{address}/\"></kedb-answer>"
        ),
    );
    main.raw("<h2>Or a frame</h2>\n<p>Where a page may hold no scripts:</p>\n");
    code(
        &mut main,
        &format!(
            "<iframe src=\"{address}/embed.html\" title=\"Known errors\" width=\"100%\" \
             height=\"640\"></iframe>"
        ),
    );
    main.raw(FRAME).raw("</div>\n");
    main.raw("<section id=\"self-test\" aria-labelledby=\"self-test-title\" hidden>\n")
        .raw("<h2 id=\"self-test-title\">Is this server set up well?</h2>\n</section>\n");
    main.raw(HOSTING);
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
    main.raw(OTHER_ORIGIN);
    layout::page(
        map,
        Content {
            path: "setup.html".to_owned(),
            title: "Put this search on your page",
            lang: map.english(),
            depth: Depth::Root,
            runs: Runs::Setup,
            main,
        },
    )
}

fn code(out: &mut Html, text: &str) {
    out.raw("<pre tabindex=\"0\"><code>").text(text).raw("</code></pre>\n");
}

const BETWEEN_THE_TAGS: &str = "<p>What you write between the two tags of <code>kedb-search</code>, a link to your \
     service desk for example, is shown until the search is ready, and stays where scripts do \
     not run.</p>\n";

const FRAME: &str = "<p>After <code>embed.html#</code> may follow, joined by <code>&amp;</code>: \
     <code>q=</code> what is searched at first, <code>service=</code> the key of a service, \
     <code>theme=</code> <code>light</code> or <code>dark</code>, <code>lang=</code> a \
     language.</p>\n";

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
