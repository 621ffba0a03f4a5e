//! What of a base no bundle holds, counted.

use super::kb::KnowledgeBase;
use crate::base::Published;

/// How many articles of a base are in no bundle, so that people can add up its files.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Rest {
    /// Articles that are retired.
    pub(super) retired: usize,
    /// Articles that `exclude` names.
    pub(super) excluded: usize,
    /// Folders that it names, whose articles nobody has counted.
    pub(super) excluded_folders: usize,
    /// Articles that an error keeps out.
    pub(super) left_out: usize,
}

impl Rest {
    pub(super) fn of(base: &KnowledgeBase, published: &Published) -> Rest {
        Rest {
            retired: published.retired,
            excluded: base.excluded,
            excluded_folders: base.excluded_folders,
            left_out: published.left_out.len(),
        }
    }

    /// `3 retired`, `12 excluded`, `2 folders excluded`, `4 left out`: those that there are.
    pub(super) fn counts(self) -> Vec<String> {
        let Rest { retired, excluded, excluded_folders, left_out } = self;
        let folders = if excluded_folders == 1 { "folder" } else { "folders" };
        let counts = [
            (retired, "retired".to_owned()),
            (excluded, "excluded".to_owned()),
            (excluded_folders, format!("{folders} excluded")),
            (left_out, "left out".to_owned()),
        ];
        let counts = counts.into_iter().filter(|(count, _)| *count > 0);
        counts.map(|(count, what)| format!("{count} {what}")).collect()
    }
}
