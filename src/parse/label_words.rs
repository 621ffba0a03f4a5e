//! The words of labels that say who may read something, in the languages of the user interface.

use super::internal::says_internal;
use super::seen::seen;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The words of `text` in lowercase, those of `AgentsOnly` and `agents_only` one by one.
pub(super) fn words(text: &str) -> Vec<String> {
    split(&spaced(text)).map(str::to_owned).collect()
}

/// The words of a text that is [`spaced`].
pub(super) fn split(spaced: &str) -> impl Iterator<Item = &str> {
    let words = spaced.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| !word.is_empty())
}

/// `text` in lowercase, with its words apart and names of several words as one.
pub(super) fn spaced(text: &str) -> String {
    let mut spaced = String::with_capacity(text.len());
    let mut is_small = false;
    for c in seen(text).chars() {
        if is_small && c.is_uppercase() {
            spaced.push(' ');
        }
        is_small = c.is_lowercase();
        spaced.extend(c.to_lowercase());
    }
    for (several, one) in JOINED {
        if spaced.contains(several) {
            spaced = spaced.replace(several, one);
        }
    }
    spaced
}

/// Names of several words, and how they are written as one.
pub(super) const JOINED: [(&str, &str); 9] = [
    ("service desk", "servicedesk"),
    ("help desk", "helpdesk"),
    ("back office", "backoffice"),
    ("level 1", "l1"),
    ("level 2", "l2"),
    ("level 3", "l3"),
    ("tier 1", "l1"),
    ("tier 2", "l2"),
    ("tier 3", "l3"),
];

/// Names of several words for those who work in support, and how they are written as one.
pub(super) const OF_STAFF: [(&str, &str); 17] = [
    ("customer support", "support"),
    ("customer service", "support"),
    ("technical support", "support"),
    ("level support", "l1 support"),
    ("first line", "l1"),
    ("second line", "l2"),
    ("first l1", "l1"),
    ("second l1", "l2"),
    ("mesa de ayuda", "helpdesk"),
    ("mesa de servicio", "helpdesk"),
    ("centre de services", "helpdesk"),
    ("riservato al ", "solo "),
    ("riservato agli ", "solo "),
    ("para a equipe", "para equipe"),
    ("des supports", "support"),
    ("지원 담당자", "지원담당자"),
    ("지원 팀", "지원팀"),
];

/// What a word of a label says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    Internal,
    /// A word that labels with another one, and alone may say something else.
    Private,
    Hide,
    Only,
    /// Those who work here, or a program: "agent".
    Agents,
    /// Those who work at a service desk, or several programs: "agents".
    Desk,
    /// Where they work: "service desk".
    ServiceDesk,
    /// They themselves: "supportmedewerkers".
    Staff,
    /// Their work: with a word for those who do it, it names them.
    Support,
    /// The same, where it may say of anything that it works.
    Help,
    /// The department, or a pronoun.
    It,
    Not,
    Customers,
    /// What is written for some readers alone.
    Note,
    /// The same, where it can hardly be anything else.
    Remark,
    /// A word for instructions.
    Orders,
    /// What stands before those for whom something is written, or behind them.
    For,
    /// Anything else that is labelled, or a word between the others.
    Other,
}

