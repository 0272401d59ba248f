"""Contempt of court: what must not be said or shown while proceedings are active. Pure.

Contempt of Court Act 1981, sections 1 and 2, and schedule 1. From which stage proceedings are
active is a row of the law, because Parliament may move it from arrest to charge.
"""

from collections.abc import Iterator, Set
from enum import Enum

from newsroom.documents.stages import Stage
from newsroom.rules.facts import PageFacts, Passage, RuleContext
from newsroom.rules.findings import RuleHit, at
from newsroom.rules.prejudicial_words import Presumption, presuming_words, tells_of_open_proceedings

CONTEMPT = "contempt"
STAGES = (
    Stage.ARREST,
    Stage.CHARGE,
    Stage.PLEA,
    Stage.TRIAL,
    Stage.VERDICT,
    Stage.SENTENCE,
    Stage.APPEAL,
)
"""How far a case has got, as far as the rules tell that apart, in this order."""
TITLES = frozenset(("title", "seo_title"))
"""Fields that are read on their own, in lists and in search results."""
ADDRESS = frozenset(("slug",))
"""Read on its own as well, in a link that is passed on; what warns of the title need not of it."""

_RANK = {str(stage): rank for rank, stage in enumerate(STAGES)}
_HARMLESS_PICTURES = frozenset(("place", "staff", "illustration"))
_PICTURES = {
    "custody": "A custody image, or another picture of a defendant,",
    "footage": "Footage in which people can be recognised",
    "exhibit": "An exhibit that no court has seen yet",
}
_ANYTHING = frozenset(Presumption)
_NO_RECORD = frozenset((Presumption.PERSON, Presumption.CHARACTER))
"""What is no mere report of what a court has decided."""


class ProceedingsState(Enum):
    """Whether what is published could prejudice a trial."""

    CLOSED = "closed"
    ACTIVE = "active"
    APPEAL = "appeal"


def contempt_title(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A headline that takes guilt for granted while proceedings are active."""
    state, source = _state(facts, setting)
    if state is ProceedingsState.ACTIVE:
        for passage, words in _presuming(
            facts, _ANYTHING - _said_in_court(facts), TITLES | ADDRESS
        ):
            yield at(
                passage,
                f"While proceedings are active, this must not say {words}: it presumes guilt or "
                "tells of bad character. Say what is alleged. If the case is decided, set its "
                "stage to verdict.",
                source,
            )


def contempt_plea(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A headline about a plea of guilty, which a jury trying something else must not read."""
    state, source = _state(facts, setting)
    if state is ProceedingsState.ACTIVE:
        for passage, words in _presuming(facts, _said_in_court(facts), TITLES):
            yield at(
                passage,
                f"This says {words}. If another defendant or another charge is still to be tried, "
                "wait until that trial is over.",
                source,
            )


def contempt_picture(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A picture that could prejudice a trial: of a defendant, or of what a jury has not seen."""
    state, source = _state(facts, setting)
    if state is ProceedingsState.ACTIVE:
        for picture in facts.pictures:
            shown = picture.release_class
            seen_in_court = shown == "exhibit" and facts.stage == Stage.TRIAL
            if shown and shown not in _HARMLESS_PICTURES and not seen_in_court:
                what = _PICTURES.get(shown, "A picture of this kind")
                yield at(
                    picture,
                    f"{what} must not be shown before the verdict. Take the picture out. If the "
                    "case is decided, set its stage to verdict.",
                    source,
                )


def unclassed_picture(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A picture of which nobody has said what it shows, while that matters."""
    state, source = _state(facts, setting)
    if state is ProceedingsState.ACTIVE:
        for picture in facts.pictures:
            if not picture.release_class:
                yield at(
                    picture,
                    "Proceedings are active, and nobody has said what this picture shows. "
                    "Choose what it shows in the picture’s own record.",
                    source,
                )


def contempt_text(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """The words that a headline must not hold, in teaser, text and captions."""
    state, source = _state(facts, setting)
    if state is ProceedingsState.ACTIVE:
        text = {passage.field for passage in facts.passages if passage.prose} - TITLES
        for passage, words in _presuming(facts, _ANYTHING - _said_in_court(facts), text):
            yield at(
                passage,
                f"While proceedings are active, {words} may presume guilt or tell of bad "
                "character. Read it again, and say what is alleged.",
                source,
            )


def contempt_appeal(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A headline or a picture that would prejudice a retrial."""
    state, source = _state(facts, setting)
    if state is ProceedingsState.APPEAL:
        for passage, words in _presuming(facts, _NO_RECORD, TITLES):
            yield at(
                passage,
                f"An appeal is open. If a retrial is ordered, {words} could prejudice it. "
                "Check that these words are needed.",
                source,
            )
        for picture in facts.pictures:
            if picture.release_class not in _HARMLESS_PICTURES:
                yield at(
                    picture,
                    "An appeal is open. If a retrial is ordered, this picture could prejudice it. "
                    "Check that it is needed.",
                    source,
                )


def proceedings_unsaid(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """Words about a case that goes on, in a page that does not say how far it has got."""
    for passage in _of_open_proceedings(facts):
        yield at(
            passage,
            "These words are about a case that has not been decided, but its stage is not set. "
            "Until it is, the page is checked as if proceedings were active.",
        )
        return


def _state(facts: PageFacts, setting: RuleContext) -> tuple[ProceedingsState, str]:
    """Whether proceedings are active, and by which law.

    What an editor says can open them whatever the stage: another defendant may still be tried. It
    cannot close them before the stage does. Raises LookupError for a stage that does not exist.
    """
    rank = _RANK[facts.stage] if facts.stage else None
    unsaid = any(_of_open_proceedings(facts))
    if rank is None and not facts.active and not unsaid:
        return ProceedingsState.CLOSED, ""
    laws = setting.law(CONTEMPT)
    source = "; ".join(law.source for law in laws)
    # Without a row for that day there is no law by which proceedings could be active.
    begins = min((_RANK[law.active_from] for law in laws), default=_RANK[Stage.VERDICT])
    by_stage = rank is not None and begins <= rank < _RANK[Stage.VERDICT]
    if laws and (by_stage or facts.active or unsaid):
        return ProceedingsState.ACTIVE, source
    if laws and facts.stage == Stage.APPEAL:
        return ProceedingsState.APPEAL, source
    return ProceedingsState.CLOSED, source


def _of_open_proceedings(facts: PageFacts) -> Iterator[Passage]:
    """Where an undecided case is told of, in a page that does not say how far it has got."""
    if not facts.stage and facts.active is None:
        for passage in facts.passages:
            if passage.prose and tells_of_open_proceedings(passage.text):
                yield passage


def _said_in_court(facts: PageFacts) -> frozenset[Presumption]:
    """What an item reports when its stage says so."""
    return frozenset((Presumption.PLEA,)) if facts.stage == Stage.PLEA else frozenset()


def _presuming(
    facts: PageFacts, kinds: Set[Presumption], fields: Set[str]
) -> Iterator[tuple[Passage, str]]:
    """Passages in these fields with words of these kinds, and the words, quoted."""
    for passage in facts.passages:
        if passage.field in fields and (passage.prose or passage.field in ADDRESS):
            words = [word for kind, word in presuming_words(passage.text) if kind in kinds]
            if words:
                yield passage, ", ".join(f"“{word}”" for word in words)
