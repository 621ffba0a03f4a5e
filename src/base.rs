//! A knowledge base as data: what its files gave, made into what one audience reads.
//!
//! The order matters. Every article is checked beside all others, whatever the audience,
//! so that both bundles leave out the same ones; links are resolved against what the
//! audience gets; the projection comes last, when nothing needs the paths any more.

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::parse::Parsed;
use crate::{audience, check, links, visible};
use kedb_engine::article::{Article, ArticleId, Audience, Date, Service};
use kedb_engine::bundle::SynonymGroup;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What a base says beside its articles.
#[derive(Clone, Copy, Debug)]
pub struct Setting<'a> {
    /// `kedb.toml`.
    pub config: &'a Config,
    /// `services.toml`; none if there is no such file.
    pub services: Option<&'a BTreeMap<String, Service>>,
    /// `synonyms.toml`.
    pub synonyms: &'a [SynonymGroup],
    /// The paths of the images.
    pub images: &'a BTreeSet<String>,
    /// The texts of the settings files that there are, by path: to say where in them.
    pub texts: &'a BTreeMap<String, String>,
    /// The day, for rules about the age of articles. None in a build: it must not depend
    /// on when it is made.
    pub today: Option<Date>,
}

/// What one audience reads.
#[derive(Clone, Debug)]
pub struct Published {
    /// The articles, in the order of their paths.
    pub articles: Vec<Article>,
    /// The services, by key.
    pub services: BTreeMap<String, Service>,
    /// What words also mean.
    pub synonyms: Vec<SynonymGroup>,
    /// Retired ids, and the ids that replace them.
    pub redirects: Vec<(ArticleId, ArticleId)>,
    /// What is wrong with the files; complete for agents.
    pub diagnostics: Vec<Diagnostic>,
    /// The files of articles that are left out because of an error.
    pub left_out: Vec<String>,
    /// How many articles are retired, of those that the audience might read.
    pub retired: usize,
}

