//! What others call the keys of our front matter and our statuses, in the languages of the user
//! interface. Names stand here as [`folded`] gives them, the likeliest first.

use kedb_engine::article::Status;

/// A name without capitals and without what stands between its words.
pub(super) fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Names of ids.
pub(super) const IDS: &str = "id kb kbid kbnumber kbno kbnum kbarticle kearticle keid knownerrorid \
    problemid number articleid articlenumber articleno articlenum knowledgeid knowledgenumber docid \
    documentid documentnumber ticket internalreference slug uid xref \
    kbnummer kbnr artikelid artikelnummer artikelnr kennung nummer fehlerid wissensnummer \
    wissensartikel dokumentnummer referenznummer aktenzeichen \
    identifiant numérokb numerokb numéroarticle numeroarticle numérodarticle numerodarticle numéro \
    numero référence reference \
    identificador númerokb númerodeartículo numerodearticulo númerodeartigo numerodeartigo número \
    referencia referência \
    identificativo numerodiarticolo numeroarticolo codicearticolo riferimento \
    kenmerk referentie \
    識別子 番号 管理番号 文書番号 記事番号 ナレッジ番号 编号 文档编号 知识编号 文章编号 번호 식별자 문서번호 \
    기사번호 identyfikator numerkb numerartykułu numer";

/// Names of statuses.
pub(super) const STATUSES: &str = "status state kistatus stage resolutionstatus phase issuestatus \
    zustand bearbeitungsstand artikelstatus fehlerstatus \
    statut état etat estado situação situacao situación \
    stato fase toestand 状態 ステータス 対応状況 状态 处理状态 상태 처리상태 stan";

