//! All files of a base, on all cores.

use super::codes;
use super::headings::Own;
use super::{File, Languages, Parsed, read};
use crate::config::Config;
use kedb_engine::article::Audience;
use rayon::prelude::*;
use std::borrow::{Borrow, Cow};

/// Reads the files of a base, path and text of each, as far as `audience` may see their texts. What
/// their names say of languages is decided on all of them.
#[must_use]
pub fn articles<F>(files: &[F], config: &Config, audience: Audience) -> Vec<Parsed>
where
    F: Borrow<(String, String)> + Sync,
{
    counted(files, config, audience, &|| ())
}

/// The same. `done` is called for each file once it is read.
#[must_use]
pub fn counted<F>(
    files: &[F],
    config: &Config,
    audience: Audience,
    done: &(dyn Fn() + Sync),
) -> Vec<Parsed>
where
    F: Borrow<(String, String)> + Sync,
{
    let paths: Vec<&str> = files.iter().map(|file| file.borrow().0.as_str()).collect();
    let read = reader(&paths, config, audience, done);
    let files = files.par_iter().map(Borrow::borrow);
    files.map(|(path, text)| read(path, text.into())).collect()
}

/// The same, where nobody reads the texts any more: each is freed once it is read.
#[must_use]
pub fn last_counted(
    files: &mut [(String, String)],
    config: &Config,
    audience: Audience,
    done: &(dyn Fn() + Sync),
) -> Vec<Parsed> {
    let paths: Vec<&str> = files.iter().map(|(path, _)| path.as_str()).collect();
    let read = reader(&paths, config, audience, done);
    let files = files.par_iter_mut();
    files.map(|(path, text)| read(path, std::mem::take(text).into())).collect()
}

/// Reads one file after the other of a base, all of whose articles are in memory at once. What the
/// reading leaves lies scattered between what it needed for a moment, and has room to spare: a copy has
/// neither.
fn reader<'b>(
    paths: &[&str],
    config: &'b Config,
    audience: Audience,
    done: &'b (dyn Fn() + Sync),
) -> impl Fn(&str, Cow<'_, str>) -> Parsed + Sync + use<'b> {
    let own = Own::of(&config.headings);
    let languages = Languages::of(paths.iter().copied());
    let are_numbered = codes::are_numbered(paths);
    move |path, text| {
        let file = File { are_numbered, ..File::of(path, &languages) };
        let parsed = read(file, &text, config, &own, audience).clone();
        done();
        parsed
    }
}
