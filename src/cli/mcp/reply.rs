//! An answer that fits into so many bytes. What does not fit is left out in whole pieces, so
//! that no command ends in the middle, and the answer says what is missing and how to get it.

/// Most bytes of an answer, unless more are asked for.
pub(super) const DEFAULT: usize = 2000;

/// Fewest and most bytes that can be asked for. In the fewest there is room for all that is said
/// about an article beside its text.
pub(super) const RANGE: std::ops::RangeInclusive<usize> = DEFAULT..=200_000;

/// Bytes that are kept for saying how many known errors were left out.
const RESERVE: usize = 120;

/// A known error in a list.
pub(super) struct Entry {
    pub(super) id: String,
    /// Which one it is, and why it is here, with a line feed at the end.
    pub(super) head: String,
    /// What the article calls its answer.
    pub(super) label: String,
    /// What to do now, piece by piece, each quoted.
    pub(super) answer: Vec<String>,
    /// What is said where there is nothing to do.
    pub(super) none: &'static str,
}

impl Entry {
    /// What stands where there is no room for any piece of the answer.
    fn pointer(&self) -> String {
        let Entry { id, label, answer, none, .. } = self;
        match answer.len() {
            0 => (*none).to_owned(),
            _ => format!("{label}: call get_known_error with id {id}\n"),
        }
    }

    /// The answer as far as it fits into `room` bytes; all of it or nothing if it is not to be
    /// `cut`.
    fn answer(&self, room: usize, cut: bool) -> String {
        let Entry { id, label, answer, .. } = self;
        let whole: usize =
            label.len() + 2 + answer.iter().map(String::len).sum::<usize>();
        if !answer.is_empty() && whole <= room {
            return format!("{label}:\n{}", answer.concat());
        }
        let all = answer.len();
        let missing = |shown: usize| {
            let left = all - shown;
            format!(
                "({left} of {all} parts are left out: call get_known_error with id {id})\n"
            )
        };
        let mut used = label.len() + 2;
        let fitting = answer.iter().zip(1..all).take_while(|(piece, shown)| {
            used += piece.len();
            used + missing(*shown).len() <= room
        });
        match fitting.count() {
            shown if cut && shown > 0 => {
                let pieces = answer.get(..shown).unwrap_or_default().concat();
                format!("{label}:\n{pieces}{}", missing(shown))
            }
            _ => self.pointer(),
        }
    }
}

/// `intro`, as many of `entries` as fit, then as many of `others`, each whole and below its
/// title `about`. What fits of the answers is shown, the first one first.
pub(super) fn list(
    intro: &str,
    entries: &[Entry],
    (about, others): (&str, &[String]),
    max: usize,
) -> String {
    let mut used = intro.len() + RESERVE;
    let mut fit = |cost: usize| {
        let fits = used + cost <= max;
        used += if fits { cost } else { 0 };
        fits
    };
    let pointed = |entry: &Entry| entry.head.len() + entry.pointer().len() + 1;
    let shown = entries.iter().take_while(|entry| fit(pointed(entry))).count();
    let is_whole = shown == entries.len();
    let begun = is_whole && !others.is_empty() && fit(about.len());
    let others_shown = if begun {
        others.iter().take_while(|other| fit(other.len())).count()
    } else {
        0
    };
    let mut room = max.saturating_sub(used);
    let mut out = intro.to_owned();
    for (number, entry) in entries.iter().take(shown).enumerate() {
        let pointer = entry.pointer().len();
        let answer = entry.answer(pointer + room, number == 0);
        room = (pointer + room).saturating_sub(answer.len());
        out.push('\n');
        out.push_str(&entry.head);
        out.push_str(&answer);
    }
    if begun {
        out.push_str(about);
    }
    others.iter().take(others_shown).for_each(|other| out.push_str(other));
    let left = entries.len() + others.len() - shown - others_shown;
    if left > 0 {
        out.push_str(&format!(
            "\n({left} more of this list are left out: ask again with a larger max_bytes)\n"
        ));
    }
    out
}
