//! The names of people: who has a problem differs from case to case.

use super::frame::Words;
use crate::bundle::Lexicon;
use crate::text::fold::folded;
use std::ops::Range;

/// Given names, folded, that are common in the languages which are known: none of them is another word, or the name
/// of a product.
const GIVEN: Words = Words(
    "\
    aaron;abigail;adam;adrian;adriana;agnieszka;ahmed;akira;alain;alan;alberto;alejandro;aleksandra;\
    alessandro;alessia;alex;alexander;alice;alvaro;amanda;amit;amy;ana;anders;andre;andrea;andreas;andres;\
    andrew;andrzej;angela;angelika;anja;anjali;ann;anna;anne;annika;anthony;antoine;antonia;antonio;arjun;\
    arthur;astrid;aurelie;ayse;barbara;beatriz;ben;benjamin;benoit;bernd;beth;beverly;birgit;birgitta;bjorn;\
    bob;boris;bradley;brandon;brenda;brian;brittany;bruce;bruna;bruno;bryan;camila;carl;carlos;carmen;\
    catherine;celine;charles;charlotte;chiara;chloe;chris;christine;christopher;claudia;colin;cristina;\
    cynthia;dan;daniel;danielle;dave;david;davide;deborah;debra;deepak;denise;diane;diego;dieter;dmitry;\
    donna;dorothy;douglas;eduardo;edward;ekaterina;eleanor;elena;elisa;elizabeth;ellie;elodie;emily;emma;\
    enrique;eric;erik;esther;ethan;etienne;evelyn;ewa;fabian;fabio;fatima;fatma;federica;felipe;femke;\
    fernanda;fernando;fiona;florian;frances;francesca;francesco;francisca;francisco;francois;frank;\
    franziska;freddie;fredrik;gabriel;gareth;gary;george;gerhard;giorgia;giovanni;giulia;giuseppe;graham;\
    greg;gregory;grzegorz;guillaume;gunter;gunther;gustav;gustavo;hannah;hanne;hans;harry;hassan;heather;\
    heike;helen;helene;hendrik;henrik;henry;hiroshi;holger;hussein;ian;ibrahim;ignacio;igor;ilaria;imogen;\
    ingeborg;irene;irina;isabel;isabella;isabelle;isla;ivan;jack;jacob;jacqueline;jacques;jaime;jakub;james;\
    janet;jason;javier;jean;jeff;jeffrey;jennifer;jens;jesper;jessica;jim;joachim;joan;joanna;joao;joaquin;\
    joe;johan;johanna;johannes;john;jonas;jonathan;jorg;jorge;jose;josefa;joseph;joshua;juan;judith;juha;\
    julia;juliana;julie;julien;jurgen;justin;karen;karin;karl;katarzyna;kate;katharina;katherine;kathleen;\
    kathrin;kathryn;katja;katrin;keith;kelly;ken;kenji;kenneth;kevin;kimberly;kirsten;klaus;kristina;\
    krzysztof;kyle;larissa;larry;lars;laura;lauren;laurent;lawrence;lena;leonardo;leticia;liam;linda;lisa;\
    lorenzo;lori;louis;luc;lucas;lucia;luciana;lucy;luigi;luis;lukas;lukasz;maarten;magdalena;magnus;\
    malgorzata;manon;manuel;marc;marcelo;marcin;marcos;marcus;margaret;maria;mariana;marie;marieke;mario;\
    markus;marta;martha;martin;martina;mary;mateus;mathieu;matt;matteo;matthew;matthias;mattias;megan;\
    mehmet;melanie;melissa;mette;mia;michael;michal;michel;michelle;miguel;mikael;mike;mikhail;mikko;\
    mohamed;mohammed;monika;monique;muhammad;mustafa;nadine;nancy;natalia;natalie;nathalie;nathan;neha;neil;\
    nicholas;nick;nicolas;nicole;nigel;niklas;nikolai;nils;noah;oleg;oliver;olivia;olivier;omar;pablo;paivi;\
    pamela;paola;paolo;patricia;patrick;paul;paula;paulo;pawel;pedro;peter;petra;philip;philipp;philippe;\
    pierre;pieter;piotr;priya;rachel;rafael;rahul;rainer;raj;rajesh;ralf;ramon;raquel;rasmus;raul;ravi;\
    raymond;rebecca;renata;renato;rene;ricardo;riccardo;richard;robert;roberta;roberto;ruben;ruth;ryan;\
    sabine;samantha;samuel;sander;sandra;sandrine;sanjay;sanne;santiago;sara;sarah;sean;sebastian;sebastien;\
    sergei;sergey;sergio;sharon;silke;silvia;simon;sofie;sophia;sophie;soren;stefan;stefanie;stefano;\
    stephanie;stephen;steve;steven;stuart;sue;sunil;suresh;susan;susanne;sven;svetlana;sylvain;takashi;\
    teresa;theresa;thiago;thierry;thomas;thorsten;tiago;tim;timothy;tobias;tom;tomasz;tony;torsten;trevor;\
    valentina;valerie;vanessa;veronique;vicente;victor;victoria;vijay;vladimir;walter;werner;willem;william;\
    wojciech;wolfgang;yuki;yuri;zachary;zofia",
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
