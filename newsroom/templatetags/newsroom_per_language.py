"""Parts of pages that are the same on every page of a language, drawn once."""

from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.utils import translation
from django.utils.safestring import SafeString

from newsroom.templatetags.newsroom_format import in_language

register = template.Library()

SECTIONS = (
    "/news/",
    "/news/high-profile-cases/",
    "/news/speeches/",
    "/news/press-office/",
    "/news/media-protocol/",
)
"""The pages that the header leads to."""


@register.simple_tag
def section(path: str) -> str:
    """The address of the section that a path is, or nothing: one of a few values."""
    return path if path in map(in_language, SECTIONS) else ""


class PerLanguageNode(template.Node):
    """Keeps what it has drawn, by language and by the values that it is given."""

    def __init__(self, nodelist: NodeList, names: tuple[str, ...]) -> None:
        self.nodelist, self.names = nodelist, names
        self._drawn: dict[tuple[Any, ...], SafeString] = {}

    def render(self, context: Context) -> SafeString:
        """What is within, which is drawn without the variables of the page."""
        values = tuple(context[name] for name in self.names)
        key = (translation.get_language(), *values)
        if key not in self._drawn:
            bare = context.new(dict(zip(self.names, values, strict=True)))
            self._drawn[key] = self.nodelist.render(bare)
        return self._drawn[key]


@register.tag
def per_language(parser: Parser, token: Token) -> PerLanguageNode:
    """{% per_language %}…{% endper_language %}: words and fixed addresses, drawn once a language.

    What is within sees no variable but those named in the tag: {% per_language here %}. Each of
    these must have few values, all of them known beforehand, since what is drawn is kept for each.
    """
    names = tuple(token.split_contents()[1:])
    nodelist = parser.parse(("endper_language",))
    parser.delete_first_token()
    return PerLanguageNode(nodelist, names)
