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
        (
            "<%= RunTask.links(\"till\", \"till:open[number]\") %>",
            Some("`till` `till:open[number]`"),
        ),
        ("<%= run 'till:open', class: 'red' %>", Some("`till:open`")),
        ("<%= run(task: \"till:open\") %>", Some("`till:open`")),
        ("<%= run(task) %>", None),
        ("<%= run(\"till:open\", \"internal\") %>", None),
        ("<%= box(\"Internal note\") %>", None),
        ("<%= image_path \"till.png\" %>", None),
        ("<%= ENV[\"TILL\"] %>", None),
        ("<%= form_for \"till\" do |form| %>", None),
        ("<% run \"till:open\" %>", None),
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