/// Makes what `audience` reads of `files`, which were parsed for that audience and stand
/// in the order of their paths.
#[must_use]
pub fn publish(
    mut files: Vec<Parsed>,
    audience: Audience,
    base: Setting<'_>,
) -> Published {
    let mut diagnostics = Vec::new();
    let mut silence =
        check::Silence::new(base.config, &files, base.texts, &mut diagnostics);
    // What is silenced must not leave an article out, so that another takes its id.
    files.iter_mut().for_each(|file| silence.apply(&mut file.diagnostics));
    check::articles(&mut files, base.services);
    files.iter_mut().for_each(|file| silence.apply(&mut file.diagnostics));
    if audience == Audience::Internal {
        let Setting { config, services, synonyms, texts, .. } = base;
        check::advice(&mut files, &config.lang);
        if let Some(today) = base.today {
            check::ages(&mut files, today, config.check.stale_after_days);
        }
        files.iter_mut().for_each(|file| silence.apply(&mut file.diagnostics));
        let settings = check::settings(&files, services, synonyms, texts, &config.lang);
        diagnostics.extend(settings);
    }
    let broken = files.iter().filter(|file| file.is_broken());
    let left_out: Vec<String> = broken.map(|file| file.file.clone()).collect();
    let paths: Vec<String> = files.iter().map(|file| file.file.clone()).collect();

    let mut names: BTreeMap<String, Service> = BTreeMap::new();
    let mut all = Vec::new();
    let (mut places, mut service_names) = (Vec::new(), Vec::new());
    for mut file in files {
        let broken = file.is_broken();
        diagnostics.append(&mut file.diagnostics);
        let Some(article) = file.article.filter(|_| !broken) else { continue };
        all.push(article);
        places.push(file.places);
        service_names.push(file.service_name);
    }
    all.par_iter_mut().for_each(visible::article);
    for (article, name) in all.iter().zip(service_names) {
        if let Some(key) = &article.service {
            let name = name.unwrap_or_else(|| key.clone());
            let service = Service { name, ..Service::default() };
            names.entry(key.clone()).or_insert(service);
        }
    }

    let for_agents = audience::redirects(&all, Audience::Internal);
    let for_public = audience::redirects(&all, Audience::Public);
    let beside: Vec<_> = all.iter().zip(&places).collect();
    diagnostics.append(&mut links::replacements(&beside, &for_agents, &for_public));
    let mut agents_only = followable(&all, &for_agents, Audience::Internal);
    let public = followable(&all, &for_public, Audience::Public);
    let (redirects, articles) = match audience {
        Audience::Internal => (for_agents, agents_only.clone()),
        Audience::Public => (for_public, public.clone()),
    };
    agents_only.retain(|path, _| !public.contains_key(path));
    let targets = paths.iter().chain(base.images).map(String::as_str);
    let published = all.iter().zip(&places);
    let published =
        published.filter(|(article, _)| audience::publishes(article, audience));
    let anchors: BTreeMap<String, _> = published
        .map(|(article, places)| (article.source.clone(), &places.anchors))
        .collect();
    let mut labels: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (article, places) in all.iter().zip(&places) {
        for label in places.anchors.labels() {
            labels.entry(label.to_owned()).or_default().push(article.source.clone());
        }
    }
    let titles = all.iter().filter(|article| audience::publishes(article, audience));
    let titles = titles.map(|article| (article.id.clone(), article.title.clone()));
    let titles = titles.collect();
    let addressed = all.iter().zip(&places);
    let addressed =
        addressed.map(|(article, places)| (article, places.addresses.as_slice()));
    let links = &base.config.links;
    let (root, images) = (links.root.as_deref(), links.images.as_deref());
    let mut targets = links::Targets::new(root, images, targets, addressed);
    targets.lie_in(&base.config.beside.root);
    let known = links::Destinations {
        articles,
        titles,
        agents_only: agents_only.into_keys().collect(),
        targets,
        anchors,
        labels,
        images: base.images,
        config: base.config,
    };
    let shown = all.par_iter_mut().zip(&places);
    let shown = shown.filter(|(article, _)| audience::publishes(article, audience));
    let found: Vec<Diagnostic> = shown
        .flat_map_iter(|(article, places)| links::resolve(article, &known, places))
        .collect();
    diagnostics.extend(found);
    silence.apply(&mut diagnostics);
    if audience == Audience::Internal {
        let mut unused = silence.unused(base.today.is_some());
        // Not every rule looks at an article that is left out.
        unused.retain(|diagnostic| left_out.binary_search(&diagnostic.file).is_err());
        silence.apply(&mut unused);
        diagnostics.append(&mut unused);
    }
    silence.raise(&mut diagnostics);
    diagnostics
        .sort_by(|a, b| (&a.file, a.line, a.column).cmp(&(&b.file, b.line, b.column)));

    let retired = audience::retired(&all, audience).count();
    let articles = audience::articles(all, audience, base.config);
    let services = visible::services(base.services.unwrap_or(&names));
    let services = audience::services(&services, &articles, audience, base.config);
    let synonyms = visible::synonyms(base.synonyms);
    let synonyms = audience::synonyms(&synonyms, &articles, audience, base.config);
    Published { articles, services, synonyms, redirects, diagnostics, left_out, retired }
}

/// The articles that a link of `audience` may lead to, by path.
fn followable(
    all: &[Article],
    redirects: &[(ArticleId, ArticleId)],
    audience: Audience,
) -> BTreeMap<String, ArticleId> {
    let redirects: BTreeMap<&ArticleId, &ArticleId> =
        redirects.iter().map(|(from, to)| (from, to)).collect();
    all.iter()
        .filter_map(|article| {
            let id = if audience::publishes(article, audience) {
                &article.id
            } else {
                redirects.get(&article.id).copied()?
            };
            Some((article.source.clone(), id.clone()))
        })
        .collect()
}
