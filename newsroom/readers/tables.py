"""The tables that readers' views query, and that the public service may therefore read."""

from django.apps import apps

READ_BY_READERS = (
    "newsroom.Edition",
    "newsroom.EditionFile",
    "newsroom.OldAddress",
    "newsroom.Tombstone",
    "newsroom.ArchiveEntry",
    "newsroom.ArchiveListing",
    "newsroom.ArchiveListTally",
    "newsroom.ArchiveTally",
    "newsroom.ArchiveText",
    "newsroom.CrimeType",
    "newsroom.Area",
    "newsroom.Person",
    "newsroom.PressContact",
    "newsroom.OpeningHours",
    "newsroom.DeskClosure",
    # Terms refer to a locale.
    "wagtailcore.Locale",
)
"""Model labels. `manage.py grant_public_role` grants access to exactly these tables."""


def tables_of_readers() -> list[str]:
    """The database names of these tables."""
    return [apps.get_model(label)._meta.db_table for label in READ_BY_READERS]
