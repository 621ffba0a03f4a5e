"""A knowledge base in an mdBook: its bundle is built with the book, and `<kedb-search>` may stand
in any chapter. In `book.toml`:

    [preprocessor.kedb]
    command = "python3 -m kedb.mdbook"
    base = "my-errors"

The bundle lies in `src/known-errors`: name that folder in `.gitignore`, which `mdbook serve` reads.
"""

import json
import os
import sys

import kedb
from kedb.site import bundle

FOLDER = "known-errors"


def chapters(items):
    """All chapters below these items of the book."""
    for item in items:
        chapter = item.get("Chapter") if isinstance(item, dict) else None
        if chapter:
            yield chapter
            yield from chapters(chapter["sub_items"])


def main():
    if sys.argv[1:2] == ["supports"]:
        sys.exit(0 if sys.argv[2] == "html" else 1)
    context, book = json.load(sys.stdin)
    config = context["config"]
    options = config["preprocessor"]["kedb"]
    source = os.path.join(context["root"], config["book"].get("src", "src"))
    base = os.path.join(context["root"], options["base"])
    try:
        bundle(base, os.path.join(source, FOLDER), options.get("audience", "public"))
    except kedb.KedbError as error:
        sys.exit(f"kedb: {error}")
    for chapter in chapters(book.get("items") or book["sections"]):
        if "<kedb-search" in chapter["content"] and chapter.get("path"):
            up = "../" * chapter["path"].count("/")
            script = f'<script type="module" src="{up}{FOLDER}/kedb.js"></script>'
            chapter["content"] += f"\n\n{script}\n"
    json.dump(book, sys.stdout)


if __name__ == "__main__":
    main()
