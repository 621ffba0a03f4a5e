//! The keys from which site generators take the address of a page.

/// Keys whose value begins at the top of the site, with `/` or without: Jekyll's and Eleventy's
/// `permalink`, Hugo's `url`, the `redirect_from` of a plugin of Jekyll.
pub(super) const FROM_TOP: [&str; 3] = ["permalink", "url", "redirect_from"];

/// Keys whose value stands in place of the file's name, or begins at the top with `/`: Hugo's and
/// Docusaurus's `slug` and its `id`, Hugo's `aliases`.
pub(super) const IN_FOLDER: [&str; 3] = ["slug", "id", "aliases"];

/// Whether an address is read from a key of this name.
pub(super) fn reads(key: &str) -> bool {
    FROM_TOP.contains(&key) || IN_FOLDER.contains(&key)
}
