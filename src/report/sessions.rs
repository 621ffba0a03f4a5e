//! How asking ended: what a help desk was spared, as far as events tell.
//!
//! A session is one matter that one person asks about; the widget makes up its name and keeps
//! it in memory alone. Whether somebody was helped is known only where they say so. So there
//! are three figures, which must not be added together.

use super::events::{Event, EventKind};
use kedb_engine::article::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use std::mem;

/// Most sessions, most openings by a person and most openings in a session that are kept apart at
/// a time. Those that have been silent the longest are then taken as ended.
const KEPT: usize = 100_000;

/// Within how many days somebody who opens an article again was not helped by it.
const AGAIN: i64 = 7;

/// How the sessions ended.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Deflection {
    /// All of them.
    pub sessions: u64,
    /// Somebody said that an article solved it.
    pub confirmed: u64,
    /// An article was opened or copied, and nobody was asked: perhaps it helped.
    pub potential: u64,
    /// Nothing was opened, or somebody was asked all the same.
    pub none: u64,
    /// How often an article was opened by somebody whom the host names by a pseudonym; several
    /// times in one session count once.
    pub opened_by_known: u64,
    /// Of these, how often the same person opened the same article in another session of the
    /// seven days after.
    pub asked_again: u64,
}

/// What is known of a session.
#[derive(Clone, Copy, Debug, Default)]
struct Session {
    opened: bool,
    solved: bool,
    contacted: bool,
}

/// Sessions on their way into a report.
#[derive(Clone, Debug, Default)]
pub(super) struct Sessions {
    open: Recent<String, Session>,
    /// The day of the last opening that counts, by person and article.
    openings: Recent<(String, String), Option<Date>>,
    /// Whether an opening counts already, by session, person and article.
    counted: Recent<(String, String, String), bool>,
    ended: Deflection,
}

impl Sessions {
    /// Counts an event that names its session.
    pub(super) fn add(&mut self, event: &Event) {
        if event.session.is_empty() {
            return;
        }
        let ended = &mut self.ended;
        let session = self.open.get(event.session.clone(), |session| end(session, ended));
        match event.kind {
            EventKind::Open | EventKind::Copy => session.opened = true,
            EventKind::Solved => session.solved = true,
            EventKind::Contact => session.contacted = true,
            EventKind::Search
            | EventKind::NoResults
            | EventKind::Close
            | EventKind::Feedback => {}
        }
        if event.kind == EventKind::Open {
            self.opening(event);
        }
    }

    fn opening(&mut self, event: &Event) {
        let (person, Some(day)) = (&event.person, event.day) else { return };
        if person.is_empty() || event.id.is_empty() {
            return;
        }
        let id = event.id.to_ascii_lowercase();
        let in_session = (event.session.clone(), person.clone(), id.clone());
        if mem::replace(self.counted.get(in_session, |_| {}), true) {
            return;
        }
        let last = self.openings.get((person.clone(), id), |_| {}).replace(day);
        let since = last.map(|last| day.days() - last.days());
        self.ended.opened_by_known += 1;
        self.ended.asked_again +=
            u64::from(since.is_some_and(|days| (0..=AGAIN).contains(&days)));
    }

    /// How all of them ended; none if no event names its session.
    pub(super) fn deflection(self) -> Option<Deflection> {
        let mut ended = self.ended;
        self.open.all().for_each(|session| end(session, &mut ended));
        (ended.sessions > 0).then_some(ended)
    }
}

fn end(session: Session, counted: &mut Deflection) {
    counted.sessions += 1;
    match session {
        Session { solved: true, .. } => counted.confirmed += 1,
        Session { opened: true, contacted: false, .. } => counted.potential += 1,
        Session { .. } => counted.none += 1,
    }
}

/// The values that were asked for lately, in two halves: what is in the older half when the
/// younger one is full is given up.
#[derive(Clone, Debug)]
struct Recent<K, V> {
    younger: BTreeMap<K, V>,
    older: BTreeMap<K, V>,
}

impl<K, V> Default for Recent<K, V> {
    fn default() -> Recent<K, V> {
        Recent { younger: BTreeMap::new(), older: BTreeMap::new() }
    }
}

impl<K: Ord, V: Default> Recent<K, V> {
    /// The value of `key`; `give_up` gets those that are let go for it.
    fn get(&mut self, key: K, give_up: impl FnMut(V)) -> &mut V {
        if self.younger.len() >= KEPT / 2 && !self.younger.contains_key(&key) {
            let younger = mem::take(&mut self.younger);
            let older = mem::replace(&mut self.older, younger);
            older.into_values().for_each(give_up);
        }
        let known = self.older.remove(&key).unwrap_or_default();
        self.younger.entry(key).or_insert(known)
    }

    fn all(self) -> impl Iterator<Item = V> {
        self.younger.into_values().chain(self.older.into_values())
    }
}

#[cfg(test)]
mod tests {
    use super::{KEPT, Recent};

    #[test]
    fn what_is_asked_for_lately_is_kept() {
        let mut given_up = 0;
        let mut recent = Recent::<usize, usize>::default();
        for key in 0..KEPT * 2 {
            *recent.get(key, |_| given_up += 1) = key;
            assert_eq!(*recent.get(0, |_| given_up += 1), 0);
        }
        let kept = recent.all().count();
        assert_eq!(kept + given_up, KEPT * 2);
        assert!(kept <= KEPT, "{kept}");
    }
}
