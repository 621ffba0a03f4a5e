"""What the plugins for site generators share."""

import kedb


def bundle(base, out, audience):
    """Builds one audience's bundle into a folder of the site. A site has one kind of readers: with
    both bundles in it the public could read the agents' one."""
    if audience not in ("public", "internal"):
        raise kedb.KedbError(f'the audience is "{audience}": expected "public" or "internal"')
    kedb.build(base, out, audience=audience, prune=True)
