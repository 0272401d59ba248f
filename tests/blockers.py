"""Drafts that lack nothing but have one thing in them that must not go out: a plant a blocker."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.documents.models import Document

from newsroom.desk.document_formats.reading import ReadDocument
from newsroom.desk.uploaded_documents import keep_words
from newsroom.gate.outside_facts import outside_facts
from newsroom.gate.page_facts import digest_of
from newsroom.models import (
    BundledItem,
    CaseStage,
    CheckResponse,
    Clearance,
    CrimeType,
    HeldOutcome,
    PictureRecord,
    PressReleasePage,
    ProtectedName,
    ReleaseBundle,
    ReportingRestriction,
    VerdictHold,
)
from newsroom.publishing.holds import box_for
from newsroom.records.log_context import Channel, log_context
from tests.factories import area, case, contact, crime_type, draft, person, picture

AUTHOR = "press.officer"

type Plant = Callable[[PressReleasePage], None]


def sound_draft(**fields: Any) -> PressReleasePage:
    """A draft that its author wrote, and that would pass the gate once others clear it."""
    fields = {
        "title": "Man to appear in court",
        "summary": "A man will appear at Leeds Crown Court.",
        "body": [("paragraph", "<p>The hearing is in the spring.</p>")],
        "crime_types": [crime_type("Fraud and economic crime")],
        "areas": [area()],
        **fields,
    }
    item = draft(**fields)
    item.save_revision(user=person(AUTHOR))
    return item


def stood_up_for(item: PressReleasePage, **by: str) -> PressReleasePage:
    """Give its newest version what others must give: by whom, or by nobody when empty."""
    page = item.get_latest_revision_as_object()
    given = {"page": item, "revision": item.latest_revision, "digest": digest_of(page)}
    given["facts"] = outside_facts(page)
    steps = {"legal": "reviewing.lawyer", "editorial": "duty.editor", **by}
    for step, username in steps.items():
        if username:
            Clearance.objects.create(step=step, by=person(username), **given)
    return item


def answered(item: PressReleasePage, code: str) -> None:
    words = digest_of(item.get_latest_revision_as_object())
    CheckResponse.objects.create(
        page=item, code=code, digest=words, words="Checked.", by=person("duty.editor")
    )


def change(item: PressReleasePage, **fields: Any) -> None:
    """Another version of the draft, by its author."""
    for name, value in fields.items():
        if name == "crime_types":
            item.crime_types = value
        else:
            setattr(item, name, value)
    item.save()
    item.save_revision(user=person(AUTHOR))


def order(*pages: Any, names: tuple[str, ...] = (), **fields: Any) -> ReportingRestriction:
    """A reporting restriction in force since yesterday."""
    fields = {
        "kind": ReportingRestriction.Kind.POSTPONED,
        "effect": ReportingRestriction.Effect.EVERYTHING,
        "court": "Leeds Crown Court",
        "covers": "Everything about the trial",
        "starts_at": timezone.now() - timedelta(days=1),
        **fields,
    }
    restriction = ReportingRestriction.objects.create(**fields)
    restriction.pages.set(pages)
    for words in names:
        ProtectedName.objects.create(restriction=restriction, words=words)
    return restriction


def name_order(name: str, *pages: Any) -> ReportingRestriction:
    """An order that only protects a name."""
    kinds = ReportingRestriction
    return order(*pages, names=(name,), kind=kinds.Kind.NAME_WITHHELD, effect=kinds.Effect.NAMES)


def _an_order(item: PressReleasePage) -> None:
    order(item)


def _an_order_on_the_case(item: PressReleasePage) -> None:
    thread = case()
    change(item, case=thread)
    order(thread)


def _words(**fields: Any) -> Plant:
    return lambda item: change(item, **fields)


def _text(words: str) -> Plant:
    return _words(body=[("paragraph", f"<p>{words}</p>")])


def _quotation(words: str) -> tuple[str, dict[str, Any]]:
    return ("quote", {"paragraphs": [words], "speaker": "Helena Marchbank", "role": ""})


def _a_name(item: PressReleasePage) -> None:
    change(item, body=[("paragraph", "<p>He met Zoë Quillfeather there.</p>")])
    name_order("Zoë Quillfeather", item)


def _a_name_of_another_order(item: PressReleasePage) -> None:
    change(item, body=[("paragraph", "<p>He met Zoë Quillfeather there.</p>")])
    name_order("Zoë Quillfeather", draft(title="Another release"))


def _a_surname(item: PressReleasePage) -> None:
    change(item, body=[("paragraph", "<p>Quillfeather was not there.</p>")])
    name_order("Zoë Quillfeather", item)


def _a_picture(release_class: str = "", alt: str = "A man in the dock", **fields: Any) -> Plant:
    def plant(item: PressReleasePage) -> None:
        image = picture()
        if release_class:
            PictureRecord.objects.create(image=image, release_class=release_class)
        change(item, image=image, image_alt=alt, **fields)

    return plant


def _a_document(**read: Any) -> Plant:
    """A document that the page offers, and what was read of it."""

    def plant(item: PressReleasePage) -> None:
        content = b"paper"
        paper = Document.objects.create(title="Paper", file=ContentFile(content, "paper.txt"))
        keep_words(content, ReadDocument(content, **read))
        link = f'<a linktype="document" id="{paper.pk}">the paper</a>'
        change(item, body=[("paragraph", f"<p>See {link}.</p>")])

    return plant


def _a_name_in_a_document(item: PressReleasePage) -> None:
    _a_document(texts=[("page 1", "He met Zoë Quillfeather there.")])(item)
    name_order("Zoë Quillfeather", item)


def _a_bundle(item: PressReleasePage) -> None:
    bundle = ReleaseBundle.objects.create(name="Thornby", goes_out_at=timezone.now())
    BundledItem.objects.create(bundle=bundle, page=item)


def _a_hold(item: PressReleasePage) -> None:
    hold_it(item)


def hold_it(item: PressReleasePage) -> HeldOutcome:
    """Put a draft into the vault, as one that was begun there."""
    news = item.get_parent()
    hold = VerdictHold.objects.create(name="Thornby", section=news, made_by=person(AUTHOR))
    outcome = HeldOutcome.objects.create(hold=hold, verdict="guilty")
    item.specific_class.objects.get(pk=item.pk).move(box_for(outcome), pos="last-child")
    outcome.page_id = outcome.page_number = item.pk
    outcome.save()
    item.refresh_from_db()
    return outcome


def _a_dead_link(item: PressReleasePage) -> None:
    hidden = draft(title="Not out yet")
    text = f'<p>See <a linktype="page" id="{hidden.pk}">this</a>.</p>'
    change(item, body=[("paragraph", text)])


def _a_typed_address_of_a_draft(item: PressReleasePage) -> None:
    hidden = draft(title="Not out yet")
    change(item, summary=f"More at {hidden.url}.")


def _an_empty_desk(item: PressReleasePage) -> None:
    change(item, contact=contact(telephone="", email=""))


def _no_desk_that_answers(item: PressReleasePage) -> None:
    contact(area=area("Wessex"))
    change(item, contact=None)


_EMPTY_TABLE = {"caption": "", "header": ["", " "], "rows": [[" ", ""]], "header_column": True}

PLANTS: dict[str, list[Plant]] = {
    "order": [_an_order, _an_order_on_the_case],
    "in-hold": [_a_hold],
    "protected-name": [_a_name, _a_name_in_a_document],
    "protected-name-elsewhere": [_a_name_of_another_order],
    "protected-surname": [_a_surname],
    "contempt-title": [_words(title="Killer to face trial", stage="charge")],
    "contempt-picture": [_a_picture("custody", stage="charge")],
    "unclassed-picture": [_a_picture(stage="charge")],
    "anonymity": [
        _words(sexual_offence=True),
        _words(child_involved=True),
        _words(title="Stepfather charged with raping a woman in the village of Thornby"),
        _text("The victim, 12, was attacked in March."),
        _text("Cafodd dyn ei gyhuddo o dreisio."),
    ],
    "placeholder": [_text("He was sentenced to XX years."), _text("QUOTE HERE")],
    "working-mark": [_words(summary="EMBARGOED UNTIL 00:01"), _text("Comment by Jane: is it so?")],
    "document-mark": [_a_document(texts=[("page 1", "DRAFT v3")])],
    "unread-document": [_a_document(unread="scan", unread_where="page 2")],
    "doubled-word": [_text("He was sentenced to to four years.")],
    "doubled-article": [_text("A man stole drums from The The at Leeds.")],
    "quotation-marks-twice": [
        _words(body=[("paragraph", "<p>He will appear.</p>"), _quotation("“He knew.”")])
    ],
    "unclosed-quotation": [_text("“He knew what he did, she said.")],
    "nothing-to-read": [
        _text("\u00a0"),
        _words(body=[("paragraph", "<p></p>")]),
        _words(body=[("heading", {"text": "\u200b\u2060", "level": "h2"})]),
        _words(title="\u200b\u200b"),
        _words(body=[("table", _EMPTY_TABLE)]),
    ],
    "no-crime-type": [_words(crime_types=[])],
    "empty-desk": [_an_empty_desk, _no_desk_that_answers],
    "no-alt": [_a_picture("place", alt="")],
    "link-not-public": [_a_dead_link],
    "in-bundle": [_a_bundle],
    "address-own": [_a_typed_address_of_a_draft],
    "address-internal": [_text("See /admin/pages/5/edit/ for the rest.")],
    "address-unsafe": [_text("<a href='https://www.cps.gov.uk@login.example/'>Log in</a>")],
    "address-working-document": [
        _words(notes_to_editors="<p>https://docs.google.com/document/d/1x/edit</p>")
    ],
    "address-scanned": [_text("See https://protect-eu.mimecast.com/s/abc today.")],
}
"""Blockers of words and facts. Those of who stands up for them are below."""

STANDING: dict[str, dict[str, str]] = {
    "not-cleared": {"legal": ""},
    "self-cleared": {"legal": AUTHOR},
    "not-approved": {"editorial": ""},
    "self-approved": {"editorial": AUTHOR},
    "one-person": {"legal": "second.lawyer", "editorial": "second.lawyer"},
}


def _reclass_its_picture(item: PressReleasePage) -> None:
    PictureRecord.objects.filter(image=item.image).update(release_class="place")


def _reclass_it_as_approver(item: PressReleasePage) -> None:
    """By the duty editor who approves it afterwards, once a lawyer has cleared it again."""
    with log_context(person("duty.editor"), Channel.ADMIN):
        record = PictureRecord.objects.get(image=item.image)
        record.release_class = "illustration"
        record.save()
    stood_up_for(item)


def _of_a_case_at_trial(item: PressReleasePage) -> None:
    thread = case()
    CaseStage.objects.create(page=thread, date=timezone.localdate(), kind="trial")
    change(item, title="Killer to face trial", case=thread)


def _move_its_case(item: PressReleasePage) -> None:
    CaseStage.objects.create(page=item.case, date=timezone.localdate(), kind="convicted")


def _of_a_protecting_type(item: PressReleasePage) -> None:
    term = crime_type("Offences in private", protects=CrimeType.Protects.COMPLAINANTS)
    change(item, crime_types=[term])


def _lift_the_protection(item: PressReleasePage) -> None:
    CrimeType.objects.update(protects="")


def _nothing(item: PressReleasePage) -> None:
    """The words are cleared as they are."""


def _pass_through_a_case_under_an_order(item: PressReleasePage) -> None:
    thread = case()
    order(thread)
    change(item, case=thread)
    change(item, case=None)


CHANGED: dict[str, tuple[Plant, Plant, set[str]]] = {
    "picture-reclassed": (
        _a_picture("custody", stage="charge"),
        _reclass_its_picture,
        {"not-cleared", "not-approved"},
    ),
    "picture-reclassed-by-approver": (
        _a_picture("place", stage="charge"),
        _reclass_it_as_approver,
        {"self-approved"},
    ),
    "case-moved": (_of_a_case_at_trial, _move_its_case, {"not-cleared", "not-approved"}),
    "protection-lifted": (
        _of_a_protecting_type,
        _lift_the_protection,
        {"not-cleared", "not-approved"},
    ),
    "case-left": (_nothing, _pass_through_a_case_under_an_order, {"order"}),
}
"""Facts that change once others have cleared the words: what is cleared, the change, and what the
gate then finds. Each change settles what stood in the way, or brings the cleared words back."""


def _with_a_later_embargo(item: PressReleasePage) -> None:
    change(item, go_live_at=timezone.now() + timedelta(days=7))


def _lift_its_embargo(item: PressReleasePage) -> None:
    """By its author, once others have signed it off for next week."""
    change(item, go_live_at=None)


MOVED = {"embargo-moved": (_with_a_later_embargo, _lift_its_embargo)}
"""Blockers of a change that others have not agreed to: what they signed off, and the change."""

OF_VERSIONS = {"version-in-force"}
"""Blockers that only a version of a document has."""

OF_WHAT_WAS_PUBLIC = {"change-undeclared"}
"""Blockers of other words than readers have had: tests/test_corrections.py."""

AT_SCHEDULING = {"embargo-past", "embargo-hours"}
"""Blockers of an embargo's time: asked when it is set, not when it has ended."""


def blocked_draft(code: str, number: int = 0) -> PressReleasePage:
    """A draft with this one blocker and nothing else in its way."""
    item = sound_draft()
    if code in CHANGED:
        plant, after, _found = CHANGED[code]
        plant(item)
        stood_up_for(item)
        after(item)
        return item
    if code in MOVED:
        plant, after = MOVED[code]
        plant(item)
        stood_up_for(item)
        after(item)
        return item
    if code in PLANTS:
        PLANTS[code][number](item)
    return stood_up_for(item, **STANDING.get(code, {}))


CASES = [(code, number) for code, plants in PLANTS.items() for number in range(len(plants))]
CASES += [(code, 0) for code in (*STANDING, *MOVED)]
