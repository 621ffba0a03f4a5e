"""A knowledge base in a Sphinx site: its bundle is built with the site, and the directive
`kedb-search` puts the search into a page. In `conf.py`:

    extensions = ["kedb.sphinx"]
    kedb_base = "my-errors"
"""

import os

from docutils import nodes
from docutils.parsers.rst import Directive
from sphinx.errors import ExtensionError

import kedb
from kedb.site import bundle

#: The bundle lies among the static files: Sphinx knows their address from every page.
FOLDER = "known-errors"


class Search(Directive):
    """The search box; its content is shown until the search has loaded."""

    has_content = True

    def run(self):
        text = nodes.unescape(" ".join(self.content)) or "Known errors"
        text = text.replace("&", "&amp;").replace("<", "&lt;")
        return [nodes.raw("", f"<kedb-search>{text}</kedb-search>", format="html")]


def build(app, exception):
    if exception is not None or app.builder.format != "html":
        return
    base = os.path.join(app.confdir, app.config.kedb_base)
    out = os.path.join(app.outdir, "_static", FOLDER)
    try:
        bundle(base, out, app.config.kedb_audience)
    except kedb.KedbError as error:
        raise ExtensionError(str(error)) from error


def setup(app):
    app.add_config_value("kedb_base", "known-errors", "html", [str])
    app.add_config_value("kedb_audience", "public", "html", [str])
    app.add_directive("kedb-search", Search)
    app.add_js_file(f"{FOLDER}/kedb.js", type="module")
    app.connect("build-finished", build)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
