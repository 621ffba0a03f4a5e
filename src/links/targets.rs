//! Which file of a base an author means by a target: a path from the file or from the top,
//! the page that a path stands for on the web, a name between double brackets, an id.

use crate::parse::addresses::ANYWHERE;
use crate::parse::file::{self, ENDINGS, joined};
use crate::parse::{Languages, decoded};
use icu_normalizer::ComposingNormalizerBorrowed;
use kedb_engine::article::Article;
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// What may be missing at the end of a path to an article, beside its ending.
const INDEXES: [&str; 4] = ["/index", "/README", "/_index", ""];

/// What pages of the web end with.
const PAGES: [&str; 2] = [".html", ".htm"];

/// What may be missing at the end of a path to an article, in the order in which it is looked for.
static ENDS: LazyLock<Vec<String>> = LazyLock::new(|| {
    let ends = INDEXES.iter().rev().flat_map(|index| {
        ENDINGS.iter().rev().map(move |ending| format!("{index}{ending}"))
    });
    std::iter::once(String::new()).chain(ends).collect()
});

/// Folders of a site whose files it serves as they are, from its top; the longest first.
const STATIC: [&str; 3] = [".vuepress/public", "static", "public"];

/// What Docusaurus writes before a path from the folder of the site.
const SITE: &str = "@site/";

/// A folder of the base that may be the top of a site.
#[derive(Clone, Debug)]
struct Top {
    path: String,
    /// The folder that the sources of the site lie in.
    site: String,
}

/// The files of a base by what leads to them.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    /// Where the top of the base lies: an address or a path of a web site, without a `/` at
    /// its end.
    root: String,
    /// The path of the base's folder, as far as it is known.
    folder: String,
    /// The folders of the base that may be the top of its site, beside the base itself: the one
    /// that all articles lie in, and those whose files a site serves as they are.
    tops: Vec<Top>,
    /// Paths by their composed form, and in lowercase where only one is written so.
    paths: HashMap<String, Option<String>>,
    /// The same paths without what may be missing at their ends, whatever the case: nearly all that
    /// leads to no file is told by one look into them.
    beginnings: HashSet<String>,
    /// Paths by the words of their files' names, where only one has them.
    names: HashMap<String, Option<String>>,
    /// Paths by the words of their articles' titles, where only one has them.
    titles: HashMap<String, Option<String>>,
    /// Paths by ids and aliases in lowercase.
    ids: HashMap<String, String>,
    /// Paths by the addresses that site generators give the pages, where only one has them.
    addresses: HashMap<String, Option<String>>,
    /// Paths by the names of their pages whose folders on their site nobody knows, in lowercase, where only
    /// one has them.
    pages: HashMap<String, Option<String>>,
    /// What the names of the files say of languages.
    languages: Languages,
}

