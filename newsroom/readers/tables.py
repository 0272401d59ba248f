"""What readers' views ask of the database: the tables that the public service may read."""

from django.apps import apps

READ_BY_READERS = (
    "newsroom.Edition",
    "newsroom.EditionFile",
    "newsroom.OldAddress",
    "newsroom.ArchiveEntry",
    "newsroom.ArchiveListing",
    "newsroom.ArchiveTally",
    "newsroom.ArchiveText",
    "newsroom.CrimeType",
    "newsroom.Area",
    "newsroom.Person",
    "newsroom.PressContact",
    "newsroom.OpeningHours",
    "newsroom.DeskClosure",
    # Terms are in a language.
    "wagtailcore.Locale",
)
"""The models, by label. `manage.py grant_public_role` grants exactly these."""


def tables_of_readers() -> list[str]:
    """The names of their tables."""
    return [apps.get_model(label)._meta.db_table for label in READ_BY_READERS]
