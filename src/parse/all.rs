//! All files of a base, on all cores.

use super::headings::Own;
use super::{File, Languages, Parsed, read};
use crate::config::Config;
use kedb_engine::article::Audience;
use rayon::prelude::*;
use std::borrow::Borrow;

/// Reads the files of a base, path and text of each, as far as `audience` may see their texts. What
/// their names say of languages is decided on all of them. `done` is called for each file once it is
/// read.
#[must_use]
pub fn articles<F>(
    files: &[F],
    config: &Config,
    audience: Audience,
    done: &(dyn Fn() + Sync),
) -> Vec<Parsed>
where
    F: Borrow<(String, String)> + Sync,
{
    let paths = files.iter().map(|file| file.borrow().0.as_str());
    let (languages, own) = (Languages::of(paths), Own::of(&config.headings));
    let read = |file: &F| {
        let (path, text) = file.borrow();
        let parsed = packed(File::of(path, &languages), text, config, &own, audience);
        done();
        parsed
    };
    files.par_iter().map(read).collect()
}

/// The same, where nobody reads the texts any more: each is freed once it is read.
#[must_use]
pub fn last_articles(
    files: &mut [(String, String)],
    config: &Config,
    audience: Audience,
    done: &(dyn Fn() + Sync),
) -> Vec<Parsed> {
    let paths = files.iter().map(|(path, _)| path.as_str());
    let (languages, own) = (Languages::of(paths), Own::of(&config.headings));
    let read = |(path, text): &mut (String, String)| {
        let text = std::mem::take(text);
        let parsed = packed(File::of(path, &languages), &text, config, &own, audience);
        done();
        parsed
    };
    files.par_iter_mut().map(read).collect()
}

/// Reads a file of a base, all of whose articles are in memory at once. What the reading leaves lies
/// scattered between what it needed for a moment, and has room to spare: a copy has neither.
fn packed(
    file: File<'_>,
    text: &str,
    config: &Config,
    own: &Own,
    audience: Audience,
) -> Parsed {
    read(file, text, config, own, audience).clone()
}
