"""Builds `PageFacts`, the input of the rules, from a document and from database records."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page

from newsroom.documents.digest import digest
from newsroom.documents.document import Document
from newsroom.documents.file_uses import files, shown_pictures
from newsroom.documents.links import Link, links
from newsroom.documents.passages import Passage, passages
from newsroom.documents.texts import PLACES
from newsroom.documents.words import words
from newsroom.gate.checked_page import HOME_DEPTH, CheckedPage, paths_above
from newsroom.gate.document_texts import DocumentTexts, document_texts
from newsroom.gate.name_answers import NAME_RULES, is_outdated
from newsroom.gate.outside_facts import Facts, outside_facts, stands
from newsroom.gate.own_addresses import typed_addresses
from newsroom.gate.update_answers import without_settled_notes
from newsroom.gate.visibility import PublishedQuerySet
from newsroom.records.approvals import CheckResponse
from newsroom.records.log_context import Channel, current_context, name_for_record
from newsroom.records.orders_in_force import names_in_force, orders_binding
from newsroom.records.picture_records import PictureRecord
from newsroom.records.release_bundles import bundle_of
from newsroom.records.restrictions import ProtectedName
from newsroom.records.verdict_holds import hold_of
from newsroom.rules.check import CONFIRMED
from newsroom.rules.facts import LinkTarget, Name, OrderInForce, PageFacts, ShownPicture


def digest_of(page: CheckedPage, document: Document | None = None) -> str:
    """The digest that clearances of the page belong to.

    `document` is the document of the page; it is built if not given. An alias has the digest of its
    source, since it shows the same content at another address. Empty for a page that is not a
    `CheckedPage`.
    """
    if not hasattr(page, "as_document"):
        # A plain Wagtail page, which cannot be released.
        return ""
    document = document or page.as_document()
    if page.alias_of_id:
        document = replace(document, slug=page.alias_of.slug)
    return digest(document, page.unsaid_facts)


def facts_of(
    page: CheckedPage,
    document: Document,
    content_digest: str,
    at: datetime,
    scheduling: bool = False,
    reading: tuple[Passage, ...] | None = None,
    outside: Facts | None = None,
) -> PageFacts:
    """The input of the rules for this page, without its sign-off (see approval.py).

    - `document`: its content, and `content_digest` the digest of it.
    - `at`: when it would be public, aware.
    - `scheduling`: whether its embargo is being set.
    - `reading`: passages to check instead of those of the document.
    - `outside`: its facts from outside the document; read if not given.

    Raises DecryptionError when a protected name cannot be decrypted: the gate then refuses.
    """
    orders = orders_binding(page, at)
    offered = document_texts(document) if reading is None else DocumentTexts()
    names = names_in_force(at, in_scope=orders.keys())
    read = reading
    if read is None:
        own = (*passages(document), *(address_passages(page) if names else ()))
        read = without_settled_notes(own, page, document, content_digest, names)
    in_files = picture_passages(document) if reading is None else ()
    held = bundle_of(page.pk, page.alias_of_id)
    is_leaving = current_context().channel == Channel.BUNDLE
    return PageFacts(
        passages=read,
        file_passages=in_files,
        document_passages=offered.passages,
        unread_documents=offered.unread,
        pictures=tuple(_pictures(document)),
        links=tuple(_links(document, held.pages if held else frozenset())),
        addresses=typed_addresses(read),
        is_item=page.is_item,
        text=words(document) if page.is_item else None,
        crime_types=tuple(term.name for term in page.terms_of_crime),
        stage=page.stage_of_case,
        sexual_offence=page.has_complainant,
        child_involved=page.involves_child,
        orders=tuple(
            OrderInForce(order.label, order.source)
            for order in orders.values()
            if order.withholds()
        ),
        names=tuple(names.values()),
        lack_of_desk=page.lack_of_desk if reading is None else "",
        answers=_answers(
            page,
            content_digest,
            (*read, *in_files, *offered.passages),
            names,
            outside_facts(page, document) if outside is None else outside,
        ),
        bundle=held.bundle.label if held and not is_leaving else "",
        hold=hold_of(page),
        go_live_at=page.go_live_at if scheduling else None,
    )


def words_and_names(
    page: CheckedPage, at: datetime | None
) -> tuple[tuple[Passage, ...], dict[ProtectedName, Name]]:
    """The passages of the page and of its files, and the names protected at `at`, or now."""
    moment = at or timezone.now()
    in_scope = orders_binding(page, moment).keys()
    document = page.as_document()
    in_files = (*picture_passages(document), *document_texts(document).passages)
    read = (*passages(document), *address_passages(page), *in_files)
    names = names_in_force(moment, in_scope=in_scope)
    digest = digest_of(page, document)
    return without_settled_notes(read, page, document, digest, names), names


def address_passages(page: CheckedPage) -> tuple[Passage, ...]:
    """The slugs of the pages above, which are part of the address; none for an unplaced page."""
    paths = paths_above(page.path or "")[:-1]
    if not paths:
        return ()
    above = Page.objects.filter(path__in=paths, depth__gt=HOME_DEPTH).order_by("depth")
    slugs = "/".join(above.values_list("slug", flat=True))
    return (Passage("slug", PLACES["slug"], slugs, prose=False),) if slugs else ()


def picture_passages(document: Document) -> tuple[Passage, ...]:
    """What the files of the document's pictures said when they were uploaded.

    Readers do not get it, since it is not in the stored file. It may still say who is shown.
    """
    uses = {use.file: use for use in files(document) if use.kind == "picture"}
    if not uses:
        return ()
    records = PictureRecord.objects.filter(pk__in=uses).exclude(file_words="").order_by("pk")
    return tuple(
        Passage(use.field, f"{use.place}, words in its file", line, False, False, use.block)
        for record in records
        for use in [uses[record.pk]]
        for line in record.file_words.splitlines()
    )


def _pictures(document: Document) -> Iterator[ShownPicture]:
    shown = shown_pictures(document)
    ids = {use.file for use in shown}
    records = PictureRecord.objects.filter(pk__in=ids) if ids else ()
    classes = {record.pk: record.release_class for record in records}
    for use in shown:
        release_class = classes.get(use.file, "")
        yield ShownPicture(use.field, use.place, use.alt, release_class, use.decorative, use.block)


def _links(document: Document, beside: frozenset[int]) -> Iterator[LinkTarget]:
    """The pages that it links to. Those `beside` it in its bundle count as public."""
    first: dict[int, Link] = {}
    for link in links(document):
        if link.page:
            first.setdefault(link.page, link)
    if not first:
        return
    public = set(
        PublishedQuerySet(Page).published().filter(pk__in=first).values_list("pk", flat=True)
    )
    for target in Page.objects.filter(pk__in=first).order_by("title"):
        link = first[target.pk]
        is_public = target.pk in public or target.pk in beside
        yield LinkTarget(link.field, link.place, target.title, is_public)


def rows_about(page: Page) -> Q:
    """The condition on rows about this page. For an alias, rows about its source count too."""
    return Q(page_id=page.pk) | Q(page_id=page.alias_of_id)


def _answers(
    page: Page,
    content_digest: str,
    read: tuple[Passage, ...],
    names: Mapping[ProtectedName, Name],
    outside: Facts,
) -> dict[str, str]:
    if not (page.pk or page.alias_of_id):
        return {}
    rows = (
        CheckResponse.objects.filter(rows_about(page), digest=content_digest)
        .select_related("by")
        .order_by("at")
    )
    # A confirmation is about what was told then. A reason is about words, or about names.
    given = {
        answer.code: answer
        for answer in rows
        if answer.code not in CONFIRMED or stands(answer, outside)
    }
    for rule in NAME_RULES:
        answer = given.get(rule.code)
        if answer and is_outdated(rule, read, names, answer):
            del given[rule.code]
    return {code: f"{name_for_record(answer.by)}: {answer.words}" for code, answer in given.items()}
