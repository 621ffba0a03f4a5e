//! What a bundle says of itself, in the hot pack.

use super::BundleError;
use super::wire::{Reader, Writer};

/// What a bundle says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Info {
    /// The base's title.
    pub title: String,
    /// `internal` or `public`.
    pub audience: String,
    /// The base's default language.
    pub lang: String,
    /// Languages of the articles: each stems a query its own way.
    pub languages: Vec<String>,
    /// How many articles there are.
    pub articles: usize,
    /// The services that articles name, by key, with their numbers of articles.
    pub services: Vec<ServiceInfo>,
    /// Status words and their numbers of articles.
    pub statuses: Vec<(String, usize)>,
    /// Severities and their numbers of articles.
    pub severities: Vec<(u8, usize)>,
    /// How many of the articles to show first are pinned: they come before the others.
    pub pinned: usize,
    /// Where people without an answer go.
    pub ticket_url: Option<String>,
    /// Where remarks go.
    pub feedback_url: Option<String>,
    /// Where an article is edited.
    pub edit_url: Option<String>,
    /// Where a new article is made, with places for its `{code}` and for the code as it is
    /// `{quoted}` in the file that the address brings along.
    pub new_url: Option<String>,
    /// Where the public bundle lies.
    pub public_url: Option<String>,
}

/// A service as a filter and a place to turn to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceInfo {
    /// Its key.
    pub key: String,
    /// Its name for people.
    pub name: String,
    /// How many articles name it.
    pub count: usize,
    /// How to reach its team, where the audience may see it.
    pub contact: Option<String>,
}

impl Info {
    pub(super) fn write(&self, to: &mut Writer) {
        let Info {
            title,
            audience,
            lang,
            languages,
            articles,
            services,
            statuses,
            severities,
            pinned,
            ticket_url,
            feedback_url,
            edit_url,
            new_url,
            public_url,
        } = self;
        to.text(title);
        to.text(audience);
        to.text(lang);
        to.texts(languages);
        to.size(*articles);
        to.size(services.len());
        for ServiceInfo { key, name, count, contact } in services {
            to.text(key);
            to.text(name);
            to.size(*count);
            to.optional(contact.as_deref());
        }
        to.size(statuses.len());
        for (status, count) in statuses {
            to.text(status);
            to.size(*count);
        }
        to.size(severities.len());
        for (severity, count) in severities {
            to.bytes.push(*severity);
            to.size(*count);
        }
        to.size(*pinned);
        for url in [ticket_url, feedback_url, edit_url, new_url, public_url] {
            to.optional(url.as_deref());
        }
    }

    pub(super) fn read(from: &mut Reader<'_>) -> Result<Info, BundleError> {
        let (title, audience, lang) = (from.text()?, from.text()?, from.text()?);
        let languages = from.texts()?;
        let articles = from.size()?;
        let mut services = Vec::new();
        for _ in 0..from.count()? {
            let (key, name, count) = (from.text()?, from.text()?, from.size()?);
            services.push(ServiceInfo { key, name, count, contact: from.optional()? });
        }
        let mut statuses = Vec::new();
        for _ in 0..from.count()? {
            statuses.push((from.text()?, from.size()?));
        }
        let mut severities = Vec::new();
        for _ in 0..from.count()? {
            let [severity] = from.array()?;
            severities.push((severity, from.size()?));
        }
        Ok(Info {
            title,
            audience,
            lang,
            languages,
            articles,
            services,
            statuses,
            severities,
            pinned: from.size()?,
            ticket_url: from.optional()?,
            feedback_url: from.optional()?,
            edit_url: from.optional()?,
            new_url: from.optional()?,
            public_url: from.optional()?,
        })
    }
}
