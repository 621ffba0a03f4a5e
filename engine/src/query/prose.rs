//! What people write in several lines: tickets, mails, chats.
//!
//! A mail is its question in a frame: a greeting, a farewell, a signature, the mails before
//! it. The frame names people and firms, so its words would count as the question.

use crate::bundle::{Lexicon, Usage};
use crate::text::{self, TokenKind, fold};

/// From this share of words without a topic on, lines are sentences: of 280 tickets and mails
/// 95 % hold 0.40 to 0.75, and of 180 logs and stack traces all hold less than 0.34.
const SENTENCES: f32 = 0.37;

/// A quotation of no more lines than this is of the mail itself, such as the message that its
/// writer saw; a longer one is the mail before it.
const QUOTATION: usize = 3;

/// A farewell has no more words than this.
const FAREWELL: usize = 5;

/// Most lines that are looked at to tell prose from a log.
const SAMPLE: usize = 100;

/// What begins the lines that a mail program writes above a mail, folded, in the languages that
/// are known. The subject is not among them: it says what the mail is about.
const HEADERS: [&str; 48] = [
    "from",
    "sent",
    "to",
    "cc",
    "bcc",
    "date",
    "von",
    "gesendet",
    "an",
    "datum",
    "de",
    "enviado",
    "para",
    "fecha",
    "data",
    "envoye",
    "inviato",
    "van",
    "verzonden",
    "aan",
    "fra",
    "til",
    "sendt",
    "skickat",
    "fran",
    "lahetetty",
    "от",
    "кому",
    "дата",
    "отправлено",
    "копия",
    "发件人",
    "收件人",
    "抄送",
    "日期",
    "发送时间",
    "寄件者",
    "收件者",
    "差出人",
    "送信元",
    "宛先",
    "送信日時",
    "日付",
    "보낸 사람",
    "받는 사람",
    "보낸 날짜",
    "날짜",
    "참조",
];

/// What begins a greeting, folded, in the languages that are known.
const GREETINGS: [&str; 63] = [
    "hi",
    "hello",
    "hey",
    "dear",
    "greetings",
    "good",
    "hallo",
    "hallihallo",
    "moin",
    "servus",
    "guten",
    "sehr",
    "liebe",
    "lieber",
    "liebes",
    "hola",
    "buenos",
    "buenas",
    "buen",
    "estimado",
    "estimada",
    "estimados",
    "estimadas",
    "bonjour",
    "bonsoir",
    "salut",
    "cher",
    "chere",
    "chers",
    "ciao",
    "buongiorno",
    "buonasera",
    "salve",
    "gentile",
    "gentili",
    "ola",
    "oi",
    "bom",
    "boa",
    "prezado",
    "prezada",
    "prezados",
    "hej",
    "hei",
    "goddag",
    "kaere",
    "terve",
    "moi",
    "hyva",
    "dzien",
    "czesc",
    "witam",
    "szanowni",
    "beste",
    "geachte",
    "goedemorgen",
    "здравствуйте",
    "привет",
    "доброе",
    "уважаемые",
    "уважаемый",
    "добрый",
    "коллеги",
];

/// Whom a greeting names, and the times of the day in it, folded, in the languages that are known. Any
/// other word may be what the question is about: "hello PIN, cannot sign in".
const GREETED: [&str; 57] = [
    "team",
    "teams",
    "support",
    "helpdesk",
    "servicedesk",
    "desk",
    "help",
    "service",
    "it",
    "all",
    "everyone",
    "everybody",
    "colleague",
    "colleagues",
    "folks",
    "guys",
    "sir",
    "madam",
    "morning",
    "afternoon",
    "evening",
    "day",
    "zusammen",
    "kollegen",
    "kolleginnen",
    "kollege",
    "damen",
    "herren",
    "tag",
    "morgen",
    "abend",
    "equipo",
    "soporte",
    "todos",
    "dias",
    "tardes",
    "noches",
    "companeros",
    "equipe",
    "tous",
    "collegues",
    "tutti",
    "colleghi",
    "supporto",
    "suporte",
    "colegas",
    "dia",
    "tarde",
    "noite",
    "allemaal",
    "alla",
    "alle",
    "день",
    "утро",
    "вечер",
    "команда",
    "поддержка",
];

