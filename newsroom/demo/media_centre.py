"""The pages that journalists need, and the plain pages: protocol, social media."""

from collections.abc import Sequence
from datetime import date
from random import Random
from typing import Any

from newsroom.demo.body import Block, Body
from newsroom.demo.drafts import Shelf
from newsroom.demo.vocabulary import corpus
from newsroom.models import (
    ContentPage,
    HomePage,
    MediaProtocolPage,
    MediaProtocolVersionPage,
    NewsIndexPage,
    SocialMediaAccount,
    SocialMediaPolicyPage,
)


def add_protocol(news: NewsIndexPage, shelf: Shelf) -> MediaProtocolPage:
    """The protocol and its versions, the oldest first."""
    words = corpus("protocol")
    protocol = news.add_child(
        instance=MediaProtocolPage(
            title="Media protocol",
            slug="media-protocol",
            introduction=words["introduction"],
            summary=words["summary"],
        )
    )
    for version in words["version"]:
        protocol.add_child(
            instance=MediaProtocolVersionPage(
                title=version["title"],
                slug=version["slug"],
                summary=version["summary"],
                version_label=version["label"],
                status=version["status"],
                in_force_from=_date(version.get("from")),
                in_force_to=_date(version.get("to")),
                agreed_by=version["agreed_by"],
                document_id=shelf.documents.get(version.get("document", "")),
                body=_protocol_text(version),
            )
        )
    return protocol


def _protocol_text(version: dict[str, Any]) -> list[Block]:
    body = Body(Random(version["slug"]))
    body.paragraphs(version["opening"])
    for clause in version["clause"]:
        body.clause(clause["heading"], clause["text"])
    material = version["material"]
    body.material("released", "What is normally released", material["released"])
    body.material("consultation", "What is released after consultation", material["consultation"])
    body.material("withheld", "What is not released", material["withheld"])
    return body.blocks


def add_social_media(news: NewsIndexPage) -> SocialMediaPolicyPage:
    words = corpus("pages")["social_media"]
    body = Body(Random("social-media"))
    body.paragraphs(words["text"])
    body.points(words["points"])
    for section in words["section"]:
        body.heading(section["heading"])
        body.paragraphs(section["text"])
    page = SocialMediaPolicyPage(
        title="Social media policy",
        slug="social-media-policy",
        summary=words["summary"],
        body=body.blocks,
    )
    page.accounts = [
        SocialMediaAccount(sort_order=place, **account)
        for place, account in enumerate(words["account"])
    ]
    return news.add_child(instance=page)


def add_plain_pages(home: HomePage, reviewed_on: date) -> None:
    """Accessibility statement, cookies, privacy."""
    for words in corpus("pages")["content"]:
        home.add_child(
            instance=ContentPage(
                title=words["title"],
                slug=words["slug"],
                summary=words["summary"],
                body=_sections(words["slug"], words["section"]),
                reviewed_on=reviewed_on,
            )
        )


def _sections(slug: str, sections: Sequence[dict[str, Any]]) -> list[Block]:
    body = Body(Random(slug))
    for section in sections:
        if "heading" in section:
            body.heading(section["heading"])
        body.paragraphs(section["text"])
        if "points" in section:
            body.points(section["points"])
    return body.blocks


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
