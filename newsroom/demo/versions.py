"""The documents that are kept in versions: the media protocol and the social media policy."""

from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from newsroom.demo.body import Block, Body
from newsroom.demo.drafts import Shelf
from newsroom.demo.vocabulary import corpus
from newsroom.models import (
    MediaProtocolPage,
    MediaProtocolVersionPage,
    NewsIndexPage,
    SocialMediaAccount,
    SocialMediaPolicyPage,
    SocialMediaPolicyVersionPage,
)

LISTS = {
    "released": "What is normally released",
    "consultation": "What is released after consultation",
    "withheld": "What is not released",
}


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
                document_id=shelf.documents.get(version.get("document", "")), **_version(version)
            )
        )
    return protocol


def add_social_media(news: NewsIndexPage) -> SocialMediaPolicyPage:
    """The policy with its accounts, and its versions."""
    words = corpus("social_media")
    page = SocialMediaPolicyPage(
        title="Social media policy",
        slug="social-media-policy",
        introduction=words["introduction"],
        summary=words["summary"],
    )
    page.accounts = [
        SocialMediaAccount(sort_order=place, **account)
        for place, account in enumerate(words["account"])
    ]
    policy = news.add_child(instance=page)
    for version in words["version"]:
        policy.add_child(instance=SocialMediaPolicyVersionPage(**_version(version)))
    return policy


def _version(words: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "title": words["title"],
        "slug": words["slug"],
        "summary": words["summary"],
        "version_label": words["label"],
        "status": words["status"],
        "in_force_from": _date(words.get("from")),
        "in_force_to": _date(words.get("to")),
        "agreed_by": words["agreed_by"],
        "body": _text(words),
    }


def _text(version: Mapping[str, Any]) -> list[Block]:
    body = Body(Random(version["title"]))
    body.paragraphs(version["opening"])
    for clause in version["clause"]:
        body.clause(clause["heading"], clause["text"])
    for kind, entries in version.get("material", {}).items():
        body.material(kind, LISTS[kind], entries)
    return body.blocks


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