impl Targets {
    /// Those of a base with `articles`, each with the addresses that site generators give its page,
    /// and other files at `paths`, some of which may lie beside the base, in the folder of its `images`.
    #[must_use]
    pub fn new<'a>(
        root: Option<&str>,
        images: Option<&str>,
        paths: impl Iterator<Item = &'a str>,
        articles: impl Iterator<Item = (&'a Article, &'a [String])>,
    ) -> Targets {
        let mut targets = Targets::default();
        let paths: Vec<&str> = paths.collect();
        targets.languages = Languages::of(paths.iter().copied());
        let all = paths.iter().copied().filter(|path| file::is_article(path));
        let shared = Top { path: shared_folder(all), site: String::new() };
        let beside = images.map(|path| Top {
            path: path.to_owned(),
            site: path.rsplit_once('/').map_or("", |(site, _)| site).to_owned(),
        });
        let tops = std::iter::once(shared).chain(beside).chain(statics(&paths));
        targets.tops = tops.collect();
        targets.tops.retain(|top| !top.path.is_empty());
        for path in paths {
            let composed = composed(path);
            let lower = composed.to_lowercase();
            let name = words(stem(&composed));
            only(&mut targets.names, name, path);
            targets.beginnings.extend(beginnings(&composed));
            if lower != *composed {
                only(&mut targets.paths, lower, path);
            }
            targets.paths.insert(composed.into_owned(), Some(path.to_owned()));
        }
        for (article, addresses) in articles {
            let own = address(&article.source);
            for written in addresses {
                if let Some(name) = written.strip_prefix(ANYWHERE) {
                    only(&mut targets.pages, address(name), &article.source);
                    continue;
                }
                let path = targets.path(&article.source, written);
                if let Some(key) =
                    path.map(|path| address(&path)).filter(|key| *key != own)
                {
                    only(&mut targets.addresses, key, &article.source);
                }
            }
            only(&mut targets.titles, words(&article.title), &article.source);
            let names = article.aliases.iter().map(|alias| alias.to_lowercase());
            for id in names.chain([article.id.key()]) {
                targets.ids.insert(id, article.source.clone());
            }
        }
        targets.lie_at(root.unwrap_or_default());
        targets
    }

    /// Lets the top of the base lie at `root`, an address or a path of a web site.
    pub fn lie_at(&mut self, root: &str) {
        root.trim_end_matches('/').clone_into(&mut self.root);
    }

    /// Lets the base be the folder at this path, with `/`: a path that leads out of it may come back.
    pub fn lie_in(&mut self, folder: &str) {
        folder.trim_matches('/').clone_into(&mut self.folder);
    }

    /// The path in the base that a path means which leads out of it first.
    fn returned<'p>(&self, climbed: &'p str) -> Option<&'p str> {
        let mut rest = climbed;
        let mut left = Vec::new();
        let mut folders = self.folder.rsplit('/').filter(|name| !name.is_empty());
        while let Some(below) = rest.strip_prefix("../") {
            left.push(folders.next()?);
            rest = below;
        }
        for name in left.iter().rev() {
            rest = rest.strip_prefix(name)?.strip_prefix('/')?;
        }
        Some(rest)
    }

    /// The path of the file that `target`, written in `file`, means.
    #[must_use]
    pub fn find(&self, file: &str, target: &str) -> Option<&str> {
        let whole = decoded(target);
        if let Some(name) =
            whole.strip_prefix("[[").and_then(|name| name.strip_suffix("]]"))
        {
            let pages = name.splitn(2, '|').map(|side| side.split('#').next());
            return pages.flatten().find_map(|name| self.page(file, name));
        }
        let cut = target.split(['#', '?']).next().unwrap_or_default();
        let cut = Some(cut).filter(|cut| cut.len() < target.len()).map(decoded);
        [Some(whole), cut].iter().flatten().find_map(|target| {
            // Pages whose addresses end with a `/` are folders to their own links.
            let of_page = || {
                let is_climbing = target.starts_with("../") && !file::is_article(target);
                let path = joined(file::page(file), target).filter(|_| is_climbing);
                self.at(&path?)
            };
            let Some(path) = self.path(file, target) else {
                let climbed = climbed(file, target)?;
                let found = self.returned(&climbed).and_then(|path| self.at(path));
                return found.or_else(|| self.at(&climbed)).or_else(of_page);
            };
            // Where each language has a folder, it may be the top of a site of its own.
            let below_top = || {
                let tops = self.tops_of(file).map(|top| top.path.as_str());
                let mut tops = tops
                    .chain(self.languages.folder(file))
                    .chain(folders_above(file).filter(|_| path.contains('/')))
                    .filter(|_| target.starts_with('/'));
                tops.find_map(|top| self.at(&format!("{top}/{path}")))
            };
            let of_site = || {
                let rest = target.strip_prefix(SITE)?;
                let mut sites = self.tops_of(file).map(|top| top.site.as_str());
                sites.find_map(|site| self.at(&joined(site, rest)?))
            };
            // A site may have its address in an article too.
            let whole =
                || target.starts_with('/').then(|| self.addressed(target)).flatten();
            // Some systems write paths from the top without a mark.
            let from_top = || {
                let path = joined("", target).filter(|_| target.contains('/'))?;
                let above = folders_above(file).filter(|_| path.contains('/'));
                let mut below = above.map(|folder| format!("{folder}/{path}"));
                self.at(&path).or_else(|| below.find_map(|path| self.at(&path)))
            };
            // Where each language has a file, a link names it without the language.
            let localized = || {
                let language = self.languages.ending(file)?;
                let page = path.trim_end_matches('/');
                let name = if file::is_article(page) { file::stem(page) } else { page };
                let of = |name: &str| self.at(&format!("{name}.{language}"));
                of(name).or_else(|| of(&format!("{name}/index")))
            };
            // So may each picture.
            let pictured = || {
                let language = self.languages.ending(file)?;
                let (name, ending) = path.rsplit_once('.')?;
                super::is_image(&path).then_some(())?;
                self.at(&format!("{name}.{language}.{ending}"))
            };
            let found = pictured().or_else(|| self.at(&path)).or_else(below_top);
            let found = found.or_else(localized).or_else(whole);
            let found = found.or_else(of_site);
            let named = || self.id(target).or_else(|| self.id_below_root(target));
            let found = found.or_else(named).or_else(from_top).or_else(of_page);
            found.or_else(|| self.in_any_folder(target))
        })
    }

    /// Which side of a link of a wiki, `[[one|other]]`, is its target. If it is the second, the first is given too:
    /// it is the words of the link.
    #[must_use]
    pub fn sides(&self, file: &str, target: &str) -> Option<(String, Option<String>)> {
        let whole = decoded(target);
        let name = whole.strip_prefix("[[")?.strip_suffix("]]")?;
        let (first, second) = name.split_once('|')?;
        let [one, other] = [first, second].map(|side| format!("[[{side}]]"));
        let is_swapped = !first.starts_with('#')
            && self.find(file, &one).is_none()
            && self.find(file, &other).is_some();
        Some(if is_swapped { (other, Some(first.to_owned())) } else { (one, None) })
    }

    /// The path in the base that `target` means, decoded and without what follows it, whether
    /// there is a file or not; none if it leads elsewhere.
    #[must_use]
    pub fn path(&self, file: &str, target: &str) -> Option<String> {
        match self
            .below_root(target)
            .or_else(|| target.starts_with('/').then_some(target))
        {
            Some(path) => joined("", path.trim_start_matches('/')),
            None => {
                let first = target.split('/').next().unwrap_or_default();
                let is_path = !first.is_empty() && !first.contains(':');
                let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
                is_path.then(|| joined(folder, target)).flatten()
            }
        }
    }

    /// The folders that may be the top of the site, for `file` first those of a site that it lies in.
    fn tops_of(&self, file: &str) -> impl Iterator<Item = &Top> {
        let lies_in = |top: &&Top| {
            let rest = file.strip_prefix(top.site.as_str());
            rest.is_some_and(|rest| top.site.is_empty() || rest.starts_with('/'))
        };
        let (near, far): (Vec<&Top>, Vec<&Top>) = self.tops.iter().partition(lies_in);
        near.into_iter().chain(far)
    }

    /// What of `target` follows the root, whose host it need not name.
    fn below_root<'t>(&self, target: &'t str) -> Option<&'t str> {
        let host = self.root.split_once("://").map_or("", |(_, rest)| rest);
        let path = host.find('/').and_then(|at| host.get(at..)).unwrap_or_default();
        let roots =
            [self.root.as_str(), path].into_iter().filter(|root| !root.is_empty());
        let mut below = roots.filter_map(|root| target.strip_prefix(root));
        below.find(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The article whose id begins the name of a page below the root, as in a help centre of Zendesk:
    /// `/hc/en-us/articles/360001234-Mail-is-late`.
    fn id_below_root(&self, target: &str) -> Option<&str> {
        let name = self.below_root(target)?.trim_matches('/');
        let (id, _) = name.split_once('-').filter(|_| !name.contains('/'))?;
        self.id(name).or_else(|| self.id(id))
    }

    /// Where a page of the site lies that a `target` from its top means, if the site is known.
    #[must_use]
    pub fn elsewhere(&self, target: &str) -> Option<String> {
        let is_site = crate::html::is_web_address(&self.root) && target.starts_with('/');
        let (scheme, rest) = self.root.split_once("://").filter(|_| is_site)?;
        let host = rest.split('/').next()?;
        Some(format!("{scheme}://{host}{target}"))
    }

    fn at(&self, path: &str) -> Option<&str> {
        let path = path.trim_end_matches('/');
        let page = PAGES.iter().find_map(|ending| path.strip_suffix(ending));
        let paths = [Some(path), page].into_iter().flatten();
        let mut paths = paths.filter(|path| {
            let path = path.strip_prefix('/').unwrap_or(path);
            self.beginnings.contains(&caseless(&composed(path)))
        });
        let found = paths.find_map(|path| {
            let name = path.rsplit('/').next().unwrap_or(path);
            let named = ENDINGS.iter().map(|ending| format!("/{name}{ending}"));
            let ends = ENDS.iter().cloned().chain(named);
            ends.into_iter().find_map(|end| {
                let whole = format!("{path}{end}");
                let composed = composed(whole.strip_prefix('/').unwrap_or(&whole));
                let found = self.paths.get(&*composed);
                let found = found.or_else(|| self.paths.get(&composed.to_lowercase()));
                found.and_then(Option::as_deref)
            })
        });
        found.or_else(|| self.addressed(path))
    }

    /// The article whose page has an address.
    fn addressed(&self, path: &str) -> Option<&str> {
        self.addresses.get(&address(path))?.as_deref()
    }

    /// The article whose page has the name that a `target` from the top of the site ends with. Right below the
    /// root it may be that of any article, as sites leave out the folders of a collection.
    fn in_any_folder(&self, target: &str) -> Option<&str> {
        let below = self.below_root(target);
        let path = address(below.or_else(|| target.starts_with('/').then_some(target))?);
        let name = path.rsplit('/').next()?;
        let found = self.pages.get(name).and_then(Option::as_deref);
        let is_named = below.is_some() && name.len() == path.len();
        found.or_else(|| {
            let named = self.names.get(&words(name)).filter(|_| is_named)?.as_deref();
            named.filter(|path| file::is_article(path))
        })
    }

    fn id(&self, target: &str) -> Option<&str> {
        self.ids.get(&target.to_lowercase()).map(String::as_str)
    }

    /// The page called `name`.
    fn page(&self, file: &str, name: &str) -> Option<&str> {
        let beside = super::resolved(file, name).and_then(|path| self.at(&path));
        let named = || self.names.get(&words(stem(&composed(name))))?.as_deref();
        let titled = || self.titles.get(&words(name))?.as_deref();
        let named = beside.or_else(|| self.at(name)).or_else(named);
        named.or_else(titled).or_else(|| self.id(name))
    }
}

