//! Styles that hide what they are for.

/// How far a text is moved that nobody is to see, in pixels. A text that is only set right moves
/// by less.
const FAR: f32 = 500.0;

/// Whether a style, its entities decoded, hides what it is for.
pub(super) fn hides(style: &str) -> bool {
    // Escapes and comments are not undone: nobody writes them into an honest style.
    if style.contains(['&', '\\']) || style.contains("/*") {
        return true;
    }
    let style = style.to_lowercase();
    let declarations = style.split(';').filter_map(|one| one.split_once(':'));
    let declarations: Vec<(&str, &str)> =
        declarations.map(|(name, value)| (name.trim(), value.trim())).collect();
    let of =
        |wanted: &[&str]| declarations.iter().find(|(name, _)| wanted.contains(name));
    let is_one_colour = match (of(&["color"]), of(&["background", "background-color"])) {
        (Some((_, text)), Some((_, ground))) => text == ground,
        _ => false,
    };
    is_one_colour
        || declarations.iter().any(|(name, value)| declaration_hides(name, value))
}

/// Whether a style that a program makes hides what it is for: `{{ fontSize: 0, display: "none" }}`.
pub(super) fn object_hides(object: &str) -> bool {
    let mut style = String::with_capacity(object.len());
    for c in object.chars() {
        match c {
            '{' | '}' | '[' | ']' | '"' | '\'' | '`' => {}
            ',' => style.push(';'),
            c if c.is_ascii_uppercase() => {
                style.push('-');
                style.push(c.to_ascii_lowercase());
            }
            c => style.push(c),
        }
    }
    hides(&style)
}

/// Whether a rule of the style sheet in `html` hides what it is for.
pub(super) fn sheet_hides(html: &str) -> bool {
    let html = html.to_lowercase();
    let rules = html.split(['{', '}']).flat_map(|rule| rule.split(';'));
    let mut declarations = rules.filter_map(|one| one.split_once(':'));
    declarations.any(|(name, value)| declaration_hides(name.trim(), value.trim()))
}

fn declaration_hides(name: &str, value: &str) -> bool {
    match name {
        "display" => value.starts_with("none"),
        "visibility" | "content-visibility" => {
            value.starts_with("hidden") || value.starts_with("collapse")
        }
        "color" => value.starts_with("transparent") || is_clear(value),
        "font" => value.split([' ', '/']).any(is_zero),
        "clip" => value.starts_with("rect"),
        "clip-path" => !value.starts_with("none"),
        "opacity" | "font-size" | "height" | "max-height" | "width" | "max-width"
        | "zoom" | "scale" => value.split_whitespace().any(is_zero),
        "left" | "right" | "top" | "bottom" | "inset" | "text-indent" | "margin"
        | "margin-left" | "margin-right" | "margin-top" | "translate" => {
            value.split_whitespace().any(is_far)
        }
        "transform" | "filter" => value.split(')').any(function_hides),
        _ => false,
    }
}

/// Whether a colour is so clear that nobody sees it: `rgba(0, 0, 0, 0)`, `#ffffff00`, `#fff0`.
fn is_clear(colour: &str) -> bool {
    let colour = colour.split('!').next().unwrap_or_default().trim();
    if let Some(digits) = colour.strip_prefix('#') {
        return (digits.len() == 4 && digits.ends_with('0'))
            || (digits.len() == 8 && digits.ends_with("00"));
    }
    let parts = colour.split_once('(').and_then(|(_, parts)| parts.strip_suffix(')'));
    let parts = parts.unwrap_or_default().split([',', '/', ' ']);
    let parts: Vec<&str> = parts.filter(|part| !part.is_empty()).collect();
    parts.len() == 4 && parts.last().is_some_and(|part| is_zero(part))
}

/// Whether a function such as `scale(0, 1` makes a text vanish.
fn function_hides(function: &str) -> bool {
    let Some((name, values)) = function.split_once('(') else { return false };
    let mut values = values.split(',');
    match name.trim() {
        name if name.starts_with("scale") || name == "opacity" => values.any(is_zero),
        name if name.starts_with("translate") => values.any(is_far),
        _ => false,
    }
}

fn is_zero(value: &str) -> bool {
    number(value).is_some_and(|(number, _)| number <= 0.0)
}

/// Whether a length leads far to the left or upwards.
fn is_far(value: &str) -> bool {
    number(value).is_some_and(|(number, unit)| {
        let is_small = ["", "px", "pt", "mm", "q"].contains(&unit);
        // The others (em, vw, %) are ten pixels or more on a usual screen.
        number * if is_small { 1.0 } else { 10.0 } < -FAR
    })
}

/// The number that a value begins with, and its unit.
fn number(value: &str) -> Option<(f32, &str)> {
    let value = value.trim();
    let end = value.find(|c: char| !c.is_ascii_digit() && !"+-.".contains(c));
    let (number, unit) = value.split_at_checked(end.unwrap_or(value.len()))?;
    let unit = unit.split('!').next().unwrap_or_default();
    Some((number.parse().ok()?, unit.trim_end()))
}