/// A greeting within a line has no more bytes than this: "Good morning dear service desk,".
const LONGEST_GREETING: usize = 80;

/// What a mail server writes in brackets before the subject of a mail from outside, in the languages
/// that are known.
const OUTSIDE: [&str; 8] =
    ["ext", "extern", "external", "externe", "externo", "externa", "esterno", "ekstern"];

/// What a mail program writes before the subject of a mail that is answered or passed on, in the
/// languages that are known.
const PREFIXES: [&str; 28] = [
    "re", "fw", "fwd", "aw", "wg", "tr", "rv", "res", "enc", "sv", "vs", "vb", "vl",
    "antw", "doorst", "odp", "pd", "отв", "答复", "回复", "转发", "回覆", "轉寄", "返信",
    "転送", "답장", "회신", "전달",
];

/// What a mail program, or somebody who copies a ticket, writes before the subject itself, folded.
const SUBJECTS: [&str; 20] = [
    "subject",
    "betreff",
    "betr",
    "objet",
    "asunto",
    "assunto",
    "oggetto",
    "onderwerp",
    "emne",
    "amne",
    "aihe",
    "temat",
    "тема",
    "件名",
    "主题",
    "主旨",
    "標題",
    "标题",
    "제목",
    "sujet",
];

/// Words of a farewell, folded, in the languages that are known.
const FAREWELLS: [&str; 41] = [
    "regards",
    "thanks",
    "thank",
    "thx",
    "cheers",
    "best",
    "sincerely",
    "greetings",
    "yours",
    "gruss",
    "grusse",
    "gruessen",
    "grussen",
    "gruesse",
    "danke",
    "mfg",
    "vg",
    "saludos",
    "saludo",
    "gracias",
    "atentamente",
    "obrigado",
    "obrigada",
    "abraco",
    "atenciosamente",
    "cordialement",
    "merci",
    "saluti",
    "grazie",
    "groeten",
    "hilsen",
    "terveisin",
    "уважением",
    "спасибо",
    "пожеланиями",
    "祝好",
    "此致",
    "敬礼",
    "谢谢",
    "감사",
    "드림",
];

/// Whether the lines are sentences.
pub(super) fn is_prose(lines: &[&str], lexicon: &Lexicon) -> bool {
    let (mut all, mut topicless) = (0_u32, 0_u32);
    for token in lines.iter().take(SAMPLE).flat_map(|line| text::tokens(line)) {
        if token.kind == TokenKind::Word {
            all += 1;
            let usage = lexicon.usage(&token.text, []);
            topicless += u32::from(usage == Some(Usage::Topicless));
        }
    }
    topicless as f32 > all as f32 * SENTENCES
}

/// The lines without the frame of a mail; all of them if nothing would be left.
pub(super) fn without_frame(lines: &[&str], lexicon: &Lexicon) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let line = line.trim();
        if line == "--" || number > 0 && is_farewell(line) {
            break;
        }
        // A single line that begins so may be a sentence: "To: field stays empty".
        let before = number.checked_sub(1).and_then(|before| lines.get(before));
        let neighbours = [before, lines.get(number + 1)];
        let in_header = is_header(line)
            && neighbours.into_iter().flatten().any(|other| is_header(other));
        if is_quoted(line) {
            if is_own_quotation(lines, number) {
                kept.push(line.trim_start_matches(['>', ' ']));
            }
        } else if !in_header && !is_greeting(line, number, lexicon) {
            let line = without_prefixes(line);
            kept.push(if kept.is_empty() {
                without_greeting(line, lexicon)
            } else {
                line
            });
        }
    }
    if kept.is_empty() { lines.join("\n") } else { kept.join("\n") }
}

/// The line without `RE: FW:`, `Subject:` and the like before it; the whole line if it says nothing else.
/// Elsewhere "fw" may be a firewall, and "fwd" what somebody does with a mail.
pub(super) fn without_prefixes(line: &str) -> &str {
    let mut rest = line.trim_start();
    while let Some(after) = behind_prefix(rest).filter(|after| !after.is_empty()) {
        rest = after;
    }
    if rest.len() < line.trim_start().len() { rest } else { line }
}