/// The folders that a file lies in, from the top: where a base holds several sites, or translations of
/// one, some of them may be the top of a site.
fn folders_above(file: &str) -> impl Iterator<Item = &str> {
    file.match_indices('/').filter_map(|(at, _)| file.get(..at))
}

/// The folder that all of `paths` lie in; empty if that is the base itself.
fn shared_folder<'p>(mut paths: impl Iterator<Item = &'p str>) -> String {
    let folders = |path: &'p str| -> Vec<&'p str> {
        let (folders, _) = path.rsplit_once('/').unwrap_or_default();
        folders.split('/').collect()
    };
    let first = paths.next().map(folders).unwrap_or_default();
    let shared = paths.map(folders).fold(first, |shared, other| {
        let same = shared.into_iter().zip(other).take_while(|(one, other)| one == other);
        same.map(|(one, _)| one).collect()
    });
    shared.join("/")
}

/// The folders among `paths` whose files sites serve as they are, those of the deepest sites first.
fn statics(paths: &[&str]) -> Vec<Top> {
    let mut tops: HashMap<&str, &str> = HashMap::new();
    for path in paths {
        let starts =
            std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at + 1));
        let found = starts.filter_map(|start| {
            let (site, rest) = path.split_at_checked(start)?;
            let is_first = |name: &&&str| {
                rest.strip_prefix(**name).is_some_and(|rest| rest.starts_with('/'))
            };
            let name = STATIC.iter().find(is_first)?;
            Some((path.get(..start + name.len())?, site.trim_end_matches('/')))
        });
        tops.extend(found);
    }
    let tops = tops.into_iter();
    let mut tops: Vec<Top> = tops
        .map(|(path, site)| Top { path: path.to_owned(), site: site.to_owned() })
        .collect();
    tops.sort_by(|a, b| {
        b.site.len().cmp(&a.site.len()).then_with(|| a.path.cmp(&b.path))
    });
    tops
}

