//! Where a base lies on its site, and where the images lie that the site serves.

use super::{OFTEN, line, percent, quoted, share};
use crate::html::is_web_address;
use crate::links::{Targets, is_image};
use crate::parse::Parsed;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Which share of the links to a site at least leads to articles, if it is the base's own.
const OWN_SITE: f32 = 0.5;

/// Which share of the links that lead to articles below one root lead there below a shorter one that is as
/// good.
const ABOUT_AS_MANY: f32 = 0.95;

/// Below how many articles two of them that links lead to say where the base lies; in a larger one it takes three.
const SMALL: usize = 20;

/// Most folders of a site that a base lies below.
const MAX_DEPTH: usize = 3;

/// A folder beside the base, and the paths of the images in it, both from the base.
pub type Beside = (String, BTreeSet<String>);

/// A target, and the file that it stands in.
type Target<'t> = (&'t str, &'t str);

/// Writes what is known of the links in `files`. The folders `beside` the base may hold its images.
pub(super) fn write(
    out: &mut String,
    files: &[&(String, String)],
    parsed: &[Parsed],
    beside: &[Beside],
) {
    let targets = files.iter().zip(parsed).flat_map(|((path, _), file)| {
        let targets = file.places.targets.keys();
        targets.map(move |target| (path.as_str(), target.as_str()))
    });
    let (pictures, links): (Vec<Target<'_>>, Vec<Target<'_>>) =
        targets.partition(|(_, target)| is_image(target));
    let mut lines = String::new();
    root(&mut lines, files, parsed, &links);
    images(&mut lines, &pictures, beside);
    if !lines.is_empty() {
        out.push_str("\n[links]\n");
        out.push_str(&lines);
    }
}

/// Where the base lies on its site: the folder, or the address, without which most links lead to an
/// article.
fn root(
    out: &mut String,
    files: &[&(String, String)],
    parsed: &[Parsed],
    links: &[Target<'_>],
) {
    let (from_top, others): (Vec<_>, Vec<_>) = links
        .iter()
        .copied()
        .filter(|(_, target)| !target.starts_with("//"))
        .partition(|(_, target)| target.starts_with('/'));
    let (to_sites, others): (Vec<Target<'_>>, Vec<_>) =
        others.into_iter().partition(|(_, target)| is_web_address(target));
    let paths = files.iter().map(|(path, _)| path.as_str());
    let addressed = parsed.iter().filter_map(|file| {
        Some((file.article.as_ref()?, file.places.addresses.as_slice()))
    });
    let mut known = Targets::new(None, None, paths, addressed);
    // Some sites write a path from their top without the `/` before it.
    let is_path = |target: &str| target.contains('/') && !target.starts_with(['.', '#']);
    let others = others.into_iter().filter(|(file, target)| {
        is_path(target) && !target.contains(':') && known.find(file, target).is_none()
    });
    let bare: Vec<Target<'_>> = others.collect();
    let roots = [roots(&from_top), roots(&to_sites), roots(&bare)].concat();
    let targets = [from_top, to_sites, bare].concat();
    let mut led = |root: &str, begins: &str| {
        known.lie_at(root);
        // The address of the site alone leads to its first page, whatever lies there, and an application
        // has all of its views behind it.
        let first = known.find("", begins).filter(|_| is_web_address(begins));
        let is_below = |address: &str| {
            let rest = address.strip_prefix(begins);
            rest.is_some_and(|rest| {
                !rest.trim_matches('/').is_empty() || begins.len() < 2
            })
        };
        // An address that many links have says no more than one.
        let mut below: BTreeMap<&str, Option<&str>> = BTreeMap::new();
        for (file, target) in &targets {
            let address = target.split(['#', '?']).next().unwrap_or_default();
            let found = known.find(file, target);
            if is_below(address) && (found.is_none() || found != first) {
                let leads = below.entry(address).or_default();
                *leads = leads.or(found);
            }
        }
        let found: Vec<&str> = below.values().copied().flatten().collect();
        let articles = found.iter().collect::<BTreeSet<_>>().len();
        (found.len(), below.len(), articles)
    };
    let (without, ..) = led("", "");
    let fewest = if files.len() < SMALL { 2 } else { 3 };
    let roots = roots.into_iter().filter(|root| {
        let (found, below, articles) = led(root, root);
        share(found, below) >= OWN_SITE && articles >= fewest
    });
    let roots: Vec<&str> = roots.collect();
    let found: Vec<(usize, &str)> =
        roots.into_iter().map(|root| (led(root, "").0, root)).collect();
    let most = found.iter().map(|(found, _)| *found).max().unwrap_or_default();
    // Rules of finding lead from deeper folders to much the same articles.
    let is_about = |found: usize| share(found, most) >= ABOUT_AS_MANY;
    if most <= without || without > 0 && is_about(without) {
        return;
    }
    let good = found.into_iter().filter(|(found, _)| is_about(*found));
    let best = good.min_by_key(|(found, root)| (root.len(), Reverse(*found), *root));
    let Some((_, root)) = best else { return };
    let (begins, what) = match root.starts_with('/') {
        true => ("/", "from the top of the site"),
        false => (root, "below it"),
    };
    let (found, below, _) = led(root, begins);
    let text = format!(
        "{} of {below} different links {what} lead to an article",
        percent(share(found, below))
    );
    line(out, "root", &quoted(root), &text);
}

/// The folders, with the address of their site if there is one, below which many of `targets` lie.
fn roots<'t>(targets: &[Target<'t>]) -> Vec<&'t str> {
    let mut roots: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, target) in targets {
        let host = target.find("://").map_or(1, |at| at + "://".len());
        let depth = MAX_DEPTH + usize::from(host > 1);
        let folders = target.match_indices('/').map(|(at, _)| at);
        for end in folders.filter(|at| *at >= host).take(depth) {
            *roots.entry(target.get(..end).unwrap_or_default()).or_default() += 1;
        }
    }
    let often =
        roots.into_iter().filter(|(_, count)| share(*count, targets.len()) >= OFTEN);
    often.map(|(root, _)| root).collect()
}

/// The folder beside the base that holds the most of its images.
fn images(out: &mut String, pictures: &[Target<'_>], beside: &[Beside]) {
    let counts = beside.iter().map(|(folder, images)| {
        let paths = images.iter().map(String::as_str);
        let known = Targets::new(None, Some(folder), paths, std::iter::empty());
        let found = pictures.iter().filter(|(file, target)| {
            known.find(file, target).is_some_and(|path| images.contains(path))
        });
        (found.count(), folder)
    });
    let counts: Vec<(usize, &String)> = counts.collect();
    let most = counts.iter().map(|(count, _)| *count).max().filter(|most| *most > 0);
    // The first of several: it is the nearest.
    if let Some((count, folder)) =
        counts.into_iter().find(|(count, _)| Some(*count) == most)
    {
        let share = percent(share(count, pictures.len()));
        let text = format!("{share} of {} images lie there", pictures.len());
        line(out, "images", &quoted(folder), &text);
    }
}
