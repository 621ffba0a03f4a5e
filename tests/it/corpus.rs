//! Real knowledge bases, each read through its mapping in `tests/corpus`. They are not
//! part of the repository: without them the tests say so and pass.

use kedb::article::Audience;
use kedb::cli::kb::load;
use std::path::{Path, PathBuf};

fn corpus() -> Option<PathBuf> {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = std::env::var_os("KEDB_CORPUS")
        .map_or_else(|| manifest.join("../shared/corpus"), PathBuf::from);
    if !folder.is_dir() {
        eprintln!("skipped: no corpus in `{}`; set KEDB_CORPUS", folder.display());
        return None;
    }
    Some(folder)
}

#[test]
fn dump() {
    let Some(corpus) = corpus() else { return };
    for name in [
        "office-dev",
        "vtex-en",
        "vtex-es",
        "vtex-pt",
        "prometheus-runbooks",
        "workfront-known-issues",
    ] {
        let config = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join(format!("tests/corpus/{name}.toml"));
        let start = std::time::Instant::now();
        let base = load(&corpus.join(name), Some(&config)).unwrap();
        let read = start.elapsed();
        let p = base.articles(Audience::Internal);
        println!(
            "{name}: files {} articles {} left {:?} {read:?} {:?}",
            base.files.len(),
            p.articles.len(),
            p.left_out,
            start.elapsed()
        );
        let mut out = String::new();
        for a in &p.articles {
            out += &format!(
                "\n\n######## {} | {} | {} | {:?} | {:?} wa={}\n  err {:?} kw {:?} al {:?} prob {:?} upd {:?}\n",
                a.source,
                a.id,
                a.title,
                a.status,
                a.service,
                kedb::workaround::has_workaround(a),
                a.error_codes,
                a.keywords,
                a.aliases,
                a.problem,
                a.updated.map(|d| d.to_string())
            );
            for s in &a.sections {
                out += &format!(
                    "== [{}] {:?}\n{}\n",
                    s.kind.word(),
                    s.heading,
                    kedb::html::write_html(&s.nodes)
                );
            }
        }
        std::fs::write(format!("/tmp/dump-{name}.txt"), out).unwrap();
        let mut rules = std::collections::BTreeMap::<_, usize>::new();
        for q in &p.problems {
            *rules.entry((q.level, q.rule)).or_default() += 1;
        }
        println!("{rules:#?}");
        for q in p
            .problems
            .iter()
            .filter(|q| {
                !["missing-image", "no-workaround", "no-symptoms"].contains(&q.rule)
            })
            .take(60)
        {
            println!("{q}");
        }
    }
}