/// Remembers that `path` has `key`, unless another one has it too.
fn only(map: &mut HashMap<String, Option<String>>, key: String, path: &str) {
    let found = map.entry(key).or_insert_with(|| Some(path.to_owned()));
    if found.as_deref() != Some(path) {
        *found = None;
    }
}

/// A path in Unicode's composed form (NFC): file systems differ in it.
fn composed(path: &str) -> Cow<'_, str> {
    if path.is_ascii() {
        return Cow::Borrowed(path);
    }
    ComposingNormalizerBorrowed::new_nfc().normalize(path)
}

/// A path in lowercase, each letter by itself: the form of a sigma tells what follows it.
fn caseless(path: &str) -> String {
    path.to_lowercase().replace('ς', "σ")
}

/// All that is left of a path without one of [`ENDS`], whatever the case. The top of the base has
/// no name before an index.
fn beginnings(path: &str) -> Vec<String> {
    let whole = format!("/{}", caseless(path));
    let named = ENDINGS.iter().filter_map(|ending| whole.strip_suffix(ending));
    // Docusaurus takes the file that is named like its folder for the page of the folder.
    let of_folder = named.clone().filter_map(|path| {
        let (folder, name) = path.rsplit_once('/')?;
        (folder.rsplit('/').next()? == name).then_some(folder)
    });
    let of_folder: Vec<&str> = of_folder.collect();
    let beginnings = named.flat_map(|name| {
        INDEXES.iter().filter_map(|index| {
            let cut = name.len().checked_sub(index.len())?;
            let (beginning, end) = name.split_at_checked(cut)?;
            end.eq_ignore_ascii_case(index).then_some(beginning)
        })
    });
    let beginnings = std::iter::once(whole.as_str()).chain(beginnings).chain(of_folder);
    beginnings.map(|path| path.strip_prefix('/').unwrap_or(path).to_owned()).collect()
}

