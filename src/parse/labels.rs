//! Labels that say who may read what stands below or beside them: "Internal notes", "For agents
//! only", in the languages of the user interface.

use super::internal::says_internal;
use super::sections::is_internal;
use super::seen::seen;
use kedb_engine::article::{Element, Node, plain_text};

/// The headings, cells and beginnings of paragraphs in `nodes` that are labels, as far as
/// everybody reads them.
pub(super) fn labels(nodes: &[Node]) -> Vec<String> {
    let mut labels = Vec::new();
    gather(nodes, &mut labels);
    labels
}

fn gather(nodes: &[Node], labels: &mut Vec<String>) {
    for node in nodes {
        let Node::Element(element) = node else { continue };
        if is_internal(element) {
            continue;
        }
        let text = || plain_text(&element.children);
        let label = match element.tag.name() {
            "h2" | "h3" | "h4" | "h5" | "h6" | "summary" | "dt" | "th" => {
                Some(text()).filter(|text| holds_label(text))
            }
            "p" | "li" | "dd" => beginning(element),
            // A cell that only says "internal" may tell a kind of network.
            "td" => beginning(element).or_else(|| {
                Some(text()).filter(|text| words(text).len() > 1 && is_label(text))
            }),
            _ => None,
        };
        labels.extend(label);
        gather(&element.children, labels);
    }
}

/// The label that a paragraph begins with, in bold, in italics or underlined.
fn beginning(element: &Element) -> Option<String> {
    let Some(Node::Element(first)) = element.children.first() else { return None };
    let text = plain_text(&first.children);
    let is_set_off = match first.tag.name() {
        "strong" => true,
        // A word in italics may only be stressed.
        "em" | "ins" | "mark" | "kbd" => {
            words(&text).len() > 1 || text.ends_with([':', ')', ']'])
        }
        _ => false,
    };
    (is_set_off && is_label(&text)).then_some(text)
}

/// Whether a heading or a title is a label, or has one between brackets, before a mark or behind
/// a dash: `Workaround (internal)`, `Internal: the queue`.
pub(super) fn holds_label(text: &str) -> bool {
    let brackets = text.split(['(', '[', '（', '［']).skip(1);
    let mut brackets =
        brackets.filter_map(|rest| rest.split([')', ']', '）', '］']).next());
    let marks: &[&str] = &[": ", " - ", " – ", " — ", "：", " | "];
    let cut = |mark: &&str| {
        let first = text.split(*mark).next().filter(|first| first.len() < text.len());
        // "Cause: internal" says what is wrong, "Cause: internal only" who may read it.
        let last = text.rsplit(*mark).next().filter(|last| {
            last.len() < text.len()
                && (words(last).len() > 1 || !mark.starts_with([':', '：']))
        });
        first.is_some_and(is_label) || last.is_some_and(is_label)
    };
    is_label(text) || brackets.any(is_label) || marks.iter().any(cut)
}

/// Whether `text` says nothing but that agents alone may read something.
pub(super) fn is_label(text: &str) -> bool {
    if text.len() > 100 {
        return false;
    }
    let words = words(text);
    let mut said = [false; 6];
    for word in &words {
        let kinds = kinds(word);
        if kinds.is_empty() {
            return false;
        }
        for kind in kinds {
            if let Some(said) = said.get_mut(kind as usize) {
                *said = true;
            }
        }
    }
    let said = |word: Word| said.get(word as usize).copied().unwrap_or_default();
    said(Word::Internal)
        || (said(Word::Only) && said(Word::Agents))
        || (said(Word::Not) && said(Word::Customers))
}

/// Whether a condition or the value of a key names those who work here, and nobody else.
pub(super) fn names_agents(text: &str) -> bool {
    (says(text, Word::Internal) || says(text, Word::Agents)) && !names_customers(text)
}

/// Whether a condition names customers or the public.
pub(super) fn names_customers(text: &str) -> bool {
    says(text, Word::Customers)
}

fn says(text: &str, wanted: Word) -> bool {
    words(text).iter().any(|word| kinds(word).contains(&wanted))
}

/// The words of `text` in lowercase, those of `AgentsOnly` and `agents_only` one by one.
pub(super) fn words(text: &str) -> Vec<String> {
    let mut spaced = String::with_capacity(text.len());
    let mut is_small = false;
    for c in seen(text).chars() {
        if is_small && c.is_uppercase() {
            spaced.push(' ');
        }
        is_small = c.is_lowercase();
        spaced.extend(c.to_lowercase());
    }
    let spaced =
        spaced.replace("service desk", "servicedesk").replace("help desk", "helpdesk");
    let words = spaced.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What a word of a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    Internal,
    Only,
    Agents,
    Not,
    Customers,
    /// What is labelled, or a word between the others.
    Other,
}

/// Words of labels in the languages of the user interface.
#[rustfmt::skip]
const WORDS: [(Word, &str); 6] = [
    (Word::Internal, "private privat privada privado privata privato privé privée restricted \
        hidden hide nonpublic confidential vertraulich confidencial confidentiel confidentielle \
        riservato vertrouwelijk 社内 内部 社外秘 部外秘 インターナル"),
    (Word::Only, "only exclusively nur ausschließlich solo sólo solamente seulement \
        uniquement réservé réservée réservés soltanto alleen uitsluitend só somente apenas \
        限定 専用 のみ"),
    (Word::Agents, "agent agents agenten agentes agenti staff support soporte suporte supporto \
        desk helpdesk servicedesk employees mitarbeiter mitarbeitende personal personnel \
        personale pessoal medewerkers supportmedewerkers operators operatori team équipe \
        equipe equipo admin admins administrators it l1 l2 l3 1st 2nd 3rd 担当者 サポート スタッフ"),
    (Word::Not, "not don never nicht no pas non niet não nunca"),
    (Word::Customers, "publish publication forward customer customers client clients clientes clienti kunden klanten \
        public public öffentlich público pubblico publiek"),
    (Word::Other, "note notes notiz notizen nota notas notitie notities hinweis hinweise info \
        infos information informations informationen información informazioni informatie \
        informações detail details comment comments kommentar kommentare commentaire \
        commentaires comentario comentarios comentários anmerkung anmerkungen bemerkung \
        bemerkungen remark remarks opmerking opmerkingen use usage uso gebrauch gebruik \
        verwendung utilisation instructions anweisungen section text content begin start end \
        stop eyes class do t share is x level if endif part block teilen for the of to with con für den die das der mit per il di \
        lo le la les el los de del della du des au aux voor het para o a os as y und et e en \
        メモ 注記 情報 備考 向け 用"),
];

/// What `word` says, each part of it where words are written together; nothing if it is no
/// word of a label.
fn kinds(word: &str) -> Vec<Word> {
    let known = |part: &str| {
        let list =
            WORDS.iter().find(|(_, list)| list.split(' ').any(|known| known == part));
        list.map(|(kind, _)| *kind)
    };
    if let Some(kind) = known(word) {
        return vec![kind];
    }
    if word.is_ascii() || word.starts_with("intern") {
        return if says_internal(word) { vec![Word::Internal] } else { Vec::new() };
    }
    let mut kinds = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(6);
        let parts = ends.filter_map(|end| {
            let (part, after) = rest.split_at_checked(end)?;
            Some((known(part)?, after))
        });
        let Some((kind, after)) = parts.last() else { return Vec::new() };
        kinds.push(kind);
        rest = after;
    }
    kinds
}
