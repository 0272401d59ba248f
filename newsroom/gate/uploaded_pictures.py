"""Makes the renditions of new pictures, before a page or a preview needs them.

A picture has eleven. The timer makes them, so that no preview waits for them.
"""

import logging
from datetime import timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from wagtail.images import get_image_model

from newsroom.documents.renditions import FILTERS
from newsroom.gate.rendition_bytes import made_of_original

log = logging.getLogger(__name__)

LATELY = timedelta(days=1)
"""A picture that could not be read for so long is not tried again."""
MOST = 5
"""How many pictures are worked on in one window of the timer; each takes a second or two."""


def make_renditions_of_uploads() -> int:
    """Make what is missing of the pictures that were uploaded last; returns for how many."""
    made = 0
    for image in _without_renditions()[:MOST]:
        try:
            made_of_original(image, list(FILTERS["lead"]))
            made += 1
        except Exception:
            # Willow, Pillow and storages raise different errors for a lost or damaged file.
            log.exception("Picture %s cannot be shown", image.pk)
    return made


def _without_renditions() -> QuerySet:
    images = get_image_model()
    last = FILTERS["lead"][-1]
    renditions = images.get_rendition_model().objects
    there = renditions.filter(image=OuterRef("pk"), filter_spec=last)
    uploaded = images.objects.filter(created_at__gte=timezone.now() - LATELY)
    return uploaded.filter(~Exists(there)).order_by("-pk")