/// Names of our other keys.
pub(super) const KEYS: [(&str, &str); 11] = [
    (
        "title",
        "title name headline subject summary shortdescription \
         titel überschrift ueberschrift betreff bezeichnung \
         titre intitulé intitule sujet título titulo asunto assunto titolo oggetto \
         onderwerp kop タイトル 題名 件名 標題 标题 主题 제목 tytuł tytul temat",
    ),
    (
        "error_codes",
        "errorcodes errorcode codes code alert alertname errors f1keywords \
         errcode errcodes errno errornumber errornumbers errornum errorno errnumber errnum errornr faultcode faultcodes \
         faultnumber alarmcode alarmnumber exceptioncode eventcode eventnumber messagecode messagenumber \
         fehlercodes fehlercode fehlernummer fehlernr meldungsnummer meldungscode \
         codeerreur codeserreur codederreur codesderreur numéroerreur numeroerreur numéroderreur numeroderreur \
         númerodeerror numerodeerror códigodeerror codigodeerror códigoerror codigoerror códigoserror códigosdeerror codigosdeerror \
         código codigo códigodeerro codigodeerro códigosdeerro codigosdeerro códigoerro codigoerro \
         codiceerrore codicierrore codicedierrore codicidierrore foutcode foutcodes \
         エラーコード 错误码 错误代码 错误编号 오류코드 에러코드 kodbłędu kodbledu kodybłędów",
    ),
    (
        "updated",
        "updated lastupdated updatedat lastmod msdate modified lastmodified lastreviewed lastreviewedon date \
         stand aktualisiert geändert geaendert letzteänderung letzteaenderung geändertam datum \
         modifié modifie modifiéle misàjour miseàjour datedemodification dernièremodification \
         actualizado modificado últimaactualización ultimaactualizacion fechadeactualización fecha \
         atualizado atualizadoem últimaatualização ultimaatualizacao datadeatualização data \
         aggiornato modificato ultimamodifica datamodifica \
         bijgewerkt gewijzigd laatstgewijzigd laatstbijgewerkt \
         更新日 更新日時 最終更新 最終更新日 更新时间 更新日期 最后更新 修改时间 日付 日期 \
         수정일 업데이트 최종수정일 날짜 zaktualizowano aktualizacja zmodyfikowano ostatniazmiana",
    ),
    (
        "reported",
        "reported created createdat firstreported published \
         erstellt erstelltam angelegt gemeldet gemeldetam erfasst \
         créé cree crééle datedecréation datecreation signalé signaléle \
         creado fechadecreación fechacreacion reportado criado criadoem datadecriação \
         creato datacreazione segnalato aangemaakt gemaakt gemeld \
         作成日 作成日時 報告日 发生日 创建时间 创建日期 报告日期 작성일 생성일 보고일 \
         utworzono zgłoszono zgloszono",
    ),
    (
        "keywords",
        "keywords tags tag labels topics appliesto symptoms symptom \
         schlagwörter schlagworte schlagwoerter stichwörter stichworte stichwoerter symptome \
         motsclés motscles étiquettes etiquettes symptômes symptomes symptôme \
         palabrasclave etiquetas síntomas sintomas síntoma palavraschave \
         parolechiave etichette sintomi sintomo trefwoorden symptomen \
         キーワード タグ 症状 关键词 关键字 标签 现象 키워드 태그 증상 \
         słowakluczowe slowakluczowe tagi objawy objaw",
    ),
    (
        "summary",
        "summary description excerpt abstract metadescription seodescription shortdescription lead intro \
         beschreibung zusammenfassung kurzbeschreibung kurzfassung \
         résumé resume descriptif resumen descripción descripcion resumo descrição descricao \
         riassunto sommario descrizione samenvatting omschrijving beschrijving \
         概要 要約 説明 摘要 描述 简介 요약 설명 개요 podsumowanie streszczenie opis",
    ),
    (
        "owner",
        "owner owners owningteam teamowner ownerteam ownedby team teams teamname squad tribe ownerslack \
         teamslack slackchannel slack maintainer maintainers maintainedby contact author authors msauthor \
         verantwortlich verantwortliche zuständig zustaendig autor besitzer \
         responsable auteur propriétaire proprietaire équipe equipe equipo autores \
         responsável responsavel equipa proprietario responsabile autore \
         eigenaar verantwoordelijke auteur 担当 担当者 担当チーム 作成者 负责人 作者 담당자 담당 작성자 \
         właściciel wlasciciel",
    ),
    (
        "severity",
        "severity priority level \
         schweregrad schwere priorität prioritaet dringlichkeit sévérité severite gravité gravite \
         priorité priorite severidad gravedad prioridad severidade gravidade prioridade \
         gravità gravita severità priorità priorita ernst prioriteit \
         重要度 深刻度 優先度 严重程度 严重级别 优先级 심각도 우선순위 priorytet waga",
    ),
    (
        "lang",
        "lang language locale sprache langue idioma lingua taal 言語 语言 언어 język jezyk",
    ),
    (
        "service",
        "service services servicename product component components productteam subsystem module feature \
         category categories area section \
         dienst produkt komponente anwendung system kategorie bereich \
         produit composant application catégorie categorie servicio producto componente \
         aplicación aplicacion categoría categoria serviço servico produto aplicação aplicacao \
         servizio prodotto applicazione product toepassing \
         サービス 製品 対象システム システム カテゴリ 服务 产品 系统 组件 分类 \
         서비스 제품 시스템 분류 usługa usluga kategoria",
    ),
    (
        "origin",
        "origin sourceurl canonicalurl url link quelle source fuente fonte bron 出典 来源 출처",
    ),
];

/// Those names of a service and an owner that may as well mean something else: they count where several
/// articles have the same value.
pub(super) const GROUPS: &str = "services servicename components subsystem module section owningteam teamowner \
    ownerteam ownedby teams teamname squad tribe ownerslack teamslack slackchannel slack maintainer maintainers \
    maintainedby contact";

