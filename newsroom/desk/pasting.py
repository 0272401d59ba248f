"""Pasting from word processors, and rich text that comes without the editor.

The scripts in static/desk/paste*.js leave out what was struck out, and review comments. Whatever
reaches the server otherwise is cleaned here and when a draft is saved (pages/typed_links.py).
"""

import json
from typing import Any

from django.forms import Media
from django.templatetags.static import static
from django.utils.functional import cached_property
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter
from wagtail.admin.rich_text.editors.draftail import DraftailRichTextArea
from wagtail.admin.telepath import register
from wagtail.blocks.stream_block import StreamBlockAdapter

from newsroom.documents.markup import paragraphs
from newsroom.documents.struck_out import without_struck_out
from newsroom.pages.stream_blocks import ArticleStream

_SCRIPTS = (
    *("desk/paste_read.js", "desk/paste_clean.js"),
    *("desk/paste_targets.js", "desk/paste.js"),
)


def scripts() -> SafeString:
    """The script elements for every screen of the admin."""
    return format_html_join("", '<script src="{}"></script>', ((static(one),) for one in _SCRIPTS))


class ArticleStreamAdapter(StreamBlockAdapter):
    """Has the browser keep the blocks of a body, for a paste that makes several of them."""

    js_constructor = "newsroom.ArticleStream"

    @cached_property
    def media(self) -> Media:
        return super().media + Media(js=["desk/paste_body.js"])


register(ArticleStreamAdapter(), ArticleStream)


class RichTextArea(DraftailRichTextArea):
    """Wagtail's rich text editor, which takes HTML too and drops what was struck out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # No field offers words struck out: they are only read to be left out.
        self.converter = ContentstateConverter([*self.features, "strikethrough"])

    def format_value(self, value: Any) -> Any:
        return self._state_of(value or "")

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        typed = data.get(name)
        if typed is None:
            return None
        state = typed if _is_state(typed) else self._state_of(typed)
        return without_struck_out(self.converter.to_database_format(state))

    def _state_of(self, markup: str) -> str:
        """The editor's state for HTML; of HTML that no browser wrote, for its words."""
        kept = without_struck_out(markup)
        try:
            state: str = self.converter.from_database_format(kept)
        except (AssertionError, KeyError, ValueError):
            # Wagtail's converter asks for tags that match and links with an address.
            words = "".join(f"<p>{escape(words)}</p>" for words in paragraphs(kept))
            state = self.converter.from_database_format(words)
        return state


def _is_state(typed: str) -> bool:
    """Whether this is the editor's state, and not HTML that a program sent."""
    try:
        state = json.loads(typed)
    except ValueError:
        return False
    return state is None or (isinstance(state, dict) and "blocks" in state)
