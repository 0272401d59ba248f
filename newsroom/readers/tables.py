"""The tables that readers' views query, and that the public service may therefore read."""

from django.apps import apps

READ_BY_READERS = (
    "newsroom.Edition",
    "newsroom.EditionFile",
    "newsroom.EarlierEdition",
    "newsroom.OldAddress",
    "newsroom.Tombstone",
    "newsroom.WithdrawalNotice",
    "newsroom.ArchiveCorrection",
    "newsroom.ArchiveEntry",
    "newsroom.ArchiveListing",
    "newsroom.ArchiveListTally",
    "newsroom.ArchiveTally",
    "newsroom.ArchiveText",
    "newsroom.PageText",
    "newsroom.SearchSynonym",
    "newsroom.AreaPlace",
    "newsroom.CrimeType",
    "newsroom.Area",
    "newsroom.Person",
    "newsroom.PressContact",
    "newsroom.OpeningHours",
    "newsroom.DeskClosure",
    "newsroom.DeskOpening",
    # By row security, those behind a link that a reader has. No address is in it.
    "newsroom.Alert",
    # Terms refer to a locale.
    "wagtailcore.Locale",
)
"""Model labels. `manage.py grant_public_role` grants access to exactly these tables."""

LETTER_BOX = "newsroom.AlertLetter"
"""The one table into which the public service may put rows. It reads, changes and deletes none."""


def tables_of_readers() -> list[str]:
    """The database names of these tables."""
    return [apps.get_model(label)._meta.db_table for label in READ_BY_READERS]


def table_of_letters() -> str:
    """The database name of the letter box."""
    return apps.get_model(LETTER_BOX)._meta.db_table
