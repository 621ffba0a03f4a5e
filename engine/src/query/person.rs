//! The names of people: who has a problem differs from case to case.

use super::frame::Words;
use crate::bundle::Lexicon;
use crate::text::fold::folded;

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

/// How many of the first of these words name a person: "Maria Lopez", "Mr Weber". The words are as they stand in a text,
/// with the marks around them.
pub(super) fn length(words: &[&str], lexicon: &Lexicon) -> usize {
    let Some((first, rest)) = words.split_first() else { return 0 };
    let is_open = |word: &str| word.trim_end().ends_with(char::is_alphanumeric);
    let bare = first.trim_matches(is_edge);
    let next = rest.first().copied().unwrap_or_default();
    let family = next.trim_matches(is_edge);
    if !is_name(bare) {
        0
    } else if TITLES.contains(&folded(bare)) && is_name(family) {
        2
    } else if !GIVEN.contains(&folded(bare)) {
        0
    } else if is_open(first)
        && is_name(family)
        && lexicon.usage(&folded(family), []).is_none()
    {
        2
    } else {
        1
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
    use super::length;
    use crate::bundle::Lexicon;

    #[test]
    fn names_of_people() {
        for (text, expected) in [
            ("Maria Lopez (Finance) has", 2),
            ("Anna's mailbox is gone", 0),
            ("Anna, Outlook crashes", 1),
            ("Peter gets", 1),
            ("(Jörg Garcia-Ruiz) calls", 2),
            ("Frau Weber ruft an", 2),
            ("Mr. O’Neil calls", 2),
            ("maria lopez", 0),
            ("MARIA DB", 0),
            ("Maria DB stops", 1),
            ("Kerberos ticket", 0),
            ("Frau am Apparat", 0),
            ("", 0),
        ] {
            let words: Vec<&str> = text.split_inclusive(' ').collect();
            assert_eq!(length(&words, &Lexicon::default()), expected, "{text}");
        }
    }
}