/// The address of a page as it is compared: without what may be missing at its ends.
fn address(path: &str) -> String {
    let path = composed(path).to_lowercase();
    let path = path.trim_matches('/');
    let path = if file::is_article(path) { file::stem(path) } else { path };
    let path = PAGES.iter().find_map(|ending| path.strip_suffix(ending)).unwrap_or(path);
    path.strip_suffix("/index").unwrap_or(path).to_owned()
}

/// The name of a file without folders, and without the ending of an article.
fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    if file::is_article(name) { file::stem(name) } else { name }
}

/// A name as it is compared: `Mail is late` and `mail-is_late` are one.
fn words(name: &str) -> String {
    name.to_lowercase().replace(['-', '_'], " ")
}

/// `target`, a path from the folder of `file`, with the steps by which it leads out of the base; none
/// if it is no path. What lies there is known only if the base names its folder.
fn climbed(file: &str, target: &str) -> Option<String> {
    let first = target.split('/').next().filter(|first| !first.is_empty())?;
    let folders = file.rsplit_once('/').map_or("", |(folders, _)| folders);
    let mut names: Vec<&str> = Vec::new();
    for name in folders.split('/').chain(target.split('/')) {
        match name {
            "" | "." => {}
            ".." if names.last().is_some_and(|last| *last != "..") => {
                names.pop();
            }
            _ => names.push(name),
        }
    }
    (!first.contains(':')).then(|| names.join("/"))
}

#[cfg(test)]
mod tests;
