//! What words also mean, as a hot pack holds it: all texts in one, which compresses better than texts
//! with their lengths between them.

use super::BundleError;
use super::wire::{Reader, Writer};

/// Ends each text.
const END: char = '\n';

/// Words that mean the same, or one-way: who types one of `typed` finds all of `meant`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SynonymGroup {
    /// Words, or groups of words, as a person types them.
    pub typed: Vec<String>,
    /// What they mean too.
    pub meant: Vec<String>,
}

/// For each group the number of its texts of both kinds, and of each that is meant its place among those
/// that are typed, counted from 1; 0 for one that is not among them. Then the texts, each once in its
/// group. The end of a line within a text is as good as a space.
pub(super) fn write(groups: &[SynonymGroup], to: &mut Writer) {
    let mut numbers = Writer::default();
    let mut texts = String::new();
    let mut add = |text: &String| {
        texts.push_str(&text.replace(END, " "));
        texts.push(END);
    };
    for SynonymGroup { typed, meant } in groups {
        numbers.size(typed.len());
        numbers.size(meant.len());
        typed.iter().for_each(&mut add);
        for text in meant {
            match typed.iter().position(|other| other == text) {
                Some(place) => numbers.size(place + 1),
                None => {
                    numbers.size(0);
                    add(text);
                }
            }
        }
    }
    to.size(groups.len());
    to.slice(&numbers.bytes);
    to.text(&texts);
}

/// Reads what [`write`] writes.
///
/// # Errors
/// [`BundleError::Damaged`].
pub(super) fn read(from: &mut Reader<'_>) -> Result<Vec<SynonymGroup>, BundleError> {
    let count = from.count()?;
    let mut numbers = from.part()?;
    let texts = from.text()?;
    let mut texts = texts.split_terminator(END);
    let groups = (0..count).map(|_| {
        let (typed, meant) = (numbers.size()?, numbers.count()?);
        let mut next = || texts.next().map(str::to_owned).ok_or_else(|| from.damaged());
        let typed = (0..typed).map(|_| next()).collect::<Result<Vec<String>, _>>()?;
        let meant = (0..meant).map(|_| match numbers.size()?.checked_sub(1) {
            None => next(),
            Some(place) => typed.get(place).cloned().ok_or_else(|| from.damaged()),
        });
        let meant = meant.collect::<Result<_, BundleError>>()?;
        Ok(SynonymGroup { typed, meant })
    });
    let groups = groups.collect::<Result<_, BundleError>>()?;
    numbers.end()?;
    Ok(groups)
}
