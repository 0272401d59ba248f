"""`manage.py show_demo` prints the addresses and log-ins of the demo newsroom."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.demo.logins import PASSWORD, PEOPLE

TOUR = {
    "News": "/news/",
    "The example": "/news/?crime_type=sexual-offences&area=cps&page=11",
    "Press office": "/news/press-office/",
    "Media protocol": "/news/media-protocol/",
    "Admin": "/admin/",
}


class Command(BaseCommand):
    help = "Print the addresses of the demo newsroom and its log-ins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not getattr(settings, "DEMO_LOGINS", False):
            raise CommandError("There are no demo log-ins here: DEMO_LOGINS is not set.")
        for name, address in TOUR.items():
            self.stdout.write(f"{name:16} http://localhost:{port}{address}")
        self.stdout.write(f"{'Log in as':16} {', '.join(PEOPLE)}")
        self.stdout.write(f"{'Password':16} {PASSWORD}")
        if not settings.SECOND_FACTOR_REQUIRED:
            where = "to try one: Account, Log-in and security"
            self.stdout.write(f"{'Second factor':16} not asked for here; {where}")
