"""The list of all rules, and `check`, which applies them. Pure: no Django, no database, no clock.

`check` raises LookupError when a rule of law that it needs is missing. Callers must treat every
error as a refusal.
"""

import re
from collections.abc import Callable, Iterator

from newsroom.rules import (
    addresses,
    anonymity,
    changes,
    completeness,
    contempt,
    embargo,
    four_eyes,
    offered_documents,
    wording,
)
from newsroom.rules.facts import PageFacts, RuleContext
from newsroom.rules.findings import Finding, Level, Remedy, Rule, RuleHit
from newsroom.rules.names import protected_names
from newsroom.rules.names.protected_names import repeats_name
from newsroom.rules.people_in_cases import of_person_in_case

__all__ = [
    "ABOUT_NAMES",
    "ABOUT_PEOPLE",
    "CODES",
    "CONFIRMED",
    "RULES",
    "Finding",
    "Level",
    "Remedy",
    "RuleContext",
    "answered",
    "check",
    "concerns_people",
]

_BLOCKER, _WARNING = Level.BLOCKER, Level.WARNING
_QUOTED = re.compile(r"“.*”", re.DOTALL)
_WITHHELD_MESSAGE = "A rule is broken here that cannot be told without repeating a protected name."


def _orders(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An order in force withholds the page."""
    for order in facts.orders:
        yield RuleHit(
            f"A reporting restriction is in force: {order.label}. "
            "Nothing about this may be published until it ends.",
            source=order.source,
        )


ABOUT_NAMES = (
    Rule("protected-name", _BLOCKER, Remedy.EDIT, protected_names.protected_name),
    Rule(
        "protected-name-elsewhere",
        _BLOCKER,
        Remedy.REASON,
        protected_names.protected_name_elsewhere,
    ),
    Rule("protected-surname", _BLOCKER, Remedy.REASON, protected_names.protected_surname),
    Rule("protected-name-part", _WARNING, Remedy.EDIT, protected_names.protected_name_part),
)
"""The rules on protected names. They read only `passages` and `names` of the facts."""

ABOUT_ADDRESSES = (
    Rule("address-own", _BLOCKER, Remedy.EDIT, addresses.leads_nowhere),
    Rule("address-internal", _BLOCKER, Remedy.EDIT, addresses.internal),
    Rule("address-unsafe", _BLOCKER, Remedy.EDIT, addresses.unsafe),
    Rule("address-working-document", _BLOCKER, Remedy.EDIT, addresses.working_document),
    Rule("address-scanned", _BLOCKER, Remedy.EDIT, addresses.scanned),
    Rule("address-shortened", _WARNING, Remedy.EDIT, addresses.shortened),
    Rule("address-tracked", _WARNING, Remedy.EDIT, addresses.tracked),
)
"""The rules on addresses. They read only `addresses` of the facts."""

ABOUT_PEOPLE = (
    Rule("order", _BLOCKER, Remedy.WAIT, _orders),
    *ABOUT_NAMES,
    Rule("contempt-title", _BLOCKER, Remedy.EDIT, contempt.contempt_title),
    Rule("contempt-picture", _BLOCKER, Remedy.EDIT, contempt.contempt_picture),
    Rule("unclassed-picture", _BLOCKER, Remedy.EDIT, contempt.unclassed_picture),
    Rule("contempt-text", _WARNING, Remedy.EDIT, contempt.contempt_text),
    Rule("contempt-plea", _WARNING, Remedy.EDIT, contempt.contempt_plea),
    Rule("contempt-appeal", _WARNING, Remedy.EDIT, contempt.contempt_appeal),
    Rule("proceedings-unsaid", _WARNING, Remedy.EDIT, contempt.proceedings_unsaid),
    Rule("anonymity", _BLOCKER, Remedy.CONFIRM, anonymity.anonymity),
    Rule("jigsaw", _WARNING, Remedy.EDIT, anonymity.jigsaw),
)
"""The rules about persons and proceedings. What they find, a lawyer clears on any type of page."""

RULES = (
    *ABOUT_PEOPLE,
    Rule("placeholder", _BLOCKER, Remedy.EDIT, wording.placeholder),
    Rule("working-mark", _BLOCKER, Remedy.EDIT, wording.working_mark),
    Rule("document-mark", _BLOCKER, Remedy.REASON, offered_documents.document_mark),
    Rule("unread-document", _BLOCKER, Remedy.CONFIRM, offered_documents.unread_document),
    Rule("doubled-word", _BLOCKER, Remedy.EDIT, wording.doubled_word),
    Rule("doubled-word-unsure", _WARNING, Remedy.EDIT, wording.doubled_word_unsure),
    Rule("doubled-article", _BLOCKER, Remedy.REASON, wording.doubled_article),
    Rule("quotation-marks-twice", _BLOCKER, Remedy.EDIT, wording.quotation_marks_twice),
    Rule("unclosed-quotation", _BLOCKER, Remedy.EDIT, wording.unclosed_quotation),
    Rule("nothing-to-read", _BLOCKER, Remedy.EDIT, completeness.nothing_to_read),
    Rule("no-crime-type", _BLOCKER, Remedy.REASON, completeness.no_crime_type),
    Rule("empty-desk", _BLOCKER, Remedy.EDIT, completeness.empty_desk),
    Rule("no-alt", _BLOCKER, Remedy.EDIT, completeness.no_alt),
    Rule("link-not-public", _BLOCKER, Remedy.EDIT, completeness.link_not_public),
    *ABOUT_ADDRESSES,
    Rule("change-undeclared", _BLOCKER, Remedy.EDIT, changes.change_undeclared),
    Rule("embargo-past", _BLOCKER, Remedy.EDIT, embargo.embargo_past),
    Rule("embargo-hours", _BLOCKER, Remedy.EDIT, embargo.embargo_hours),
    Rule("in-bundle", _BLOCKER, Remedy.BUNDLE, embargo.in_bundle),
    Rule("in-hold", _BLOCKER, Remedy.HOLD, embargo.in_hold),
    Rule("not-cleared", _BLOCKER, Remedy.CLEAR, four_eyes.not_cleared),
    Rule("self-cleared", _BLOCKER, Remedy.CLEAR, four_eyes.self_cleared),
    Rule("not-approved", _BLOCKER, Remedy.CLEAR, four_eyes.not_approved),
    Rule("self-approved", _BLOCKER, Remedy.CLEAR, four_eyes.self_approved),
    Rule("one-person", _BLOCKER, Remedy.CLEAR, four_eyes.one_person),
    Rule("embargo-moved", _BLOCKER, Remedy.CLEAR, four_eyes.embargo_moved),
    Rule("version-in-force", _BLOCKER, Remedy.CLEAR, four_eyes.one_person_puts_in_force),
    Rule("urgent", _WARNING, Remedy.CLEAR, four_eyes.urgent),
)
"""Every rule: its code, level, remedy and function."""

CODES = tuple((rule.code, rule.blocks) for rule in RULES)
"""The code of each rule, and whether its findings block."""

CONFIRMED = frozenset(rule.code for rule in RULES if rule.remedy == Remedy.CONFIRM)
"""The codes of the rules that are settled by a user who confirms a check."""


def check(facts: PageFacts, setting: RuleContext) -> list[Finding]:
    """The blockers, then the warnings, each in the order of the page.

    A rule that can be settled by a response is skipped when `facts.answers` has one for its code.
    Raises LookupError when a rule of law that is needed is missing from `setting.laws`.
    """
    found = [
        _finding(rule, hit, facts)
        for rule in RULES
        if not (rule.can_be_answered and facts.answers.get(rule.code, "").strip())
        for hit in rule.find(facts, setting)
    ]
    return sorted(found, key=_order(facts))


def answered(facts: PageFacts, setting: RuleContext) -> list[Finding]:
    """The findings that responses have settled, with the response in `facts.answers` by code."""
    return [
        _finding(rule, hit, facts)
        for rule in RULES
        if rule.can_be_answered and facts.answers.get(rule.code, "").strip()
        for hit in rule.find(facts, setting)
    ]


def concerns_people(facts: PageFacts, setting: RuleContext) -> bool:
    """Whether the page says something of a person or of proceedings that a lawyer must clear.

    Responses do not count: a finding that somebody has answered is still a finding. Raises
    LookupError as `check` does.
    """
    found = (hit for rule in ABOUT_PEOPLE for hit in rule.find(facts, setting))
    return next(found, None) is not None or of_person_in_case(facts)


def _finding(rule: Rule, hit: RuleHit, facts: PageFacts) -> Finding:
    """The finding of a hit. Texts that repeat a protected name are replaced."""

    def safe(text: str, instead: str) -> str:
        return instead if text and repeats_name(text, facts.names) else text

    unquoted = _QUOTED.sub("words that hold a protected name", hit.message)
    message = safe(hit.message, safe(unquoted, _WITHHELD_MESSAGE))
    return Finding(
        rule.code,
        rule.level,
        message,
        rule.remedy,
        safe(hit.place, ""),
        hit.field,
        safe(hit.source, ""),
        hit.block,
    )


def _order(facts: PageFacts) -> Callable[[Finding], tuple[bool, int, int]]:
    """The sort key: blockers first; then by place: the whole page, passages, others."""
    fields = list(dict.fromkeys(passage.field for passage in facts.passages))
    places = {(one.field, one.place): number for number, one in enumerate(facts.passages)}

    def order(finding: Finding) -> tuple[bool, int, int]:
        if not finding.field and not finding.place:
            return (finding.level == _WARNING, -1, 0)
        field = fields.index(finding.field) if finding.field in fields else len(fields)
        return (finding.level == _WARNING, field, places.get((finding.field, finding.place), -1))

    return order
