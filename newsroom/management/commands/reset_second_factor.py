"""`manage.py reset_second_factor` helps somebody in who has lost all second factors."""

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError

from newsroom.accounts.factors import reset_factors


class Command(BaseCommand):
    help = (
        "Remove all second factors and recovery codes of an account, and end its sessions. The "
        "account log keeps the reason; the person and all administrators are written to."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--reason", required=True, help="who asked, and how you know them")

    def handle(self, *args: Any, username: str, reason: str, **options: Any) -> None:
        users: Any = get_user_model()._default_manager
        person = users.filter(username=username).first()
        if person is None:
            raise CommandError(f"There is no account {username}.")
        if not reason.strip():
            raise CommandError("Say why with --reason.")
        reset_factors(person, reason.strip())
        self.stdout.write(f"{username} logs in with the password alone, and must add a new one.")
