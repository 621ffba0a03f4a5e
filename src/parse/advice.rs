//! Whether a text says what to do, or only what is known.
//!
//! A page about an error without any section that we know is shown as what to do; many such pages only
//! describe the error, and are shown under that name. The words of `data/advice/` tell them apart: those
//! with which a sentence, or what follows a comma in it, begins that instructs, and phrases anywhere.
//! `data/README.md` says where they come from.

use super::clauses;
use super::headings::remedy;
use aho_corasick::AhoCorasick;
use kedb_engine::article::{Element, Node, plain_text};
use serde::Deserialize;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Whether `nodes` number steps or instruct somebody in words.
pub(crate) fn gives(nodes: &[Node]) -> bool {
    let says = |text: &str| instructs(text) || remedy::says(text);
    has_steps(nodes) || says(&plain_text(&without_code(nodes)))
}

/// Whether a sentence among `nodes` says how to get rid of a problem: "To fix this error, ...".
pub(super) fn names_remedy(nodes: &[Node]) -> bool {
    remedy::says(&plain_text(&without_code(nodes)))
}

/// `nodes` without blocks of code: `return` begins no instruction there.
fn without_code(nodes: &[Node]) -> Vec<Node> {
    let words = nodes.iter().filter_map(|node| match node {
        Node::Element(element) if element.tag.name() == "pre" => None,
        Node::Element(element) => {
            let children = without_code(&element.children);
            Some(Node::Element(Element { children, ..element.clone() }))
        }
        text @ Node::Text(_) => Some(text.clone()),
    });
    words.collect()
}

/// Whether there is a numbered list of at least two steps.
pub(crate) fn has_steps(nodes: &[Node]) -> bool {
    nodes.iter().any(|node| match node {
        Node::Text(_) => false,
        Node::Element(element) => {
            let items = element.children.iter();
            let is_item = |node: &&Node| {
                matches!(node, Node::Element(item) if item.tag.name() == "li" && !is_link(item))
            };
            (element.tag.name() == "ol" && items.filter(is_item).count() > 1)
                || has_steps(&element.children)
        }
    })
}

/// Whether an item of a list is a link and nothing else: a list of such names pages, and no steps.
fn is_link(item: &Element) -> bool {
    let mut nodes = item
        .children
        .iter()
        .filter(|node| !matches!(node, Node::Text(text) if text.trim().is_empty()));
    match (nodes.next(), nodes.next()) {
        (Some(Node::Element(only)), None) => match only.tag.name() {
            "a" => true,
            "p" => is_link(only),
            _ => false,
        },
        _ => false,
    }
}

/// The words of one language, in lowercase.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    /// Words with which an instruction begins. After `*` stands the end of such a word.
    instructions: Vec<String>,
    /// What instructs wherever it stands in a sentence.
    phrases: Vec<String>,
}

/// By language.
const TABLES: [(&str, &str); 12] = [
    ("de", include_str!("../../data/advice/de.json")),
    ("en", include_str!("../../data/advice/en.json")),
    ("es", include_str!("../../data/advice/es.json")),
    ("fr", include_str!("../../data/advice/fr.json")),
    ("it", include_str!("../../data/advice/it.json")),
    ("ja", include_str!("../../data/advice/ja.json")),
    ("ko", include_str!("../../data/advice/ko.json")),
    ("nl", include_str!("../../data/advice/nl.json")),
    ("pl", include_str!("../../data/advice/pl.json")),
    ("pt", include_str!("../../data/advice/pt.json")),
    ("ru", include_str!("../../data/advice/ru.json")),
    ("zh", include_str!("../../data/advice/zh.json")),
];

/// Whether the tables tell what instructs somebody in the language `lang`.
pub(super) fn speaks(lang: &str) -> bool {
    let primary = lang.split(['-', '_']).next().unwrap_or_default();
    TABLES.iter().any(|(known, _)| known.eq_ignore_ascii_case(primary))
}