/// What others call our statuses, without capitals and with `-` between words.
#[rustfmt::skip]
pub(super) const WORDS: [(Status, &str); 6] = [
    (Status::Investigating, "investigating new open draft reported triage analysing analyzing under-investigation \
        offen neu in-analyse in-prüfung in-bearbeitung entwurf ouvert ouverte nouveau nouvelle en-cours en-cours-d-analyse à-l-étude brouillon \
        abierto abierta nuevo nueva en-curso en-análisis en-investigación borrador aberto aberta novo nova em-andamento em-análise em-investigação rascunho \
        aperto aperta nuovo nuova in-corso in-analisi bozza nieuw in-onderzoek concept 調査中 新規 未対応 下書き 调查中 处理中 新建 草稿 \
        조사중 조사-중 신규 접수 otwarty otwarte otwarta nowy nowe nowa w-toku w-trakcie-analizy szkic"),
    (Status::KnownError, "known-error known confirmed backlog published active acknowledged in-progress workaround-available \
        bekannt bekannter-fehler bestätigt veröffentlicht aktiv aktuell umgehung-vorhanden connu connue erreur-connue confirmé confirmée publié publiée actif active \
        conocido conocida error-conocido confirmado confirmada publicado publicada activo activa conhecido conhecida erro-conhecido ativo ativa \
        noto nota errore-noto confermato confermata pubblicato pubblicata attivo attiva bekende-fout bevestigd gepubliceerd actief \
        既知 確認済み 公開 公開中 已知 已确认 已发布 알려진-오류 확인됨 게시됨 znany znane znany-błąd potwierdzony potwierdzone opublikowany opublikowane aktywny"),
    (Status::FixScheduled, "fix-scheduled scheduled planned fix-planned \
        geplant behebung-geplant planifié correction-planifiée planificado programado planejado agendado \
        pianificato gepland 修正予定 対応予定 计划修复 已计划 수정-예정 수정예정 zaplanowany"),
    (Status::Fixed, "fixed resolved closed done solved released completed mitigated \
        behoben gelöst geloest geschlossen erledigt abgeschlossen résolu résolue corrigé corrigée fermé fermée clos close clôturé clôturée terminé terminée \
        resuelto resuelta corregido corregida cerrado cerrada solucionado solucionada resolvido resolvida corrigido corrigida fechado fechada concluído concluída \
        risolto risolta corretto corretta chiuso chiusa opgelost verholpen gesloten afgerond 解決済み 解決 修正済み 対応済み 完了 \
        已解决 已修复 已关闭 已完成 해결됨 해결 수정됨 완료 rozwiązany rozwiązane naprawiony naprawione zamknięty zamknięte zakończony zakończone"),
    (Status::WontFix, "wont-fix won-t-fix wontfix no-fix by-design as-designed rejected not-planned \
        wird-nicht-behoben abgelehnt ne-sera-pas-corrigé rejeté no-se-corregirá rechazado não-será-corrigido rejeitado \
        non-verrà-corretto respinto wordt-niet-opgelost afgewezen 修正しない 対応しない 不修复 不予修复 수정-안함 \
        nie-będzie-naprawiany odrzucony"),
    (Status::Retired, "retired archived deprecated obsolete outdated withdrawn inactive \
        archiviert veraltet zurückgezogen inaktiv archivé obsolète retiré inactif archivado obsoleto retirado inactivo \
        arquivado inativo archiviato ritirato gearchiveerd verouderd ingetrokken 廃止 アーカイブ 非公開 \
        已归档 已废弃 已过期 보관됨 폐기 zarchiwizowany przestarzały wycofany"),
];

/// Words by which systems mark a page, or the feature that it is about, as new or old. They say nothing
/// of an error.
pub(super) const MARKS: &str =
    "new updated deprecated legacy alpha beta preview experimental stable";

/// What others call our severities, in the same form.
#[rustfmt::skip]
pub(super) const SEVERITIES: [(&str, &str); 4] = [
    ("sev1", "critical blocker blocking highest urgent emergency severe very-high p1 s1 \
        kritisch dringend blockierend blocker höchste sehr-hoch notfall katastrophal \
        critique bloquant bloquante urgent urgente très-élevée très-haute \
        crítica crítico urgente bloqueante muy-alta muy-alto muito-alta muito-alto \
        critica critico bloccante altissima molto-alta molto-alto kritiek spoed blokkerend zeer-hoog \
        緊急 致命的 最高 最優先 紧急 危急 致命 最高级 긴급 치명적 최고 krytyczny krytyczna krytyczne pilny pilna pilne blokujący"),
    ("sev2", "high major important serious p2 s2 \
        hoch schwer schwerwiegend wichtig erheblich haute haut élevée élevé majeure majeur importante important \
        alta alto grave mayor importante maior maggiore hoog ernstig belangrijk \
        高 高い 重要 重大 严重 높음 중요 심각 wysoki wysoka wysokie poważny poważna poważne ważny ważna"),
    ("sev3", "medium normal moderate average mid minor p3 s3 \
        mittel normal mäßig moderat moyenne moyen normale modérée modéré mineure mineur \
        media medio mediana moderada moderado menor média médio normale moderata moderato minore \
        gemiddeld normaal middel middelmatig 中 中程度 普通 通常 中等 一般 보통 중간 średni średnia średnie normalny"),
    ("sev4", "low lowest trivial cosmetic informational info very-low none p4 p5 s4 \
        niedrig gering leicht kosmetisch trivial unwichtig basse bas faible très-basse cosmétique \
        baja bajo leve trivial baixa baixo bassa basso lieve laag gering cosmetisch \
        低 低い 軽微 轻微 较低 낮음 경미 niski niska niskie drobny drobna"),
];
