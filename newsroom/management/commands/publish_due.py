"""`manage.py publish_due` publishes pages that are due, to the second, and unpublishes others."""

from argparse import ArgumentParser
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from newsroom.management.window import add_window
from newsroom.publishing.release import ClockReport
from newsroom.scheduler import Unfinished, run_once, watch


class Command(BaseCommand):
    help = (
        "Publish what is due, each page at its second, take down what has expired or is bound by "
        "an order, and mail the desk. Two at once are safe. Exits with 1 if something could not "
        "be done; a release that the gate refuses is not an error: the desk is told."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        add_window(parser)

    def handle(self, *args: Any, once: bool, seconds: int, **options: Any) -> None:
        try:
            report = run_once() if once else watch(timedelta(seconds=seconds))
        except Unfinished as error:
            raise CommandError("The database does not answer.") from error
        if report.failed:
            raise CommandError(
                f"{_summary(report)}; not done: {', '.join(sorted(set(report.failed)))}"
            )
        if options["verbosity"]:
            self.stdout.write(_summary(report))


def _summary(report: ClockReport) -> str:
    summary = f"published {len(report.published)}, expired {len(report.expired)}"
    if report.taken_down:
        summary += f", taken down by an order {len(report.taken_down)}"
    summary += f", refused {len(report.refused)}"
    if report.refused:
        summary += f": versions {', '.join(map(str, report.refused))} (see the release log)"
    if report.refused_bundles:
        summary += f", release bundles held back {len(report.refused_bundles)}"
    return summary
