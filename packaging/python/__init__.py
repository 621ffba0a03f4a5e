"""The program kedb, for scripts in Python."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from typing import Any

__all__ = ["KedbError", "build", "program"]


class KedbError(Exception):
    """The program could not do what was asked; the text is what it printed."""


def program() -> str:
    """The path of the program that was installed with this module, or of one in the path."""
    name = "kedb" + (sysconfig.get_config_var("EXE") or "")
    # `python -m pip install --user` puts it elsewhere.
    schemes = [name for name in sysconfig.get_scheme_names() if name.endswith("_user")]
    folders = [sysconfig.get_path("scripts", scheme) for scheme in schemes]
    for folder in [sysconfig.get_path("scripts"), *folders]:
        path = os.path.join(folder, name)
        if os.path.isfile(path):
            return path
    found = shutil.which("kedb")
    if found:
        return found
    raise KedbError("the program `kedb` is missing: install the package `kedb` again")


def build(
    kb: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    audience: str = "all",
    config: str | os.PathLike[str] | None = None,
    strict: bool = False,
    prune: bool = False,
) -> dict[str, Any]:
    """Builds the bundles of the knowledge base `kb` into the folder `out`.

    Returns the numbers that `kedb build --json` prints: articles, left_out, retired, excluded, files,
    bytes, index_bytes and seconds. Raises KedbError where nothing could be built, or where `strict` is
    set and an article has an error; what the program says of a build that was made, such as why an
    article was left out, goes to the standard error output. `prune` deletes the files of earlier
    builds.
    """
    words = [program(), "build", os.fspath(kb), "--out", os.fspath(out), "--audience", audience, "--json"]
    if config is not None:
        words += ["--config", os.fspath(config)]
    if strict:
        words.append("--strict")
    if prune:
        words.append("--prune")
    done = subprocess.run(words, capture_output=True, text=True, encoding="utf-8")
    if done.returncode != 0:
        raise KedbError(done.stderr.strip())
    sys.stderr.write(done.stderr)
    return json.loads(done.stdout)
