"""What happened after an item was published: the next stages of a case, and corrections."""

from datetime import timedelta

from newsroom.choices import StageKind
from newsroom.demo.case_facts import Case
from newsroom.demo.drafts import Update
from newsroom.demo.plan import Slot
from newsroom.demo.vocabulary import Voice, length_of_sentence
from newsroom.documents.stages import Stage

SHARE_WITH_NEWS = 0.09
SHARE_CORRECTED = 0.012
CORRECTIONS = [
    "An earlier version of this release gave the defendant’s age wrongly. It has been put right.",
    "The date of the hearing was wrong in the first version and has been corrected.",
    "This release said that the trial had lasted two weeks. It lasted nine days.",
    "The name of the court was wrong in the first version and has been corrected.",
    "An earlier version named the wrong police force. We apologise for the error.",
]


def later_news(slot: Slot, case: Case, voice: Voice) -> list[Update]:
    """Dated additions to some items: a plea and a sentence after a charge, or a correction."""
    lots = slot.lots
    if lots.random() < SHARE_CORRECTED:
        soon = slot.at + timedelta(hours=lots.randint(1, 30))
        return [Update(StageKind.CORRECTION, soon, lots.choice(CORRECTIONS))]
    if case.group or lots.random() > SHARE_WITH_NEWS:
        return []
    court = case.words["court"]
    subject = voice.say("{Defendant}")
    term = length_of_sentence(case.months[0])
    plea = f"{subject} pleaded guilty to {case.offence['charge']} at {court}."
    verdict = f"A jury at {court} found {case.words['defendant']} guilty."
    custody = "youth detention" if case.people[0].child else "prison"
    sentence = f"{subject} was sentenced to {term} in {custody} at {court}."
    appeal = "The Court of Appeal dismissed an appeal against the sentence."
    news: dict[str, list[tuple[str, str]]] = {
        Stage.CHARGE: [
            (Stage.PLEA, plea) if lots.random() < 0.6 else (Stage.VERDICT, verdict),
            (Stage.SENTENCE, sentence),
        ],
        Stage.TRIAL: [(Stage.VERDICT, verdict), (Stage.SENTENCE, sentence)],
        Stage.PLEA: [(Stage.SENTENCE, sentence)],
        Stage.VERDICT: [(Stage.SENTENCE, sentence)],
        Stage.SENTENCE: [(Stage.APPEAL, appeal)],
    }
    at, updates = slot.at, []
    for stage, note in news.get(case.stage, []):
        at += timedelta(days=lots.randint(21, 120), minutes=lots.randint(-60, 60))
        updates.append(Update(stage, at, note))
    return updates
