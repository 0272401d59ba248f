"""The addresses of an item's earlier editions: they begin with that of the item."""

import re

EARLIER = "earlier"
CHANGES = "changes"

_PATH = re.compile(rf"(?P<item>/.+?/)(?P<view>{EARLIER}/(?:[\w\-]+/(?:{CHANGES}/)?)?)", re.ASCII)


def without_earlier(path: str) -> tuple[str, str]:
    """Split a path into the address of an item and what follows it, such as "earlier/2/changes/".

    What follows is "" for a path that is not that of an earlier edition. A page may have a slug
    that looks like one, so the whole path is to be looked up first.
    """
    found = _PATH.fullmatch(f"{path.rstrip('/')}/")
    return (found["item"], found["view"]) if found else (path, "")
