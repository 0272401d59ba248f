"""Cards of items, drawn here: a page has ten of them, and a template takes three times as long."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

from newsroom.archive.result import Card
from newsroom.templatetags.newsroom_format import machine_datetime, press_date

register = template.Library()

CARD = """<li{id}>
<article class="card">
<h3 class="card__title"><a href="{url}">{title}</a></h3>
<p class="eyebrow">
{date}
<span>{kind}</span>{badge}
</p>
{more}</article>
</li>
"""
DATE = '<time datetime="{}">{}</time>'
BADGE = '<span><span class="badge">{}</span></span>'
TEASER = '<p class="card__teaser">{}</p>\n'
TERM = '<li><a href="{}"{}>{}</a></li>'
LANGUAGE = ' lang="{}"'
TERMS = '<ul class="tags">\n{}\n</ul>\n'


@register.simple_tag
def card_items(cards: Iterable[Card], compact: bool = False) -> SafeString:
    """An item of the list for each card; compact ones without teaser and terms."""
    drawn = "".join(_drawn(card, compact) for card in cards)
    return mark_safe(drawn)  # noqa: S308 - escaped below


def _drawn(card: Card, compact: bool) -> str:
    at = card.published_at
    return CARD.format(
        id="" if compact or not card.anchor else f' id="{conditional_escape(card.anchor)}"',
        url=conditional_escape(card.url),
        title=conditional_escape(card.headline or card.title),
        date=DATE.format(machine_datetime(at), press_date(at)) if at else "",
        kind=conditional_escape(card.kind_label),
        badge=BADGE.format(conditional_escape(card.badge)) if card.badge else "",
        more="" if compact else _more(card),
    )


def _more(card: Card) -> str:
    teaser = TEASER.format(conditional_escape(card.teaser)) if card.teaser else ""
    if not card.terms:
        return teaser
    terms = (
        TERM.format(
            conditional_escape(term.url),
            LANGUAGE.format(term.language) if term.language else "",
            conditional_escape(term.label),
        )
        for term in card.terms
    )
    return teaser + TERMS.format("".join(terms))
