//! The names of people: who has a problem differs from case to case.

use super::frame::Words;
use crate::bundle::Lexicon;
use crate::text::fold::folded;
use std::ops::Range;

/// Given names, folded, that are common in the languages which are known. Left out are those that are more often another
/// word, such as "Mark".
const GIVEN: Words = Words(
    "\
    adam;adrian;adriana;agnieszka;ahmed;alain;alan;alberto;alejandro;aleksandra;alessandro;alex;alexander;\
    alice;amanda;amit;amy;anders;andre;andreas;andres;andrew;andrzej;angela;angelika;anja;anjali;ann;anna;\
    anne;anthony;antoine;antonia;antonio;arthur;aurelie;barbara;beatriz;ben;benjamin;bernd;bob;brandon;\
    brenda;brian;bruno;carlos;carmen;catherine;celine;charles;charlotte;chiara;chloe;chris;christine;\
    christopher;claudia;colin;cynthia;daniel;dave;david;davide;deborah;denise;diane;diego;dieter;dmitry;\
    donna;douglas;eduardo;edward;ekaterina;eleanor;elena;elizabeth;elodie;emily;emma;enrique;eric;erik;\
    ethan;etienne;evelyn;fabian;fatima;federica;felipe;felix;femke;fernanda;fernando;florian;francesca;\
    francesco;francisco;francois;franziska;fredrik;gary;george;giovanni;giulia;giuseppe;graham;greg;gregory;\
    guillaume;gunter;gustav;gustavo;hannah;hanne;hans;harry;hassan;heather;heike;helen;helene;henry;holger;\
    ian;ignacio;igor;imogen;irina;isabel;isabella;isabelle;ivan;jack;jacob;jacqueline;jacques;jakub;james;\
    janice;jason;javier;jeff;jeffrey;jennifer;jens;jesper;jessica;jim;joan;joanna;joao;johan;johanna;\
    johannes;john;jonas;jonathan;jorg;jorge;jose;joseph;joshua;juan;julia;juliana;julie;julien;jurgen;\
    justin;karen;karin;karl;katarzyna;kate;katharina;katherine;kathleen;kathryn;katja;katrin;keith;kenneth;\
    kevin;klaus;krzysztof;kyle;larry;lars;laura;laurent;lawrence;lena;leonardo;leticia;liam;linda;lisa;\
    lorenzo;louis;lucas;lucia;lucy;luigi;luis;lukas;maarten;magdalena;magnus;malgorzata;manuel;marcelo;\
    marcin;marcos;margaret;maria;mariana;marie;marieke;markus;martha;martin;martina;mary;mateus;mathieu;\
    matt;matteo;matthew;matthias;megan;mehmet;melanie;melissa;mette;michael;michal;michel;michelle;miguel;\
    mikael;mike;mikhail;mohamed;mohammed;monika;muhammad;mustafa;nancy;natalia;natalie;nathalie;nathan;neil;\
    nicholas;nick;nicole;niklas;nils;noah;oliver;olivia;olivier;omar;pablo;paolo;patricia;patrick;paul;\
    paulo;pawel;pedro;peter;petra;philip;philipp;philippe;pierre;pieter;piotr;priya;rachel;rafael;rahul;\
    rainer;rajesh;ralf;ramon;raul;rebecca;renata;ricardo;riccardo;richard;robert;roberto;rodrigo;sabine;\
    samantha;samuel;sander;sandra;sandrine;sanjay;sarah;sebastian;sergey;sergio;sharon;silke;silvia;simon;\
    sophia;sophie;soren;stefan;stefano;stephanie;stephen;steve;steven;stuart;sue;susan;susanne;sven;\
    svetlana;teresa;theresa;thiago;thomas;tim;timothy;tobias;tom;tomasz;tony;trevor;valentina;valerie;\
    veronique;victor;vladimir;werner;willem;william;wolfgang",
);

/// What stands before the name of a person, folded.
const TITLES: Words = Words(
    "\
    mr;mrs;herr;herrn;frau;senor;senora;senhor;senhora;madame;mme;monsieur;signor;signora;meneer;mevrouw;dhr;mevr;pani",
);

/// Where the names of people stand in `text`, in order: "Maria Lopez", "Mr Weber".
pub(super) fn names(text: &str, lexicon: &Lexicon) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    for word in text.split_inclusive(char::is_whitespace) {
        let start = from;
        from += word.len();
        let is_within = found.last().is_some_and(|last: &Range<usize>| start < last.end);
        let length = text.get(start..).map_or(0, |rest| length(rest, lexicon));
        if length > 0 && !is_within {
            found.push(start..start + length);
        }
    }
    found
}

/// How many bytes of `text`, from its beginning on, name a person.
fn length(text: &str, lexicon: &Lexicon) -> usize {
    let mut words = text.split_inclusive(char::is_whitespace);
    let first = words.next().unwrap_or_default();
    let second = words.next().unwrap_or_default();
    let (name, family) = (first.trim_matches(is_edge), second.trim_matches(is_edge));
    // No name goes on in the next line, or behind a mark.
    let before = first.strip_suffix([' ', '\u{a0}']).unwrap_or_default();
    let is_open = before.ends_with(char::is_alphanumeric);
    let is_title = TITLES.contains(&folded(name));
    if !is_name(name) || !is_title && !GIVEN.contains(&folded(name)) {
        return 0;
    }
    let is_family = is_name(family)
        && if is_title {
            is_open || before.ends_with('.')
        } else {
            is_open && lexicon.usage(&folded(family), []).is_none()
        };
    match (is_family, is_title) {
        (true, _) => first.len() + second.len(),
        (false, false) => first.len(),
        (false, true) => 0,
    }
}

fn is_edge(c: char) -> bool {
    !c.is_alphanumeric()
}

/// Whether a word is written as a name: "Lopez", "Garcia-Ruiz", "O'Neil".
fn is_name(word: &str) -> bool {
    let is_part = |c: char| c.is_alphabetic() || "-'’".contains(c);
    word.starts_with(char::is_uppercase)
        && word.chars().all(is_part)
        && word.contains(char::is_lowercase)
}

#[cfg(test)]
mod tests {
    use super::names;
    use crate::bundle::Lexicon;

    #[test]
    fn names_of_people() {
        for (text, expected) in [
            ("Maria Lopez (Finance) has", vec!["Maria Lopez "]),
            ("Anna, Outlook crashes", vec!["Anna, "]),
            ("Hi Anna\nWeather is bad", vec!["Anna\n"]),
            ("Anna – Outlook crashes", vec!["Anna "]),
            ("tell Peter", vec!["Peter"]),
            ("(Jörg Garcia-Ruiz) and Anna", vec!["(Jörg Garcia-Ruiz) ", "Anna"]),
            ("Frau Weber ruft an", vec!["Frau Weber "]),
            ("Mr. O’Neil calls", vec!["Mr. O’Neil "]),
            ("maria lopez, MARIA DB", vec![]),
            ("Maria DB stops", vec!["Maria "]),
            ("Anna's mailbox, a Kerberos ticket", vec![]),
            ("Frau am Apparat", vec![]),
            ("", vec![]),
        ] {
            let found = names(text, &Lexicon::default()).into_iter();
            let found: Vec<&str> = found.filter_map(|range| text.get(range)).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}
