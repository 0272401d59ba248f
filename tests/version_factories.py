"""Documents in versions for tests, in every state by name."""

from datetime import date
from itertools import count
from typing import Any
from uuid import uuid4

from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from newsroom.choices import VersionStatus as Status
from newsroom.models import (
    MediaProtocolPage,
    MediaProtocolVersionPage,
    SocialMediaPolicyPage,
    SocialMediaPolicyVersionPage,
)
from tests.factories import newsroom

NUMBERS = count(1)


def clause(heading: str, text: str = "<p>Some words.</p>", **fields: Any) -> dict[str, Any]:
    """A numbered clause as it is stored."""
    value = {"heading": heading, "text": text}
    return {"type": "clause", "value": value, "id": str(uuid4()), **fields}


def material(kind: str, heading: str, *entries: str) -> dict[str, Any]:
    """One of a protocol's lists as it is stored."""
    items = [{"type": "item", "value": entry, "id": str(uuid4())} for entry in entries]
    return {"type": kind, "value": {"heading": heading, "entries": items}, "id": str(uuid4())}


def protocol(**fields: Any) -> MediaProtocolPage:
    """The media protocol; asked for again, the same one."""
    found = MediaProtocolPage.objects.first()
    return found or newsroom().add_child(
        instance=MediaProtocolPage(title="Media protocol", slug="media-protocol", **fields)
    )


def policy(**fields: Any) -> SocialMediaPolicyPage:
    """The social media policy; asked for again, the same one."""
    found = SocialMediaPolicyPage.objects.first()
    return found or newsroom().add_child(
        instance=SocialMediaPolicyPage(title="Social media policy", **fields)
    )


def version(slug: str = "", **fields: Any) -> MediaProtocolVersionPage:
    """A public version of the protocol: a draft for consultation, unless told otherwise."""
    return _added(MediaProtocolVersionPage, protocol(), slug, fields)


def policy_version(slug: str = "", **fields: Any) -> SocialMediaPolicyVersionPage:
    """A public version of the policy."""
    return _added(SocialMediaPolicyVersionPage, policy(), slug, fields)


def in_force(slug: str = "", since: date = date(2020, 1, 1), **fields: Any) -> Any:
    """A version that is in force until another one is."""
    return version(slug, status=Status.IN_FORCE, in_force_from=since, **fields)


def superseded(slug: str = "", since: date = date(2005, 10, 1), **fields: Any) -> Any:
    """A version whose time is over."""
    last = fields.pop("until", date(2019, 12, 31))
    dates = {"in_force_from": since, "in_force_to": last}
    return version(slug, status=Status.SUPERSEDED, **dates, **fields)


def filled(**fields: Any) -> dict[str, Any]:
    """The form of a version that comes into force on 17 December 2025."""
    words = nested_form_data(
        {
            "title": "2025",
            "slug": "2025",
            "version_label": "2025",
            "status": "in-force",
            "in_force_from": "17/12/2025",
            "in_force_to": "",
            "agreed_by": "The CPS",
            "summary": "",
            "document": "",
            "body": streamfield(
                [("clause", {"heading": "Purpose", "text": rich_text("<p>Open justice.</p>")})]
            ),
            "comments": inline_formset([]),
        }
    )
    return {**words, **fields}


def _added(model: type, document: Any, slug: str, fields: dict[str, Any]) -> Any:
    slug = slug or f"version-{next(NUMBERS)}"
    document.refresh_from_db()
    words = {"title": slug, "version_label": slug, "body": [clause("Purpose")], **fields}
    added = document.add_child(instance=model(slug=slug, **words))
    return model.objects.get(pk=added.pk)