/// All tables in one.
#[derive(Default)]
struct Known {
    instructions: HashSet<String>,
    /// Ends of instructions of one word, or of two.
    endings: Vec<String>,
    phrases: Option<AhoCorasick>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known::default();
    // A test reads each table, so that none is left out here.
    let tables =
        TABLES.iter().filter_map(|(_, text)| serde_json::from_str::<Table>(text).ok());
    let mut phrases = Vec::new();
    for table in tables {
        for words in table.instructions {
            match words.strip_prefix('*') {
                Some(ending) => known.endings.push(ending.to_owned()),
                None => drop(known.instructions.insert(words)),
            }
        }
        phrases.extend(table.phrases);
    }
    known.phrases = AhoCorasick::new(phrases).ok();
    known
});

/// How the titles of tasks begin that are asked for, in lowercase.
const TASKS: [&str; 14] = [
    "how to ",
    "how do i ",
    "how do you ",
    "how can i ",
    "wie man ",
    "wie sie ",
    "wie kann ich ",
    "comment ",
    "cómo ",
    "como ",
    "come ",
    "hoe ",
    "jak ",
    "как ",
];

/// Words of titles that begin as an instruction does, and name a problem: `Install fails`.
const PROBLEMS: [&str; 8] =
    ["fail", "error", "not", "cannot", "can't", "issue", "problem", "broken"];

/// Whether a `text` holds a word for something that does not work.
pub(super) fn says_wrong(text: &str) -> bool {
    has_word(text, &PROBLEMS)
}

/// Whether a word of a `text` begins like one of `words`.
pub(super) fn has_word(text: &str, words: &[&str]) -> bool {
    let text = text.to_lowercase();
    let mut said = text.split_whitespace().map(trimmed);
    said.any(|word| words.iter().any(|begin| word.starts_with(begin)))
}

/// Whether a `title` names something to do.
pub(crate) fn names_task(title: &str) -> bool {
    let title = title.to_lowercase();
    // "So richten Sie das Tor ein"
    let thus = title.strip_prefix("so ").is_some_and(begins_instruction);
    TASKS.iter().any(|begin| title.starts_with(begin))
        || thus
        || title.ends_with("方法")
        || begins_instruction(&title) && !says_wrong(&title)
}

/// Whether `nodes` hold code, and no words beside it.
pub(super) fn is_code_alone(nodes: &[Node]) -> bool {
    let is_code =
        |node: &Node| matches!(node, Node::Element(one) if one.tag.name() == "pre");
    nodes.iter().any(is_code) && plain_text(&without_code(nodes)).trim().is_empty()
}

/// Whether a sentence of `text` instructs somebody.
pub(super) fn instructs(text: &str) -> bool {
    let text = text.to_lowercase().replace('’', "'");
    let ends = |c: char| {
        matches!(
            c,
            '\n' | '.'
                | '!'
                | '?'
                | ':'
                | ';'
                | ','
                | '('
                | '。'
                | '：'
                | '→'
                | '–'
                | '—'
        )
    };
    // Questions instruct nobody.
    let mut pieces = text.split_inclusive(ends).filter(|piece| !piece.ends_with('?'));
    pieces.any(begins_instruction) || holds_phrase(&text)
}

/// Whether a piece of a sentence begins with an instruction.
fn begins_instruction(piece: &str) -> bool {
    let words = piece.split_whitespace().map(trimmed).filter(|word| !word.is_empty());
    // "Step 1 Restart it"
    let is_number = |word: &str| word.chars().all(|c| c.is_ascii_digit());
    let mut words = words.skip_while(|word| LINKS.contains(word) || is_number(word));
    let Some(first) = words.next() else { return false };
    let both = words.next().map(|second| format!("{first} {second}"));
    // What nobody should do gets nobody further.
    if PROHIBITIONS.iter().any(|word| first == *word || both.as_deref() == Some(word)) {
        return false;
    }
    // "Können Sie sich nicht anmelden?"
    if both.as_deref().is_some_and(|both| CONDITIONS.contains(&both)) {
        return false;
    }
    let is_known = |words: &str| {
        KNOWN.instructions.contains(words)
            || KNOWN.endings.iter().any(|ending| {
                words
                    .strip_suffix(ending.as_str())
                    .is_some_and(|stem| stem.chars().count() >= STEM)
                    && ending.contains(' ') == words.contains(' ')
            })
    };
    is_known(first) || both.is_some_and(|both| is_known(&both))
}

