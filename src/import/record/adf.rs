//! Atlassian's document format (rich text as JSON, of Jira Cloud's REST API 3) as HTML.

use crate::html::push_escaped;
use serde_json::Value;

/// The document that `value` is, as HTML.
pub(super) fn html(value: &Value) -> Option<String> {
    if value.get("type")?.as_str()? != "doc" || !value.get("content")?.is_array() {
        return None;
    }
    let mut out = String::new();
    children(value, &mut out);
    Some(out)
}

fn children(node: &Value, out: &mut String) {
    let content = node.get("content").and_then(Value::as_array);
    content.into_iter().flatten().for_each(|child| push(child, out));
}

fn push(node: &Value, out: &mut String) {
    let attribute = |name: &str| node.get("attrs").and_then(|attrs| attrs.get(name));
    let text = |name: &str| attribute(name).and_then(Value::as_str).unwrap_or_default();
    let kind = node.get("type").and_then(Value::as_str).unwrap_or_default();
    let element = match kind {
        "text" => return marked(node, out),
        "hardBreak" => return out.push_str("<br>"),
        "rule" => return out.push_str("<hr>"),
        "mention" | "emoji" | "status" | "date" => {
            return push_escaped(out, text("text"));
        }
        "inlineCard" | "blockCard" | "embedCard" => {
            return link(text("url"), text("url"), out);
        }
        "media" => return image(text("alt"), out),
        "codeBlock" => {
            out.push_str("<pre data-syntaxhighlighter-params=\"brush: ");
            push_escaped(out, text("language"));
            out.push_str("\">");
            children(node, out);
            return out.push_str("</pre>");
        }
        "panel" => {
            out.push_str("<div class=\"confluence-information-macro-");
            push_escaped(out, text("panelType"));
            out.push_str("\">");
            children(node, out);
            return out.push_str("</div>");
        }
        "heading" => match attribute("level").and_then(Value::as_u64).unwrap_or(1) {
            1 => "h1",
            2 => "h2",
            3 => "h3",
            4 => "h4",
            _ => "h5",
        },
        "paragraph" | "decisionItem" => "p",
        "bulletList" | "taskList" | "decisionList" => "ul",
        "orderedList" => "ol",
        "listItem" | "taskItem" => "li",
        "blockquote" => "blockquote",
        "table" => "table",
        "tableRow" => "tr",
        "tableHeader" => "th",
        "tableCell" => "td",
        "expand" | "nestedExpand" => {
            out.push_str("<p><strong>");
            push_escaped(out, text("title"));
            out.push_str("</strong></p>");
            "div"
        }
        _ => "div",
    };
    out.push_str(&format!("<{element}>"));
    children(node, out);
    out.push_str(&format!("</{element}>"));
}

/// Text between the tags of its marks.
fn marked(node: &Value, out: &mut String) {
    let mut ends = Vec::new();
    for mark in node.get("marks").and_then(Value::as_array).into_iter().flatten() {
        let element = match mark.get("type").and_then(Value::as_str) {
            Some("strong") => "strong",
            Some("em") => "em",
            Some("code") => "code",
            Some("strike") => "s",
            Some("underline") => "u",
            Some("subsup") => "sub",
            Some("link") => {
                let href = mark.get("attrs").and_then(|attrs| attrs.get("href"));
                out.push_str("<a href=\"");
                push_escaped(out, href.and_then(Value::as_str).unwrap_or_default());
                out.push_str("\">");
                ends.push("a");
                continue;
            }
            _ => continue,
        };
        out.push_str(&format!("<{element}>"));
        ends.push(element);
    }
    push_escaped(out, node.get("text").and_then(Value::as_str).unwrap_or_default());
    ends.into_iter().rev().for_each(|element| out.push_str(&format!("</{element}>")));
}

fn link(target: &str, text: &str, out: &mut String) {
    out.push_str("<a href=\"");
    push_escaped(out, target);
    out.push_str("\">");
    push_escaped(out, text);
    out.push_str("</a>");
}

fn image(alt: &str, out: &mut String) {
    out.push_str("<img alt=\"");
    push_escaped(out, alt);
    out.push_str("\">");
}
