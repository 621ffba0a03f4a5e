use super::all;

#[test]
fn what_helpers_say() {
    for (line, expected) in [
        ("<%= warning_text(\"Do not open the flap.\") %>", Some("Do not open the flap.")),
        ("<%= warning_text 'Keep it shut now' %>", Some("Keep it shut now")),
        ("<%= link_to \"the flap\", \"/flap.html\" %>", Some("[the flap](</flap.html>)")),
        (
            "<%= image_tag \"flap.png\", alt: \"The flap\" %>",
            Some("![The flap](<flap.png>)"),
        ),
        ("<%= partial \"parts/flap\" %>", None),
        ("<%= flap_version %>", None),
        ("<% if x %>", None),
        ("<% end %>", Some("")),
        ("<%# a note %>", Some("")),
        ("<%= t('a') %>", None),
        ("<% if version == \"Only For Old.\" %>", None),
        ("<%= internal_note(\"The lock is opened by hand.\") %>", None),
        ("<%= link_to \"the flap\", flap_path, class: \"button\" %>", Some("the flap")),
        ("{{< tooltip \"What opens the flap\" >}}", None),
        ("{% assign note = \"What opens the flap.\" %}", None),
        ("{{< tooltip \"flap\" >}}", None),
        ("{{< box class=\"btn btn-big red\" >}}", None),
        ("{% widget it's broken, isn't it %}", None),
    ] {
        let tags = all(line);
        let text = tags.first().and_then(|(_, tag)| tag.text());
        assert_eq!(text.as_deref(), expected, "{line}");
    }
}