/// Words that forbid what follows them.
const PROHIBITIONS: [&str; 3] = ["do not", "don't", "never"];

/// How German questions and conditions begin, in the form of an instruction.
const CONDITIONS: [&str; 14] = [
    "können sie",
    "könnten sie",
    "haben sie",
    "hatten sie",
    "sind sie",
    "waren sie",
    "werden sie",
    "wurden sie",
    "möchten sie",
    "wollen sie",
    "dürfen sie",
    "sollten sie",
    "erhalten sie",
    "bekommen sie",
];

/// Fewest letters before the end of an instruction: "chez" is none.
const STEM: usize = 3;

/// Words before an instruction that only say when it comes.
const LINKS: [&str; 18] = [
    "then",
    "first",
    "next",
    "finally",
    "also",
    "alternatively",
    "either",
    "or",
    "and",
    "simply",
    "just",
    "step",
    "schritt",
    "dann",
    "danach",
    "luego",
    "ensuite",
    "poi",
];

fn trimmed(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}

/// Whether a phrase stands in `text`, in a language with spaces between its words as whole words.
fn holds_phrase(text: &str) -> bool {
    let Some(phrases) = &KNOWN.phrases else { return false };
    let is_letter = |c: Option<char>| c.is_some_and(|c| c.is_alphabetic() || c == '\'');
    phrases.find_overlapping_iter(text).any(|found| {
        let phrase = text.get(found.range()).unwrap_or_default();
        let before = text.get(..found.start()).and_then(|text| text.chars().next_back());
        let after = text.get(found.end()..).and_then(|text| text.chars().next());
        let is_spaced = phrase.chars().any(|c| c.is_alphabetic() && c < '\u{2e80}');
        !is_spaced
            || !is_letter(before)
                && !is_letter(after)
                && !clauses::take_back(text, found.range())
    })
}

#[cfg(test)]
mod tests {
    use super::{TABLES, Table, instructs, names_task};

    #[test]
    fn tables() {
        for (lang, text) in TABLES {
            let table: Table = serde_json::from_str(text).expect(lang);
            let words = table.instructions.iter().chain(&table.phrases);
            for words in words {
                assert_eq!(words.to_lowercase().trim(), words, "{words}");
            }
        }
    }

    #[test]
    fn titles_of_tasks() {
        for (title, expected) in [
            ("How to install the driver", true),
            ("Install the driver", true),
            ("Install fails with code 7", false),
            ("The driver is missing", false),
            ("Cómo instalar el controlador", true),
            ("ドライバーをインストールする方法", true),
            ("However it is done", false),
        ] {
            assert_eq!(names_task(title), expected, "{title}");
        }
    }