/// What stands behind one prefix of a subject, if there is one.
fn behind_prefix(line: &str) -> Option<&str> {
    let is_of =
        |list: &[&str], word: &str| list.iter().any(|one| one.eq_ignore_ascii_case(word));
    if let Some((tag, after)) =
        line.strip_prefix('[').and_then(|rest| rest.split_once(']'))
    {
        return is_of(&OUTSIDE, tag.trim()).then(|| after.trim_start());
    }
    let (prefix, after) = line.split_once([':', '：'])?;
    // Some programs count: `Re[2]:`, `RE (3):`.
    let word =
        prefix.trim_end_matches(|c: char| "[]() ".contains(c) || c.is_ascii_digit());
    let is_one =
        is_of(&PREFIXES, word) || SUBJECTS.contains(&fold::folded(word.trim()).as_str());
    is_one.then(|| after.trim_start())
}

/// The line without the greeting that it begins with: "Hi team, the lift is stuck". The whole line if
/// it says nothing else.
pub(super) fn without_greeting<'l>(line: &'l str, lexicon: &Lexicon) -> &'l str {
    let Some((greeting, rest)) = line.split_once([',', '!']) else { return line };
    if greeting.len() > LONGEST_GREETING || !rest.contains(char::is_alphanumeric) {
        return line;
    }
    let words = words(greeting);
    let is_greeting = |word: &String| GREETINGS.contains(&word.as_str());
    let names_nothing = |word: &String| {
        is_greeting(word)
            || GREETED.contains(&word.as_str())
            || lexicon.usage(word, []) == Some(Usage::Topicless)
    };
    if words.first().is_some_and(is_greeting) && words.iter().all(names_nothing) {
        rest.trim_start()
    } else {
        line
    }
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

/// Whether the quoted line with this number is something that the writer has seen, and not of
/// the mails before: a short quotation below a text of the writer's own.
fn is_own_quotation(lines: &[&str], number: usize) -> bool {
    let (before, after) = lines.split_at_checked(number).unwrap_or_default();
    let quoted = |lines: &mut dyn Iterator<Item = &&str>| -> Vec<String> {
        let lines = lines.take(QUOTATION + 1).take_while(|line| is_quoted(line));
        lines
            .map(|line| line.trim_start().trim_start_matches('>').trim().to_owned())
            .collect()
    };
    let above = quoted(&mut before.iter().rev());
    let below = quoted(&mut after.iter());
    let mut own = before.iter().rev().skip(above.len()).take(QUOTATION);
    let own = own.find(|line| !line.trim().is_empty());
    let count = above.len() + below.len();
    let mut all = above.iter().chain(&below);
    own.is_some_and(|line| !is_attribution(line))
        && count <= QUOTATION
        && !all.any(|line| is_header(line))
}

/// `On 3 March 2026 at 10:12, Anna <anna@firm.example> wrote:`, in any language: who said
/// when what is quoted below.
fn is_attribution(line: &str) -> bool {
    let has_day = line.bytes().filter(u8::is_ascii_digit).count() >= 2;
    line.trim_end().ends_with(':') && (has_day || line.contains('@'))
}

/// `Best regards,` and what is as short.
fn is_farewell(line: &str) -> bool {
    let words = words(line);
    let telling = [words.first(), words.get(1), words.last()];
    words.len() <= FAREWELL
        && telling.into_iter().flatten().any(|word| FAREWELLS.contains(&word.as_str()))
}

/// `From: …`, as a mail program writes it.
fn is_header(line: &str) -> bool {
    let name = line.split_once([':', '：']).map(|(name, _)| fold::folded(name.trim()));
    name.is_some_and(|name| HEADERS.contains(&name.as_str()))
}

/// `Dear colleagues,`: a first line that ends in a comma or an exclamation mark, and begins
/// without a topic.
fn is_greeting(line: &str, number: usize, lexicon: &Lexicon) -> bool {
    let words = words(line);
    let usage = words.first().and_then(|word| lexicon.usage(word, []));
    number < 2
        && words.len() <= FAREWELL
        && line.ends_with([',', '!'])
        && usage == Some(Usage::Topicless)
}

fn words(line: &str) -> Vec<String> {
    let tokens = text::tokens(line).into_iter();
    tokens.filter(|token| token.kind == TokenKind::Word).map(|token| token.text).collect()
}
