//! Sentences of a ticket that stand beside its question: what is attached, and what was tried in vain.
//!
//! Hardly any article is better or worse for them, but each of their words would count as one that it lacks.

use super::frame::Words;
use super::prose;
use super::word::Word;
use crate::bundle::{Lexicon, Usage};
use std::ops::Range;

/// Words that say that something is attached, folded, in the languages that are known.
const ATTACHED: Words = Words(
    "\
    screenshot;screenshots;attached;attachment;attachments;enclosed;anbei;anhang;angehangt;beigefugt;\
    bildschirmfoto;jointe;jointes;adjunto;adjunta;adjuntos;anexo;anexa;anexos;allegato;allegata;bijlage;\
    bijgevoegd;schermafbeelding",
);

/// What people say that they have done about a problem, folded.
const TRIED: Words = Words(
    "\
    restarted;rebooted;cleared;emptied;reinstalled;tried;gestartet;neugestartet;geleert;versucht;probiert;\
    ausprobiert;redemarre;essaye;reinstalle;reiniciado;reiniciamos;limpiado;limpiamos;borramos;limpamos;\
    testamos;tentamos;probamos;reiniciei;reinicie;borrado;vaciado;probado;intentado;limpo;limpei;testei;\
    tentei;testado;riavviato;svuotato;provato;herstart;geleegd;geprobeerd",
);

/// What people do about a problem and what may be the problem itself: it was tried where the sentence also holds one of
/// [`IN_VAIN`]. Folded.
const REMEDIES: Words = Words(
    "\
    restart;restarting;reboot;rebooting;reinstall;reinstalling;neustart;redemarrage;reinicio;riavvio;\
    herstart",
);

/// Words that say whether something has helped, folded.
const IN_VAIN: Words = Words(
    "\
    help;helped;fix;fixed;change;changed;solve;solved;persists;geholfen;hilft;brachte;gebracht;aide;ayuda;\
    ayudo;ajudou;aiutato;geholpen",
);

/// What else stands in such sentences, folded: what was restarted or cleared, where it was tried, and with what success.
const WITH: Words = Words(
    "\
    problem;issue;segue;cache;cookies;history;browser;chrome;edge;firefox;safari;incognito;private;window;\
    computer;laptop;notebook;pc;machine;device;phone;user;logged;out;off;find;success;luck;avail;neu;\
    rechner;gerat;erfolg;capture;captures;piece;ci;ecran;vide;ordinateur;navigateur;succes;captura;capturas;\
    pantalla;navegador;equipo;ordenador;exito;print;tela;computador;sucesso;dispositivo;schermata;successo",
);

/// Words that deny what follows, folded: "the cache is not cleared" is a problem.
const NOT: Words = Words(
    "\
    not;never;cannot;can't;cant;isn't;isnt;wasn't;wasnt;won't;wont;doesn't;doesnt;nicht;nie;pas;no;nao;non;niet",
);

/// Where such sentences stand in `text`, whose words these are, in order.
pub(super) fn asides(words: &[Word], text: &str, lexicon: &Lexicon) -> Vec<Range<usize>> {
    let spoken: Vec<&Word> = words.iter().filter(|word| word.is_spoken()).collect();
    let place = |at: usize| spoken.partition_point(|word| word.token.from < at);
    let mut asides: Vec<Range<usize>> = Vec::new();
    for part in prose::sentences(text) {
        match asides.last_mut().filter(|last| goes_on(text, last.end)) {
            Some(last) => last.end = part.end,
            None => asides.push(part),
        }
    }
    asides.retain(|sentence| {
        let own = spoken.get(place(sentence.start)..place(sentence.end));
        own.is_some_and(|own| is_aside(own, lexicon))
    });
    asides
}

/// Whether a sentence goes on at this place, behind a colon in the same line: "Payroll: cookies cleared" is a problem.
fn goes_on(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at_checked(at).unwrap_or_default();
    before.ends_with([':', ';', '：']) && !after.starts_with('\n')
}

/// Whether a sentence of these words says what is attached or what was tried, and nothing else.
fn is_aside(words: &[&Word], lexicon: &Lexicon) -> bool {
    let words: Vec<&str> = words.iter().map(|word| word.token.text.as_str()).collect();
    let is_vain = words.iter().any(|word| IN_VAIN.contains(word));
    let is_done = |word: &str| {
        ATTACHED.contains(word)
            || TRIED.contains(word)
            || is_vain && REMEDIES.contains(word)
    };
    let is_beside = |word: &&str| {
        is_done(word)
            || WITH.contains(word)
            || IN_VAIN.contains(word)
            || lexicon.usage(word, []) == Some(Usage::Topicless)
    };
    let is_denied = |place: usize| {
        let before = words.get(place.saturating_sub(2)..place).unwrap_or_default();
        before.iter().any(|word| NOT.contains(word))
    };
    let done = words.iter().enumerate().filter(|(_, word)| is_done(word));
    let mut done = done.map(|(place, _)| place).peekable();
    done.peek().is_some() && !done.any(is_denied) && words.iter().all(is_beside)
}
