"""What must not be said of people in proceedings: contempt of court, and anonymity. Pure."""

from collections.abc import Iterator

from newsroom.editorial.facts import Facts, Setting
from newsroom.editorial.findings import Hit

SEXUAL_OFFENCE = "sexual-offence-anonymity"
CHILD = "child-anonymity"


def anonymity(facts: Facts, setting: Setting) -> Iterator[Hit]:
    """Somebody has the right not to be identified: a named person must have looked for that."""
    protected = []
    laws = []
    if facts.sexual_offence and (in_force := setting.law(SEXUAL_OFFENCE)):
        protected.append("the complainant of a sexual offence")
        laws += in_force
    if facts.child_involved and (in_force := setting.law(CHILD)):
        protected.append("a child or young person")
        laws += in_force
    if laws:
        yield Hit(
            f"The law may protect the identity of {' and of '.join(protected)}. Read every word, "
            "picture and file name, and confirm that nothing identifies them.",
            source="; ".join(law.source for law in laws),
        )
