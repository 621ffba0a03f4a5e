//! The words by which the frame of a mail or of a ticket is known, folded, in the languages that are known.

/// Words or phrases, with a semicolon between them: a list of them would make the engine larger by a pointer for each.
#[derive(Clone, Copy)]
pub(super) struct Words(pub(super) &'static str);

impl Words {
    pub(super) fn iter(self) -> impl Iterator<Item = &'static str> {
        self.0.split(';')
    }

    pub(super) fn contains(self, word: &str) -> bool {
        self.iter().any(|one| one == word)
    }
}

/// What begins the lines that a mail program writes above a mail, folded, in the languages that
/// are known. The subject is not among them: it says what the mail is about.
pub(super) const HEADERS: Words = Words(
    "\
    from;sent;to;cc;bcc;date;von;gesendet;an;datum;de;enviado;para;fecha;data;envoye;inviato;van;\
    verzonden;aan;fra;til;sendt;skickat;fran;lahetetty;от;кому;дата;отправлено;копия;发件人;收件人;抄送;日期;\
    发送时间;寄件者;收件者;差出人;送信元;宛先;送信日時;日付;보낸 사람;받는 사람;보낸 날짜;날짜;참조",
);

/// What begins a greeting, folded, in the languages that are known.
pub(super) const GREETINGS: Words = Words(
    "\
    hi;hello;hey;dear;greetings;good;hallo;hallihallo;moin;servus;guten;sehr;liebe;lieber;liebes;\
    hola;buenos;buenas;buen;estimado;estimada;estimados;estimadas;bonjour;bonsoir;salut;cher;chere;\
    chers;ciao;buongiorno;buonasera;salve;gentile;gentili;ola;oi;bom;boa;prezado;prezada;prezados;\
    hej;hei;goddag;kaere;terve;moi;hyva;dzien;czesc;witam;szanowni;beste;geachte;goedemorgen;\
    здравствуйте;привет;доброе;уважаемые;уважаемый;добрый;коллеги",
);

/// Whom a greeting names, and the times of the day in it, folded, in the languages that are known. Any
/// other word may be what the question is about: "hello PIN, cannot sign in".
pub(super) const GREETED: Words = Words(
    "\
    team;teams;support;helpdesk;servicedesk;desk;help;service;it;all;everyone;everybody;colleague;\
    colleagues;folks;guys;sir;madam;morning;afternoon;evening;day;zusammen;kollegen;kolleginnen;\
    kollege;damen;herren;tag;morgen;abend;equipo;soporte;todos;dias;tardes;noches;companeros;equipe;\
    tous;collegues;tutti;colleghi;supporto;suporte;colegas;dia;tarde;noite;allemaal;alla;alle;день;\
    утро;вечер;команда;поддержка",
);

/// What a mail server writes in brackets before the subject of a mail from outside, in the languages
/// that are known.
pub(super) const OUTSIDE: Words = Words(
    "\
    ext;extern;external;externe;externo;externa;esterno;ekstern",
);

/// What a mail program writes before the subject of a mail that is answered or passed on, in the
/// languages that are known.
pub(super) const PREFIXES: Words = Words(
    "\
    re;fw;fwd;aw;wg;tr;rv;res;enc;sv;vs;vb;vl;antw;doorst;odp;pd;отв;答复;回复;转发;回覆;轉寄;返信;転送;답장;회신;전달",
);

/// What a mail program, or somebody who copies a ticket, writes before the subject itself, folded.
pub(super) const SUBJECTS: Words = Words(
    "\
    subject;betreff;betr;objet;asunto;assunto;oggetto;onderwerp;emne;amne;aihe;temat;тема;件名;主题;主旨;\
    標題;标题;제목;sujet",
);

