"""Rules on contempt of court: text and pictures that could prejudice active proceedings. Pure.

Source: Contempt of Court Act 1981, sections 1 and 2, and schedule 1. The stage from which
proceedings are active is data (`Law.active_from`), because Parliament may change it from arrest to
charge.
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
"""The stages that these rules distinguish, in the order of proceedings."""
TITLES = frozenset(("title", "seo_title"))
"""Fields that readers see without the text, in lists and search results."""
ADDRESS = frozenset(("slug",))
"""The slug, which readers see without the text in a shared link. Blockers check it as well."""

_RANK = {str(stage): rank for rank, stage in enumerate(STAGES)}
_HARMLESS_PICTURES = frozenset(("place", "staff", "illustration"))
_PICTURES = {
    "custody": "A custody image, or another picture of a defendant,",
    "footage": "Footage in which people can be recognised",
    "exhibit": "An exhibit that no court has seen yet",
}
_ANYTHING = frozenset(Presumption)
_NO_RECORD = frozenset((Presumption.PERSON, Presumption.CHARACTER))
"""The presumptions that do more than report the decision of a court."""


class ProceedingsState(Enum):
    """The state of proceedings, which decides what a publication could prejudice."""

    CLOSED = "closed"
    ACTIVE = "active"
    APPEAL = "appeal"


def contempt_title(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A headline or slug that presumes guilt while proceedings are active."""
    state, source = _state(facts, setting)
    if state is ProceedingsState.ACTIVE:
        for passage, words in _presuming(
            facts, _ANYTHING - _known_at_stage(facts), TITLES | ADDRESS
        ):
            yield at(
                passage,
                f"While proceedings are active, this must not say {words}: it presumes guilt or "
                "tells of bad character. Say what is alleged. If the case is decided, set its "
                "stage to verdict.",
                source,
            )


def contempt_plea(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A headline about a guilty plea, which could prejudice a trial on other charges."""
    state, source = _state(facts, setting)
    if state is ProceedingsState.ACTIVE:
        for passage, words in _presuming(facts, _known_at_stage(facts), TITLES):
            yield at(
                passage,
                f"This says {words}. If another defendant or another charge is still to be tried, "
                "wait until that trial is over.",
                source,
            )


def contempt_picture(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A picture that could prejudice a trial: of a defendant, or of an unseen exhibit."""
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
    """A picture without a release class, while proceedings are active."""
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
    """A teaser, text or caption that may presume guilt while proceedings are active."""
    state, source = _state(facts, setting)
    if state is ProceedingsState.ACTIVE:
        text = {passage.field for passage in facts.passages if passage.prose} - TITLES
        for passage, words in _presuming(facts, _ANYTHING - _known_at_stage(facts), text):
            yield at(
                passage,
                f"While proceedings are active, {words} may presume guilt or tell of bad "
                "character. Read it again, and say what is alleged.",
                source,
            )


def contempt_appeal(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A headline or a picture that could prejudice a retrial."""
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
    """Text about an undecided case in a page without a stage."""
    for passage in _about_undecided_case(facts):
        yield at(
            passage,
            "These words are about a case that has not been decided, but its stage is not set. "
            "Until it is, the page is checked as if proceedings were active.",
        )
        return


def _state(facts: PageFacts, setting: RuleContext) -> tuple[ProceedingsState, str]:
    """The state of proceedings, and the source in law.

    `facts.active` can make proceedings active at any stage, because another defendant may still be
    tried. It cannot make them inactive before the stage does. Raises LookupError for an unknown
    stage, and see `RuleContext.law`.
    """
    rank = _RANK[facts.stage] if facts.stage else None
    unsaid = any(_about_undecided_case(facts))
    if rank is None and not facts.active and not unsaid:
        return ProceedingsState.CLOSED, ""
    laws = setting.law(CONTEMPT)
    source = "; ".join(law.source for law in laws)
    # Without a rule of law for that day, proceedings are not active.
    begins = min((_RANK[law.active_from] for law in laws), default=_RANK[Stage.VERDICT])
    by_stage = rank is not None and begins <= rank < _RANK[Stage.VERDICT]
    if laws and (by_stage or facts.active or unsaid):
        return ProceedingsState.ACTIVE, source
    if laws and facts.stage == Stage.APPEAL:
        return ProceedingsState.APPEAL, source
    return ProceedingsState.CLOSED, source


def _about_undecided_case(facts: PageFacts) -> Iterator[Passage]:
    """The passages about an undecided case, in a page without a stage."""
    if not facts.stage and facts.active is None:
        for passage in facts.passages:
            if passage.prose and tells_of_open_proceedings(passage.text):
                yield passage


def _known_at_stage(facts: PageFacts) -> frozenset[Presumption]:
    """The presumptions that are facts at the stage of the page."""
    return frozenset((Presumption.PLEA,)) if facts.stage == Stage.PLEA else frozenset()


def _presuming(
    facts: PageFacts, kinds: Set[Presumption], fields: Set[str]
) -> Iterator[tuple[Passage, str]]:
    """The passages of these fields with words of these kinds, and the words in quotation marks."""
    for passage in facts.passages:
        if passage.field in fields and (passage.prose or passage.field in ADDRESS):
            words = [word for kind, word in presuming_words(passage.text) if kind in kinds]
            if words:
                yield passage, ", ".join(f"“{word}”" for word in words)
