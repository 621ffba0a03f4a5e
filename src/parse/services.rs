//! What an article is about, by the keys of its front matter: one service, and words for the others.

use super::front_matter::FrontMatter;
use super::slug;
use crate::config::Field;

impl FrontMatter<'_> {
    /// The service's key, its name where that is another, and the services beside it.
    pub(super) fn service(&mut self) -> (Option<String>, Option<String>, Vec<String>) {
        let folders = || self.file.rsplit_once('/').map(|(folders, _)| folders);
        let (default, folder) = match self.config.defaults.service.as_deref() {
            Some("folder") => {
                let first = folders().and_then(|folders| folders.split('/').next());
                (first, first)
            }
            Some("parent") => {
                (folders().and_then(|folders| folders.rsplit('/').next()), folders())
            }
            constant => (constant, None),
        };
        let default = default.map(str::to_owned);
        let folder = folder.and_then(|folder| self.config.beside.folders.get(folder));
        let mut services = self.services().into_iter();
        let own = services.next();
        let label = folder.filter(|_| own.is_none()).cloned();
        let Some(name) = own.or(default) else {
            return (None, None, Vec::new());
        };
        let key = slug::service_key(&name);
        let name = label.unwrap_or(name);
        let differs = key.as_ref() != Some(&name);
        (key, differs.then_some(name), services.collect())
    }

    /// The services that the article names. A key of another program may list several.
    fn services(&mut self) -> Vec<String> {
        if self.config.keys(Field::Service).is_some() {
            self.names(Field::Service)
        } else {
            self.text(Field::Service).into_iter().collect()
        }
    }

    /// The keywords, and the services beside the first.
    pub(super) fn keywords(&mut self, services: Vec<String>) -> Vec<String> {
        let mut keywords = self.names(Field::Keywords);
        let others: Vec<String> =
            services.into_iter().filter(|other| !keywords.contains(other)).collect();
        keywords.extend(others);
        keywords
    }
}
