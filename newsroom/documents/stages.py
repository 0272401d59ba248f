"""The stages of a case, for documents and rules. `StageKind` in choices.py has their labels."""

from enum import StrEnum


class Stage(StrEnum):
    """The stages of criminal proceedings, in order."""

    ARREST = "arrest"
    CHARGE = "charge"
    HEARING = "hearing"
    PLEA = "plea"
    NOT_GUILTY_PLEA = "not-guilty-plea"
    GUILTY_PLEA = "guilty-plea"
    TRIAL = "trial"
    VERDICT = "verdict"
    CONVICTED = "convicted"
    ACQUITTED = "acquitted"
    SENTENCE = "sentence"
    APPEAL = "appeal"
    QUASHED = "quashed"
    DISCONTINUED = "discontinued"


CONVICTIONS = (Stage.GUILTY_PLEA, Stage.CONVICTED, Stage.SENTENCE)
"""The stages that imply a conviction."""