    #[test]
    fn texts_that_say_what_to_do() {
        for (text, expected) in [
            ("Emitted when something that is null is called.", false),
            ("Restart the printer.", true),
            ("Do not restart the printer.", false),
            ("Never restart it; unplug it.", true),
            ("If it hangs, restart the printer.", true),
            ("The belt stopped; then unplug it.", true),
            ("The server does not answer. It has no memory left.", false),
            ("Users can't open the file because somebody else holds it.", false),
            ("You need to ask for the right to write.", true),
            ("The value should be a number.", true),
            ("The list is updated each night, and the copy follows.", false),
            ("An update of the driver broke it.", false),
            ("Klicken Sie auf Weiter.", true),
            ("Der Drucker wird nicht gefunden, weil das Netz getrennt ist.", false),
            ("Der Dienst kann nicht erreicht werden.", false),
            ("Haga clic en Aceptar.", true),
            ("El servidor no responde.", false),
            ("Cliquez sur Suivant.", true),
            ("Le serveur ne répond pas.", false),
            ("Clique em Salvar.", true),
            ("O servidor não responde.", false),
            ("Выберите принтер.", true),
            ("Сервер не отвечает.", false),
            ("再起動してください。", true),
            ("サーバーが応答しません。", false),
            ("请重启服务。", true),
            ("服务没有响应。", false),
            ("No se puede abrir.", false),
            ("O arquivo não pode ser aberto.", false),
            ("Chez certains clients, rien ne marche.", false),
            ("执行查询时服务没有响应。", false),
            ("Search returns nothing.", false),
            ("It shows an error instead of the report.", false),
            ("Step 1 Restart the app", true),
            ("Solution – restart the spooler.", true),
            ("Simply restart it.", true),
            ("In the menu click File.", true),
            ("Restarting the spooler resolves the issue.", true),
            ("Router neu starten.", true),
            ("프린터를 다시 시작하십시오.", true),
            ("서버가 응답하지 않습니다.", false),
            ("Um den Modus zu aktivieren, wechseln Sie zu Einstellungen.", true),
            ("Zum Vergeben eigener Rechte gehen Sie wie folgt vor: Liste, Rechte.", true),
            ("Bei Bedarf müssen Sie das Konto im Portal löschen.", true),
            ("Danach speichern Sie die Liste.", true),
            ("Die Dienste halten an, sondern sie warten.", false),
            ("In diesem Fall können Sie nicht drucken.", false),
            ("Pour activer le mode, allez dans les réglages.", true),
            ("Pour les droits, procédez comme suit : la liste, les droits.", true),
            ("Vous ne pouvez pas imprimer.", false),
            ("Para activar el modo, vaya a Configuración.", true),
            ("Para dar permisos haga clic en la lista.", true),
            ("No es posible imprimir.", false),
            ("Per attivare la modalità, vai su Impostazioni.", true),
            ("Per assegnare i diritti procedere come segue: elenco, diritti.", true),
            ("Il server non risponde.", false),
            ("Om de modus aan te zetten, gaat u naar Instellingen.", true),
            ("Zo nodig moet u het account verwijderen.", true),
            ("De server antwoordt niet.", false),
            ("Para ativar o modo, vá para Configurações.", true),
            ("Se necessário, clique em Conta.", true),
            ("O arquivo abre e fecha.", false),
            ("Wenn Sie sich nicht anmelden können, fehlt der Dienst.", false),
            ("In diesem Fall können Sie die Datei nicht öffnen.", false),
            ("Sie können die Datei dann nicht mehr öffnen.", false),
            ("Können Sie sich nicht anmelden? Der Dienst fehlt.", false),
            ("Haben Sie ein Konto, so ist es gesperrt.", false),
            ("Sobald Sie können, ist es zu spät.", false),
            ("Danach können Sie die Datei wieder öffnen.", true),
            ("Sie müssen die Datei, die nicht lesbar ist, löschen.", true),
            ("Wenn es hängt, können Sie es beenden.", true),
            ("Klicken Sie auf Nicht fragen.", true),
            ("Quand vous cliquez sur Suivant, rien ne se passe.", false),
            ("Lorsque vous cliquez sur la porte elle reste fermée.", false),
            ("Dès que vous devez payer, la page est vide.", false),
            ("Si vous pouvez lire ceci, la page est là.", false),
            ("Quand la page est vide, cliquez sur Suivant.", true),
            ("When you click Save, nothing is saved.", false),
            ("Every time you click the button the page is empty.", false),
            ("If users can read this, the page is there.", false),
            ("As soon as you need the file it is gone.", false),
            ("You can no longer print.", false),
            ("It is not recommended.", false),
            ("Do you need a key? It hangs at the door.", false),
            ("When the page is empty click Save.", true),
            ("When it hangs you can stop it.", true),
            ("You can stop it if it hangs.", true),
            ("Cuando debe pagar la página está vacía.", false),
            ("Cada vez que puedes pagar la página está vacía.", false),
            ("No puedes imprimir.", false),
            ("Se debe reiniciar el servicio.", true),
            ("Si hay un error, debe reiniciar el servicio.", true),
            ("Quando fai clic sul pulsante non succede nulla.", false),
            ("Non puoi stampare.", false),
            ("Si deve riavviare il servizio.", true),
            ("Als u moet betalen is de pagina leeg.", false),
            ("In dit geval kunt u het bestand niet openen.", false),
            ("Daarna kunt u het bestand openen.", true),
            ("Quando você pode pagar a página está vazia.", false),
            ("Você não deve imprimir.", false),
        ] {
            assert_eq!(instructs(text), expected, "{text}");
        }
    }
}
