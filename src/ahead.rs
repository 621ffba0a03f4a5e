//! Work on all cores whose results are taken one after the other.

use rayon::prelude::*;

/// How many results are made at once: enough for all cores, and few enough that they need little
/// memory.
const AT_ONCE: usize = 256;

/// Makes something of each of `items`, and gives it to `take` in their order. While some results are
/// taken the next ones are made.
///
/// # Errors
/// The first that `take` gives.
pub(crate) fn in_order<T: Sync, R: Send, E>(
    items: &[T],
    make: impl Fn(&T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<(), E>,
) -> Result<(), E> {
    let mut made: Vec<R> = Vec::new();
    // Behind the last items come none, while the last results are taken.
    for items in items.chunks(AT_ONCE).chain([&[][..]]) {
        let mut next = Vec::new();
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| next = items.par_iter().map(&make).collect());
            made.drain(..).try_for_each(&mut take)
        })?;
        made = next;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use crate::ahead::{AT_ONCE, in_order};

    /// Takes the squares of the numbers below `count` up to the first that is `limit`; gives those
    /// that were taken.
    fn squares(count: usize, limit: Option<usize>) -> (Vec<usize>, Result<(), usize>) {
        let numbers: Vec<usize> = (0..count).collect();
        let mut taken = Vec::new();
        let ended = in_order(
            &numbers,
            |number| number * number,
            |square| match limit {
                Some(limit) if square == limit => Err(square),
                _ => {
                    taken.push(square);
                    Ok(())
                }
            },
        );
        (taken, ended)
    }

    #[test]
    fn results_are_taken_in_order_up_to_the_first_error() {
        for count in [0, 1, AT_ONCE - 1, AT_ONCE, AT_ONCE + 1, 5 * AT_ONCE + 3] {
            let all: Vec<usize> = (0..count).map(|number| number * number).collect();
            assert_eq!(squares(count, None), (all.clone(), Ok(())), "{count}");
            for at in [0, AT_ONCE, 4 * AT_ONCE + 1] {
                let Some(limit) = all.get(at) else { continue };
                let expected = (all[..at].to_vec(), Err(*limit));
                assert_eq!(squares(count, Some(*limit)), expected, "{count} {at}");
            }
        }
    }
}