/// Words of labels in the languages of the user interface.
#[rustfmt::skip]
const WORDS: [(Word, &str); 18] = [
    (Word::Internal, "confidential vertraulich confidencial confidentiel confidentielle \
        riservato vertrouwelijk poufne poufny poufna konfidentiellt konfidentiell 社内 内部 社外秘 部外秘 インターナル 机密 내부 내부용 대외비 \
        конфиденциально конфиденциальная конфиденциальное 機密 內部 사내 служебного служебная служебное"),
    (Word::Private, "private prywatne prywatny prywatna privat privada privado privata privato privé privée restricted \
        hidden nonpublic \
        закрыто приватно 私有 비공개"),
    (Word::Hide, "hide"),
    (Word::Only, "only exclusively nur ausschließlich solo sólo solamente seulement \
        uniquement réservé réservée réservés soltanto alleen uitsluitend só somente apenas tylko wyłącznie endast enbart bara \
        限定 専用 のみ 仅 仅供 仅限 专用 專用 \
        только исключительно 仅 供 仅供 限 仅限 전용 한정 만"),
    (Word::Agents, "agent staff employees mitarbeiter mitarbeiterinnen \
        mitarbeitende employee personal personnel personale pessoal medewerkers medewerker pracowników pracownicy \
        zespół zespołu anställda medarbetare team teams \
        operators operatori engineering engineer engineers ingénieurs ingenieros engenheiros équipe équipes equipe equipo admin \
        admins administrators technician technicians techniker techniciens técnicos tecnici analysts analyst \
        specialist specialists representative representatives 担当者 スタッフ 员工 \
        сотрудников сотрудники сотрудникам персонала команды инженеров операторов \
        人员 人員 运维 工程师 管理员 직원 담당자 엔지니어 운영자 관리자"),
    (Word::Desk, "agents agenten agentes agenti agentów agenter агентов desk l1 l2 l3 1st 2nd 3rd"),
    (Word::ServiceDesk, "helpdesk helpdesku servicedesk backoffice 客服 상담원 ヘルプデスク サービスデスク 헬프데스크 서비스데스크"),
    (Word::Staff, "supportmedewerkers supportmedewerker supportmitarbeiter supportmitarbeiterinnen \
        supportmitarbeitende supportagenten supportteam supportpersonal supportpersonalen \
        helpdeskmedewerkers servicedeskmedewerkers helpdeskmitarbeiter servicedeskmitarbeiter \
        支持人员 支援人員 지원담당자 지원팀"),
    (Word::Support, "support soporte suporte supporto wsparcia サポート поддержки поддержка"),
    (Word::Help, "assistance assistenza asistencia assistência"),
    (Word::It, "it"),
    (Word::Not, "not don never nie inte nicht no pas non niet não nunca \
        не никогда 不 勿 请勿 禁止 금지"),
    (Word::Customers, "publish publication forward customer customers client clients clientes \
        clienti kunden klanten public öffentlich público pubblico publiek \
        клиент клиенты клиентов клиентам публично публиковать пересылать 客户 客戶 公开 고객 공개"),
    (Word::Note, "użytku bruk info infos information informations informationen \
        información informazioni informatie informações use usage uso gebrauch gebruik \
        verwendung utilisation section eyes 情報 備考 使用 \
        информация информации сведения использования пользования 资料 資料 信息 参考 정보 자료"),
    (Word::Remark, "notatki notatka uwagi hinweis hinweise anteckning anteckningar note notes notiz notizen nota notas notitie notities comment comments \
        kommentar kommentare commentaire commentaires comentario comentarios comentários \
        anmerkung anmerkungen bemerkung bemerkungen remark remarks opmerking opmerkingen メモ \
        注記 备注 \
        заметка заметки примечание примечания комментарий комментарии 备忘 備註 註記 注释 笔记 메모 비고"),
    (Word::Orders, "instructions anweisungen anleitungen instrucciones instruções istruzioni instructies \
        instrukcje instruktioner инструкции"),
    (Word::For, "for für pour para per voor dla för для 向け 用 용 面向"),
    (Word::Other, "detail details text content bitte an weitergeben weiterleiten ne communiquer transmettre \
        compartir condividere tell visible our unser unsere unseren nos nuestros nossos nostri onze begin end start stop class do t share is x level \
        if endif part block teilen from the of to with con den die das der mit il di \
        lo gli i le la les el los de del della dell du d des au aux het do till o a os as y und et e en \
        в на и с при 的 为 및 의 입니다"),
];

/// What each of [`WORDS`] says.
static KNOWN: LazyLock<HashMap<&str, Word>> = LazyLock::new(|| {
    // The first list that has a word counts.
    let words = WORDS.iter().rev();
    let words = words.flat_map(|(kind, list)| list.split(' ').map(|word| (word, *kind)));
    words.collect()
});

/// Whether a label may begin with `word`, which is in lowercase.
pub(super) fn is_known(word: &str) -> bool {
    let begins = |(several, _): &(&str, &str)| several.starts_with(word);
    let is_number = word.starts_with(|c: char| c.is_ascii_digit());
    is_number || !kinds(word).is_empty() || JOINED.iter().chain(&OF_STAFF).any(begins)
}

/// Whether a word is Russian, where words are not written together.
fn is_cyrillic(word: &str) -> bool {
    word.chars().all(|c| matches!(c, '\u{400}'..='\u{4FF}'))
}

/// The longest word of those that are written together, in characters.
const MAX_PART: usize = 10;

/// What `word` says, each part of it where words are written together; nothing if it is no
/// word of a label.
pub(super) fn kinds(word: &str) -> Vec<Word> {
    let known = |part: &str| KNOWN.get(part).copied();
    if let Some(kind) = known(word) {
        return vec![kind];
    }
    if word.is_ascii() || is_cyrillic(word) || word.starts_with("intern") {
        return if says_internal(word) { vec![Word::Internal] } else { Vec::new() };
    }
    let mut kinds = Vec::new();
    let mut rest = word;
    while !rest.is_empty() {
        let ends = rest.char_indices().map(|(at, c)| at + c.len_utf8()).take(MAX_PART);
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
