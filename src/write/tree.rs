//! An article as the tree that the widget shows.

use super::Content;
use kedb_engine::article::{Article, Audience, Section, SectionKind, Service, Severity};
use kedb_engine::bundle::{Tree, hash_text};

/// The tree of `article`.
// Every field is named, so that a new one can't be forgotten here.
pub(super) fn of(article: &Article, content: &Content<'_>) -> Tree {
    let Article {
        id,
        title,
        status,
        service,
        severity,
        audience,
        error_codes,
        signatures,
        samples,
        versions,
        problem,
        change,
        fixed_in,
        owner,
        reported,
        updated,
        review_by,
        keywords,
        replaced_by,
        aliases,
        origin,
        pinned,
        lang,
        source,
        sections,
        describes: _,
    } = article;
    let known = service.as_ref().and_then(|key| content.services.get(key));
    let of_service =
        |field: fn(&Service) -> &Option<String>| known.and_then(|s| field(s).clone());
    let rest = SectionKind::ALL.into_iter().flat_map(|kind| article.sections_of(kind));
    // A workaround that does not answer only says that there is none.
    let is_rest =
        |section: &&Section| !section.answers && section.kind != SectionKind::Workaround;
    let shown = article.answering().chain(rest.filter(is_rest));
    let unshown = article.sections.iter();
    let unshown: Vec<&Section> = unshown
        .filter(|section| !section.answers && section.kind == SectionKind::Workaround)
        .collect();
    let order: Vec<SectionKind> = sections.iter().map(|section| section.kind).collect();
    let unseen =
        (signatures, samples, keywords, replaced_by, aliases, pinned, unshown, order);
    Tree {
        id: id.to_string(),
        title: title.clone(),
        status: status.word().to_owned(),
        service: service.clone(),
        service_name: known.map(|service| service.name.clone()),
        severity: severity.map(Severity::number),
        updated: updated.map(|date| date.to_string()),
        fixed_in: fixed_in.clone(),
        lang: lang.clone().unwrap_or_else(|| content.lang.to_owned()),
        answer: article.answer(),
        internal: content.audience == Audience::Internal
            && *audience == Audience::Internal,
        source: Some(source.clone()).filter(|source| !source.is_empty()),
        error_codes: error_codes.clone(),
        versions: versions.clone(),
        problem: problem.clone(),
        change: change.clone(),
        owner: owner.clone().or_else(|| of_service(|service| &service.owner)),
        contact: of_service(|service| &service.contact),
        slo: of_service(|service| &service.slo),
        service_url: of_service(|service| &service.url),
        reported: reported.map(|date| date.to_string()),
        review_by: review_by.map(|date| date.to_string()),
        origin: origin.clone(),
        revision: hash_text(format!("{unseen:?}").as_bytes()),
        sections: shown.cloned().collect(),
    }
}
