//! Pages that only say where their text has gone, as retired articles that lead there.

use super::Targets;
use crate::diagnostic::Diagnostic;
use crate::parse::Places;
use kedb_engine::article::{Article, ArticleId, Status};
use std::collections::BTreeMap;

/// Retires those of `all` that say nothing but that they have moved to another article, which replaces
/// them, and says so. One that has moved to nowhere stays.
pub fn retire(
    all: &mut [Article],
    places: &[Places],
    targets: &Targets,
) -> Vec<Diagnostic> {
    let stays = |(article, places): &(&Article, &Places)| {
        article.status != Status::Retired && places.moved_to.is_none()
    };
    let ids = all.iter().zip(places).filter(stays);
    let ids: BTreeMap<String, ArticleId> =
        ids.map(|(one, _)| (one.source.clone(), one.id.clone())).collect();
    let mut diagnostics = Vec::new();
    for (article, places) in all.iter_mut().zip(places) {
        let Some(target) = &places.moved_to else { continue };
        let path = targets.find(&article.source, target);
        let Some(id) = path.and_then(|path| ids.get(path)) else { continue };
        if article.status == Status::Retired || article.replaced_by.is_some() {
            continue;
        }
        let message = format!(
            "this page only says that it has moved: it is read as retired, and leads to `{id}`"
        );
        let hint = format!("write `status: retired` and `replaced_by: {id}`");
        diagnostics.push(
            Diagnostic::warning(
                "moved-page",
                &article.source,
                places.target(target),
                message,
            )
            .with_hint(hint),
        );
        article.status = Status::Retired;
        article.replaced_by = Some(id.clone());
    }
    diagnostics
}
