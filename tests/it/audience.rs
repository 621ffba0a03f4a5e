//! The line between agents and the public: what lies behind it must not come through.

use crate::support::{diagnostics, dump, publish};
use kedb_engine::article::Audience;

const SERVICES: &str = "
[checkout]
name = 'Checkout'
owner = 'PLANT-owner'
contact = 'PLANT-contact'
slo = 'PLANT-slo'
url = 'https://PLANT-url.example'
[hidden]
name = 'PLANT-service'
";

const PUBLIC: &str = "---
id: KE-1
title: Public
status: known-error
service: checkout
severity: sev1
audience: public
error_codes: [E-1]
signatures:
  - contains: \"queue stuck\"
samples:
  - \"queue stuck PLANT-sample\"
problem: PLANT-problem
change: PLANT-change
fixed_in: '2'
owner: PLANT-owner
reported: 1999-01-01
updated: 2026-01-01
review_by: 1998-01-01
replaced_by: PLANT-replacement
origin: https://PLANT-origin.example
pinned: true
---
## Workaround
Restart. <!-- PLANT-comment --> [inside](PLANT-secret.md) [old](old.md)

::: internal
PLANT-container ![x](PLANT-image.png)
:::

> [!INTERNAL]
> PLANT-callout
";

const SECRET: &str = "---
id: PLANT-replacement
title: PLANT-title
status: known-error
service: hidden
---
## Symptoms
PLANT-body
";

const OLD: &str = "---
id: PLANT-old
title: PLANT-title
status: retired
replaced_by: KE-1
---
";

const RETIRED: &str = "---
id: KE-0
title: Retired
status: retired
audience: public
replaced_by: PLANT-old
---
";

const FILES: [(&str, &str); 6] = [
    ("PLANT-image.png", ""),
    ("PLANT-secret.md", SECRET),
    ("old.md", OLD),
    ("public.md", PUBLIC),
    ("retired.md", RETIRED),
    ("services.toml", SERVICES),
];

#[test]
fn nothing_internal_reaches_the_public() {
    let published = publish("", &FILES, Audience::Public);
    assert_eq!(published.articles.len(), 1, "{}", diagnostics(&published));
    let all = format!(
        "{:?} {:?} {:?}",
        published.articles, published.services, published.redirects
    );
    assert!(!all.contains("PLANT"), "{all}");
    assert!(!all.contains("1999") && !all.contains("1998"), "{all}");
    assert_eq!(
        dump(&published.articles[0]),
        "id: KE-1\ntitle: Public\nstatus: known-error\nservice: checkout\naudience: public\n\
         error_codes: E-1\nsignatures: contains queue stuck\nfixed_in: 2\nupdated: 2026-01-01\n\n\
         [workaround, answers] Workaround\n<p>Restart.  inside <a href=\"article:KE-1\">old</a></p>\n"
            .replace("<a href=\"article:KE-1\">old</a>", "old"),
    );
    // The retired one leads on through an internal one, which is not named.
    let redirects: Vec<String> =
        published.redirects.iter().map(|(from, to)| format!("{from} {to}")).collect();
    assert_eq!(redirects, ["KE-0 KE-1"]);
}

#[test]
fn agents_read_everything_but_samples() {
    let published = publish("", &FILES, Audience::Internal);
    assert_eq!(published.articles.len(), 2, "{}", diagnostics(&published));
    let all = format!("{:?} {:?}", published.articles, published.services);
    for planted in
        ["container", "owner", "contact", "slo", "service", "problem", "callout", "body"]
    {
        assert!(all.contains(&format!("PLANT-{planted}")), "{planted}");
    }
    assert!(!all.contains("PLANT-sample") && !all.contains("PLANT-comment"), "{all}");
    assert_eq!(published.redirects.len(), 2);
}

#[test]
fn the_settings_open_single_fields() {
    let config = "public_fields = ['contact', 'severity', 'source']";
    let published = publish(config, &FILES, Audience::Public);
    let article = &published.articles[0];
    assert_eq!(article.source, "public.md");
    assert!(article.severity.is_some() && article.owner.is_none());
    let service = &published.services["checkout"];
    assert_eq!(service.contact.as_deref(), Some("PLANT-contact"));
    assert_eq!((&service.owner, &service.slo, &service.url), (&None, &None, &None));
}

#[test]
fn a_word_that_is_no_audience_means_agents_only() {
    for audience in ["Pubic", "[public]", "{a: public}", "'yes'"] {
        let text = format!(
            "---\nid: KE-1\ntitle: T\nstatus: fixed\naudience: {audience}\n---\n"
        );
        let published =
            publish("audience = 'public'", &[("a.md", &text)], Audience::Public);
        assert_eq!(published.articles.len(), 0, "{audience}");
    }
    let text = "---\nid: KE-1\ntitle: T\nstatus: fixed\naudience:\n---\n";
    let published = publish("audience = 'public'", &[("a.md", text)], Audience::Public);
    assert_eq!(published.articles.len(), 1);
}
