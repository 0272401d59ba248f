"""`manage.py set_up_desk` creates the desk's groups and its workflow."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from newsroom.desk.roles import ROLES, retire_wagtails_groups, set_up_groups
from newsroom.desk.workflow import WORKFLOW, set_up_workflow
from newsroom.models import NewsIndexPage


class Command(BaseCommand):
    help = (
        "Make the desk's groups and workflow, for the front page of the news in every language. "
        "Run again, it gives each group exactly what its role holds; members stay. "
        "Wagtail's own groups are deleted once nobody is in them."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        news = list(NewsIndexPage.objects.all())
        if not news:
            raise CommandError("There is no front page of the news yet: make it first.")
        with transaction.atomic():
            set_up_groups(news)
            set_up_workflow(news)
            kept = retire_wagtails_groups()
        if options["verbosity"] > 0:
            self.stdout.write(f"Groups: {', '.join(ROLES)}. Workflow: {WORKFLOW}.")
        if kept:
            raise CommandError(
                "All is set up, but Wagtail's own groups still have members. Give these people "
                "a role of the desk (Settings, Users) and run this again: "
                + "; ".join(f"{group}: {', '.join(people)}" for group, people in kept.items())
            )
