"""Release bundles, as the desk makes them."""

from datetime import datetime, timedelta
from typing import Any

from newsroom.models import PressReleasePage, ReleaseBundle
from newsroom.publishing import bundles
from newsroom.time_zones import LONDON
from tests.blockers import AUTHOR, sound_draft, stood_up_for
from tests.factories import person

NOON = datetime(2026, 12, 1, 12, 0, tzinfo=LONDON)
MOMENT = NOON + timedelta(hours=2)
"""When they go out."""
TITLES = ("Man to appear in court", "Woman to appear in court")


def ready(title: str = TITLES[0], **fields: Any) -> PressReleasePage:
    """A draft that is cleared and approved."""
    return stood_up_for(sound_draft(title=title, **fields))


def bundled(*items: Any, approved: bool = True) -> ReleaseBundle:
    """A bundle of these drafts."""
    bundle = ReleaseBundle.objects.create(name="Thornby", goes_out_at=MOMENT)
    for item in items:
        bundles.put_in(bundle.pk, item.pk, person(AUTHOR))
    if approved:
        approve(bundle)
    return bundle


def approve(bundle: ReleaseBundle, username: str = "duty.editor") -> None:
    """Approve it as it is now."""
    bundle.refresh_from_db()
    stamp = bundles.stamp(bundle, bundles.check_items(bundle))
    bundles.approve(bundle.pk, person(username), stamp)
