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


UNDECIDED = (Stage.ARREST, Stage.CHARGE, Stage.HEARING, Stage.NOT_GUILTY_PLEA, Stage.TRIAL)
"""The stages that tell of no guilt, while it may still be tried."""
ENDS = (Stage.ACQUITTED, Stage.SENTENCE, Stage.QUASHED, Stage.DISCONTINUED)
"""The stages with which proceedings end, unless another follows."""
CONVICTIONS = (Stage.GUILTY_PLEA, Stage.CONVICTED, Stage.SENTENCE)
"""The stages that imply a conviction."""

STAGE_FOR_GATE: dict[str, str] = {
    Stage.HEARING: Stage.CHARGE,
    Stage.NOT_GUILTY_PLEA: Stage.PLEA,
    Stage.GUILTY_PLEA: Stage.VERDICT,
    Stage.CONVICTED: Stage.VERDICT,
    Stage.ACQUITTED: Stage.VERDICT,
    # A retrial may follow a quashed conviction.
    Stage.QUASHED: Stage.APPEAL,
    Stage.DISCONTINUED: "",
}
"""Maps the stages that the rules do not distinguish to those that they know."""


def stage_for_gate(stage: str) -> str:
    """The stage as the rules know it; empty once proceedings are over."""
    return STAGE_FOR_GATE.get(stage, stage)
