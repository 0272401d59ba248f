"""`manage.py verify_removed` proves that what was removed under retention is gone."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.models import RetentionDecision
from newsroom.retention.marks import OtherKey
from newsroom.retention.traces import traces_of

MOST_SHOWN = 50
BACKUPS = "Backups are not read: they are deleted by their age (docs/operations.md)."


class Command(BaseCommand):
    help = (
        "Search all tables, the media files and the caches for what a retention decision removed. "
        "Exits with 1 and says where a trace remains. Backups are not read."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("page", type=int, nargs="?", help="the number of the page")
        parser.add_argument(
            "--all", action="store_true", help="each decision that there is, as after a restore"
        )

    def handle(self, *args: Any, page: int | None, verbosity: int, **options: Any) -> None:
        decisions = RetentionDecision.objects.erased().order_by("pk")
        if options["all"]:
            if page is not None:
                raise CommandError("Say the number of a page or --all, and not both.")
        else:
            if page is None:
                raise CommandError("Say the number of a page, or --all.")
            decisions = decisions.filter(page_id=page)
            if not decisions:
                raise CommandError(f"No words of page {page} were removed under retention.")
        lines, read = [], 0
        for decision in decisions:
            if not decision.marks.get("of"):
                raise CommandError(
                    f"Decision {decision.pk} about page {decision.page_id} says no word that was "
                    "removed, so nothing can be looked for."
                )
            read += 1
            try:
                found = [f"page {decision.page_id}: {trace}" for trace in traces_of(decision)]
            except OtherKey as error:
                raise CommandError(
                    f"What was removed of page {decision.page_id} was marked with a SECRET_KEY "
                    "that is not among SECRET_KEY and SECRET_KEY_FALLBACKS."
                ) from error
            lines += found
        if lines:
            more = [f"and {len(lines) - MOST_SHOWN} more"] if len(lines) > MOST_SHOWN else []
            raise CommandError("\n".join(["Traces remain:", *lines[:MOST_SHOWN], *more, BACKUPS]))
        if verbosity and read:
            self.stdout.write(f"Decisions looked for: {read}. No trace remains. {BACKUPS}")
        elif verbosity:
            self.stdout.write("No words were removed under retention: nothing was looked for.")
