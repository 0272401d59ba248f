"""What became of a case after an item about it was published.

A release about a charge stays public for years. Whoever finds it must learn at its top how the case
ended: above all after an acquittal.
"""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsroom.documents import canonical
from newsroom.documents.document import CaseStage, Document
from newsroom.documents.stages import CONVICTIONS, ENDS, UNDECIDED, Stage
from newsroom.readers.place import PublicPage
from newsroom.time_zones import LONDON

UPDATES = "#updates"


@dataclass(frozen=True)
class Outcome:
    """One sentence on how the case went on, and where more is said."""

    sentence: str
    url: str


@dataclass(frozen=True)
class _Step:
    day: date
    stage: str
    label: str
    url: str


def outcome_of(document: Document, case: PublicPage | None, now: datetime) -> Outcome | None:
    """What became of it since the item was published, by its own updates or by its public case.

    None if nothing is known that came later.
    """
    if document.published_at is None:
        return None
    published = document.published_at.astimezone(LONDON).date()
    own = [
        _Step(update.at.astimezone(LONDON).date(), update.stage, "", UPDATES)
        for update in document.updates
    ]
    of_case = [step for step in _steps(case, now) if published < step.day]
    told = _words("")
    steps = sorted(
        (step for step in (*of_case, *own) if step.stage in told), key=lambda step: step.day
    )
    if not steps:
        return None
    last = steps[-1]
    if last.url != UPDATES and _tells_of_several(of_case):
        words = _("The case has gone on since, and not for all defendants alike")
        return Outcome(words, last.url)
    return Outcome(_sentence(last), last.url)


def beside(
    document: Document,
    case: PublicPage | None,
    candidates: Iterable[PublicPage],
    of_case: Collection[int],
    now: datetime,
) -> list[PublicPage]:
    """Those of the candidates that may stand beside the item without prejudice to a trial.

    While the item's own case is not decided, none may tell of a conviction in another case
    (strict liability under the Contempt of Court Act 1981 does not ask what was meant).
    """
    if _stage_now(document, case, now) not in _OPEN:
        return list(candidates)
    chosen = set(document.related)
    return [
        page
        for page in candidates
        if page.page_id in of_case
        or (stage := _stage_of(page)) in UNDECIDED
        or (not stage and page.page_id in chosen)
    ]


_OPEN = (*UNDECIDED, Stage.PLEA)
"""An item about a plea may tell of guilt itself, while others are still to be tried."""


def _stage_now(document: Document, case: PublicPage | None, now: datetime) -> str:
    """Where the case of an item stands: by its newest update, itself, or the page of the case."""
    told = (update.stage for update in document.updates if update.stage in list(Stage))
    steps = sorted(_steps(case, now), key=lambda step: step.day)
    of_case = steps[-1].stage if steps else ""
    return next(told, "") or document.stage or of_case


def _stage_of(page: PublicPage) -> str:
    told = (update.get("stage", "") for update in page.updates or [])
    return next((stage for stage in told if stage in list(Stage)), "") or page.stage or ""


def _steps(case: PublicPage | None, now: datetime) -> Iterator[_Step]:
    """The steps of a case so far."""
    stored: list[Any] = (case.case_stages or []) if case else []
    today = now.astimezone(LONDON).date()
    for one in stored:
        stage: CaseStage = canonical.decode(CaseStage, one)
        if case and stage.day and stage.day <= today:
            yield _Step(stage.day, stage.kind, stage.label, case.address)


def _tells_of_several(steps: list[_Step]) -> bool:
    """Whether a case has been lost and won: an item about one defendant cannot say which."""
    kinds = {step.stage for step in steps}
    return bool(kinds & {Stage.ACQUITTED, Stage.DISCONTINUED} and kinds & set(CONVICTIONS))


def _sentence(step: _Step) -> str:
    day = date_format(step.day, "j F Y")
    words = f"{step.label}, {day}" if step.label else _words(day)[step.stage]
    if step.stage in ENDS:
        return _("Ended: %(what)s") % {"what": words}
    return _("Since then: %(what)s") % {"what": words}


def _words(day: str) -> dict[str, str]:
    return {
        Stage.VERDICT: _("verdict on %(day)s") % {"day": day},
        Stage.GUILTY_PLEA: _("guilty plea on %(day)s") % {"day": day},
        Stage.CONVICTED: _("convicted on %(day)s") % {"day": day},
        Stage.ACQUITTED: _("acquitted on %(day)s") % {"day": day},
        Stage.SENTENCE: _("sentenced on %(day)s") % {"day": day},
        Stage.APPEAL: _("appeal on %(day)s") % {"day": day},
        Stage.QUASHED: _("conviction quashed on %(day)s") % {"day": day},
        Stage.DISCONTINUED: _("proceedings stopped on %(day)s") % {"day": day},
    }
