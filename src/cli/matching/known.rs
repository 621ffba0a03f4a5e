//! What all articles say, as far as a quick look at a line needs it.

use super::placeholders::Forms;
#[cfg(doc)]
use super::quote::grams;

/// What all articles say.
pub(super) struct Known {
    /// The runs of words of their texts.
    pub(super) runs: Runs,
    /// The [`grams`] that their names for errors begin with.
    pub(super) grams: Runs,
    pub(super) forms: Forms,
}

/// Runs of words, of which one in three hundred others is taken for one of them (Bloom).
pub(super) struct Runs(Vec<u64>);

impl Runs {
    /// Bits for each run, of which two are set.
    const BITS: usize = 32;

    pub(super) fn new(runs: &[u64]) -> Runs {
        let bits = (runs.len() * Runs::BITS).next_power_of_two().max(64);
        let mut made = Runs(vec![0; bits / 64]);
        for run in runs {
            for hash in [*run, run.rotate_left(32)] {
                let at = made.place(hash);
                made.0.get_mut(at).into_iter().for_each(|word| *word |= bit(hash));
            }
        }
        made
    }

    pub(super) fn contains(&self, run: u64) -> bool {
        let is_set =
            |hash| self.0.get(self.place(hash)).is_some_and(|word| word & bit(hash) != 0);
        is_set(run) && is_set(run.rotate_left(32))
    }

    /// The word of a hash. The number of words is a power of two.
    fn place(&self, hash: u64) -> usize {
        (hash >> 6) as usize & (self.0.len() - 1)
    }
}

/// The bit of a hash in its word.
fn bit(hash: u64) -> u64 {
    1 << (hash & 63)
}
