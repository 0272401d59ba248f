"""How long it takes to queue mails for many followers of one Area, and how much memory.

`DATABASE_URL=postgres://... python -m bench.alerts --readers 100000`; README.md beside this file
says more. Everything is rolled back.
"""

import argparse
import os
import resource
import time
from datetime import timedelta

import django

BATCH = 10_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=100_000)
    parser.add_argument("--mails", type=int, default=200, help="how many of them are sent")
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
    django.setup()

    from django.db import transaction

    with transaction.atomic():
        measure(options.readers, options.mails)
        transaction.set_rollback(True)


def measure(readers: int, mails: int) -> None:
    """Print what queueing one item and sending some of the mails costs."""
    from django.conf import settings
    from django.utils import timezone

    from newsroom.alerts import sending
    from newsroom.alerts.collecting import collect
    from newsroom.models import AlertDelivery, AlertedEdition, Area, Edition

    settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.dummy.EmailBackend"}}
    area = Area.objects.order_by("pk").first()
    edition = Edition.objects.open().of_items().filter(document__areas__contains=area.pk).first()
    # As if it had just been published: everything else has been looked at.
    AlertedEdition.objects.all().delete()
    week = timezone.now() - timedelta(days=7)
    known = Edition.objects.open().filter(opens_at__gt=week).exclude(pk=edition.pk)
    AlertedEdition.objects.bulk_create(
        AlertedEdition(edition_id=pk) for pk in known.values_list("pk", flat=True)
    )
    add_readers(readers, f"area={area.slug}", edition.language, edition.opens_at)
    before, begun, processor = peak(), time.monotonic(), time.process_time()
    collect()
    seconds = time.monotonic() - begun
    queued = AlertDelivery.objects.filter(kind="item").count()
    print(f"Queued {queued:,} mails in {seconds:.1f} s")
    print(f"  of which processor time of this process: {time.process_time() - processor:.2f} s")
    print(f"  its memory grew by {(peak() - before) / 1024:.1f} MB, to {peak() / 1024:.0f} MB")
    sending.MOST_ALERTS = mails
    begun = time.monotonic()
    sent = sending.send_due()
    seconds = time.monotonic() - begun
    print(f"Wrote and claimed {sent:,} mails in {seconds:.1f} s ({sent / seconds:.0f} a second)")


def add_readers(number: int, query: str, language: str, since: object) -> None:
    """Confirmed followers of one result."""
    from newsroom.alerts.models import question_of
    from newsroom.alerts.tokens import hash_of, link_token
    from newsroom.models import Alert, Subscriber

    asked = {"language": language, "query": query, "question": question_of(language, query)}
    for first in range(0, number, BATCH):
        numbers = range(first, min(first + BATCH, number))
        people = Subscriber.objects.bulk_create(
            Subscriber(address=f"reader{n}@example.org", secret=f"bench-{n}") for n in numbers
        )
        Alert.objects.bulk_create(
            Alert(
                subscriber=one,
                frequency="now",
                made_at=since,
                confirmed_at=since,
                link_hash=hash_of(link_token(one.secret)),
                **asked,
            )
            for one in people
        )


def peak() -> int:
    """The most memory that this process has had, in kB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


if __name__ == "__main__":
    main()
