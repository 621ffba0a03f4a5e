"""A knowledge base in an MkDocs site: its bundle is built with the site, and `<kedb-search>` may
stand in any page, with a blank line around it. In `mkdocs.yml`:

    plugins:
      - search
      - kedb:
          base: my-errors
"""

import os

from mkdocs.config import config_options as options
from mkdocs.config.base import Config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.plugins import BasePlugin

import kedb
from kedb.site import bundle


class Options(Config):
    """What `mkdocs.yml` may say below `kedb`."""

    base = options.Dir(exists=True)
    path = options.Type(str, default="known-errors")
    audience = options.Choice(("public", "internal"), default="public")


class Plugin(BasePlugin[Options]):
    """Loads the search in every page, and builds the bundle beside them."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        script = options.ExtraScriptValue(f"{self.config.path}/kedb.js")
        script.type = "module"
        config.extra_javascript.append(script)
        return config

    def on_serve(self, server, **_):
        server.watch(self.config.base)
        return server

    def on_post_build(self, config: MkDocsConfig) -> None:
        out = os.path.join(config.site_dir, self.config.path)
        try:
            bundle(self.config.base, out, self.config.audience)
        except kedb.KedbError as error:
            raise PluginError(str(error)) from error