/// Words of a farewell, folded, in the languages that are known.
pub(super) const FAREWELLS: Words = Words(
    "\
    regards;rgds;br;kr;thanks;thank;thx;cheers;best;sincerely;greetings;yours;gruss;grusse;gruessen;grussen;\
    gruesse;danke;dank;mfg;vg;lg;saludos;saludo;gracias;atentamente;obrigado;obrigada;cumprimentos;abraco;atenciosamente;\
    cordialement;merci;saluti;grazie;groeten;groet;bedankt;hilsen;halsningar;terveisin;уважением;спасибо;пожеланиями;祝好;此致;敬礼;\
    谢谢;감사;드림",
);

/// What stands beside them, folded: a base need not be in the language of those who write.
pub(super) const COURTESIES: Words = Words(
    "\
    kind;warm;many;mit;freundlichen;freundlichem;freundliche;besten;herzliche;herzlichen;viele;vielen;\
    liebe;schone;schonen;im;voraus;aus;un;una;muchas;cordial;cordiales;de;por;antemano;bien;a;vous;d;avance;\
    sinceres;salutations;meilleures;cordiali;distinti;mille;tante;com;os;melhores;muito;desde;ja;met;\
    vriendelijke;hartelijke;bij;voorbaat;med;vanliga;venlig;vennlig",
);

/// What begins the lines of a form that say whom the ticket is about, and how urgent it is.
pub(super) const FIELDS: Words = Words(
    "\
    reporter;reported by;requester;requested by;requestor;caller;customer;client;contact;\
    contact person;contact name;company;department;location;office;floor;phone;telephone;mobile;\
    email;e-mail;mail;assigned to;assignee;assignment group;priority;urgency;impact;severity;created;\
    created by;created on;opened;opened by;opened at;submitted by;user;username;name;employee;\
    employee id;category;subcategory;channel;environment;os;operating system;browser;device;platform;\
    version;app version;build;expected behavior;expected behaviour;expected result;expected;\
    reproducible;repro;melder;gemeldet von;anforderer;kunde;ansprechpartner;\
    firma;abteilung;standort;telefon;handy;zugewiesen an;bearbeiter;prioritat;dringlichkeit;\
    auswirkung;erstellt;erstellt von;erstellt am;benutzer;kategorie;demandeur;declarant;societe;\
    service demandeur;lieu;portable;assigne a;priorite;urgence;cree le;cree par;utilisateur;\
    solicitante;cliente;empresa;departamento;ubicacion;telefono;prioridad;urgencia;impacto;\
    asignado a;creado;usuario;localizacao;telefone;prioridade;atribuido a;criado;richiedente;azienda;\
    reparto;sede;priorita;urgenza;assegnato a;utente;aanvrager;klant;bedrijf;afdeling;locatie;\
    telefoon;prioriteit;toegewezen aan;gebruiker",
);

/// What a form of tickets writes before the problem itself.
pub(super) const PROBLEMS: Words = Words(
    "\
    summary;short description;description;issue;problem;problem description;what happened;\
    actual behavior;actual behaviour;actual result;actual;steps to reproduce;steps;details;\
    additional information;additional context;notes;work notes;comments;question;beschreibung;\
    kurzbeschreibung;problembeschreibung;zusammenfassung;fehler;probleme;resume;resumen;descripcion;\
    problema;resumo;descricao;descrizione;riepilogo;omschrijving;samenvatting;probleem",
);

/// What begins the line by which a mail program says where a mail was written.
pub(super) const SIGNATURES: Words = Words(
    "\
    sent from my;sent from mobile;get outlook for;von meinem;gesendet von meinem;envoye de mon;\
    envoye depuis mon;enviado desde mi;enviado do meu;inviato da;verstuurd vanaf;verzonden vanaf;\
    skickat fran min;sendt fra min",
);

/// What a line holds that a firm adds to each mail: that it comes from outside, and who may read it.
pub(super) const NOTICES: Words = Words(
    "\
    originated from outside;originated outside;intended only for;intended solely for;\
    intended recipient;confidential information;strictly confidential;confidentiality notice;\
    confidential and;vertrauliche informationen;vertraulich und;informations confidentielles;\
    strictement confidentiel;informacion confidencial;informacoes confidenciais;\
    informazioni riservate;vertrouwelijke informatie;consider the environment;think before you print",
);
