"""Taking a whole newsroom away before it is made anew."""

from itertools import batched

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection
from django.db.models import QuerySet
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Page, Revision, Site, WorkflowState

from newsroom.demo.library import COLLECTION
from newsroom.editions.close import close_pages
from newsroom.models import (
    AccountLog,
    Area,
    AreaPlace,
    AuthenticatorApp,
    CheckResponse,
    Clearance,
    CrimeType,
    DeskSession,
    DeskSettings,
    DocumentRecord,
    Edition,
    EditionFile,
    EditorialApprovalTask,
    ErasurePermit,
    FailedLogIn,
    HomePage,
    LegalClearanceTask,
    LegalRule,
    OutgoingMail,
    PageChange,
    Passkey,
    RecoveryCode,
    ReleaseLog,
    ReleaseTemplate,
    RenditionRecord,
    RetentionDecision,
    SearchSynonym,
    UrgentRelease,
)

BATCH = 500
TASKS = (LegalClearanceTask, EditorialApprovalTask)
KEPT = (
    AccountLog,
    AreaPlace,
    AuthenticatorApp,
    CheckResponse,
    Clearance,
    DeskSession,
    DeskSettings,
    DocumentRecord,
    Edition,
    EditionFile,
    ErasurePermit,
    FailedLogIn,
    LegalRule,
    OutgoingMail,
    PageChange,
    Passkey,
    RecoveryCode,
    ReleaseLog,
    ReleaseTemplate,
    RenditionRecord,
    RetentionDecision,
    SearchSynonym,
    UrgentRelease,
    *TASKS,
    *(task._meta.get_field("groups").remote_field.through for task in TASKS),
)
"""The law, the desk's ways, and which court belongs to which Area are no content. The log,
sign-offs and editions are records that are kept. So is what files say that others have uploaded."""


def holds_news() -> bool:
    """Whether anybody, or an earlier run, has begun a newsroom here."""
    return any(model._default_manager.exists() for model in (HomePage, CrimeType, Area))


def clear_newsroom() -> None:
    """Remove every page and record of the newsroom, and the pictures an earlier run drew.

    People, groups and files that others have uploaded stay.
    """
    homes = list(HomePage.objects.all())
    below = [pk for home in homes for pk in home.get_descendants().values_list("pk", flat=True)]
    _give_site_another_root(homes)
    for home in homes:
        # Wagtail 8.0 unpublishes a live page before it goes, and would look for flushed rows.
        home.get_descendants(inclusive=True).update(live=False)
    close_pages([*below, *(home.pk for home in homes)], Edition.Closed.DELETED)
    tables = [
        model._meta.db_table
        for model in apps.get_app_config("newsroom").get_models(include_auto_created=True)
        if model not in KEPT
    ]
    # PostgreSQL empties no table while a foreign key is still to be checked in this transaction.
    connection.check_constraints(tables)
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), tables))
    for some in batched([*below, *(home.pk for home in homes)], BATCH):
        # Not treebeard's delete, which looks for descendants page by page.
        QuerySet(Page).filter(pk__in=some).delete()
        # Nor does the deletion of plain rows find what points at pages by type and number.
        numbers = [str(pk) for pk in some]
        for model in (Revision, WorkflowState):
            kept_by_number = model.objects.filter(base_content_type__model="page")
            kept_by_number.filter(object_id__in=numbers).delete()
    Page.fix_tree()
    for model in (Image, Document):
        model.objects.filter(collection__name=COLLECTION).delete()


def _give_site_another_root(homes: list[HomePage]) -> None:
    pks = [home.pk for home in homes]
    sites = Site.objects.filter(root_page__in=pks)
    if sites:
        root = Page.get_first_root_node()
        stand_in = root.add_child(instance=Page(title="Stand-in", slug="stand-in"))
        sites.update(root_page=stand_in)
