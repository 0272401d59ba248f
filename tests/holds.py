"""A hold for a verdict, as the desk makes it, and what there is of its words anywhere."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps

from newsroom.models import HeldOutcome, VerdictHold
from newsroom.publishing import holds
from tests.blockers import AUTHOR
from tests.desk import edit
from tests.factories import newsroom, person

COURT = "second.lawyer"
"""Who is at court."""
STRANGERS = ("second.editor", "administrator")
"""People who are named on no hold; the administrator is a superuser."""
MARKS = {"guilty": "quillfeather", "not-guilty": "wrenfeather", "hung-jury": "larkfeather"}
"""A word that only the page of this outcome has, in its title, slug and text."""


def begun() -> VerdictHold:
    """A hold with a writer, a lawyer, a duty editor, and somebody at court."""
    people = [person("reviewing.lawyer"), person("duty.editor")]
    hold = holds.begin("R v Thornby", "Leeds Crown Court", newsroom(), person(AUTHOR), people)
    holds.name_person(hold.pk, person(COURT), person("duty.editor"), is_at_court=True)
    return hold


def written(hold: VerdictHold, verdict: str, **fields: Any) -> HeldOutcome:
    """An outcome that its writer has typed into the form of its page."""
    outcome = holds.add_outcome(hold.pk, verdict, person(AUTHOR))
    mark = MARKS[verdict]
    words = {"title": f"The {mark} verdict", "slug": f"the-{mark}-verdict", **fields}
    text = words.pop("text", f"The jury returned the {mark} verdict.")
    response = edit(AUTHOR, outcome.page, text=text, **words)
    assert response.status_code == 302
    return HeldOutcome.objects.get(pk=outcome.pk)


def sign(outcome: HeldOutcome) -> None:
    """Have a lawyer clear and a duty editor approve it as it is."""
    for step, username in (("legal", "reviewing.lawyer"), ("editorial", "duty.editor")):
        digest = holds.check_outcome(outcome).version.digest
        holds.sign_outcome(outcome.pk, step, person(username), digest)


def prepared(*verdicts: str) -> VerdictHold:
    """A hold whose outcomes are cleared and approved; guilty and not guilty by default."""
    hold = begun()
    for verdict in verdicts or ("guilty", "not-guilty"):
        sign(written(hold, verdict))
    return hold


def page_of(hold: VerdictHold, verdict: str) -> Any:
    return hold.outcomes.get(verdict=verdict).page


def tables_with(word: str) -> set[str]:
    """The tables in which some row has this word, in any column."""
    return {label for label, row in _rows() if word in str(row).lower()}


def _rows() -> Iterator[tuple[str, Any]]:
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            yield model._meta.label, row
