//! The first line of indented code by which CodeHilite of Python-Markdown knows its language: `:::python`. It
//! looks like the beginning of a container, and is not shown.

use std::collections::BTreeSet;

/// From how many spaces on a line is code.
const CODE: usize = 4;

/// Names of languages, in lowercase.
const LANGUAGES: &str = "ada apache apacheconf applescript awk bash basemake bat batch c c++ clojure cmake coffee-script \
    coffeescript common-lisp console cpp cs csh csharp css cython d dart diff django docker dockerfile doscon elixir \
    elisp emacs erb erlang fish fortran fsharp go golang gradle graphql groovy haml handlebars haskell hcl html html+django \
    html+jinja html+php http ini irb java javascript jinja jinja2 js json json5 jsx julia kotlin latex less lisp llvm \
    lua make makefile mako markdown matlab md mysql nasm nginx nix objc objective-c ocaml pascal perl php php3 plaintext \
    plpgsql postgresql powershell prolog promql properties protobuf ps1 psql puppet py py3 pycon python python2 \
    python3 pytb r rb rest rst ruby rust sass scala scheme scss sh shell shell-session smalltalk solidity sparql sql \
    sqlite3 svelte swift systemd tcl terraform tex text toml ts tsx twig typescript vb vb.net vim vue xml xslt yaml \
    yaml+jinja yml zsh";

/// The numbers of those of `lines`, each a number and a text, that only name the language of the code below them. One
/// that a line of colons with the same indentation closes further down begins a container.
pub(super) fn languages<'l, L>(lines: L) -> BTreeSet<usize>
where
    L: DoubleEndedIterator<Item = (usize, &'l str)> + Clone,
{
    let mut found = BTreeSet::new();
    if !lines.clone().any(|(_, line)| names_language(line)) {
        return found;
    }
    let mut closed: BTreeSet<&str> = BTreeSet::new();
    for (number, line) in lines.rev() {
        let text = line.trim_start_matches([' ', '\t']);
        let blank = line.get(..line.len() - text.len()).unwrap_or_default();
        if text.starts_with(":::")
            && text.trim_matches(|c: char| c == ':' || c.is_whitespace()).is_empty()
        {
            closed.insert(blank);
        } else if names_language(line) && !closed.contains(blank) {
            found.insert(number);
        }
    }
    found
}

/// Whether `line` only names the language of the code below it.
fn names_language(line: &str) -> bool {
    let text = line.trim_start_matches([' ', '\t']);
    let blank = line.get(..line.len() - text.len()).unwrap_or_default();
    let is_code = blank.len() >= CODE || blank.contains('\t');
    let Some(name) = text.strip_prefix(":::").filter(|_| is_code) else { return false };
    let (name, options) =
        name.trim_end().split_once(' ').unwrap_or((name.trim_end(), ""));
    let name = name.to_ascii_lowercase();
    let is_option = options.is_empty() || options.trim_start().starts_with("hl_lines");
    is_option && LANGUAGES.split_whitespace().any(|known| known == name)
}

#[cfg(test)]
mod tests {
    use super::names_language;

    #[test]
    fn languages_are_told_from_containers() {
        for (line, expected) in [
            ("    :::python", true),
            ("\t:::bash", true),
            ("        :::Python3  ", true),
            ("    :::html+django", true),
            ("    :::python hl_lines=\"1 3\"", true),
            (":::python", false),
            ("   :::python", false),
            ("    ::: python", false),
            ("    ::::python", false),
            ("    :::python internal", false),
            ("    :::internal", false),
            ("    :::note", false),
            ("    :::", false),
            ("- :::python", false),
            ("", false),
        ] {
            assert_eq!(names_language(line), expected, "{line}");
        }
    }
}
