"""Rules on addresses, of links and within the words. Pure."""

from collections.abc import Iterable, Iterator

from newsroom.documents.addresses import addresses_in
from newsroom.rules.address_kinds import Kind
from newsroom.rules.facts import PageFacts, Passage, RuleContext
from newsroom.rules.findings import RuleHit, at

_SHOWN_LENGTH = 90
"""How many characters of an address a message quotes."""


def written(passages: Iterable[Passage]) -> Iterator[tuple[Passage, str]]:
    """The addresses in passages: of links, and those that stand in prose."""
    for passage in passages:
        if passage.is_address:
            yield passage, passage.text
        elif passage.prose:
            for address in dict.fromkeys(addresses_in(passage.text)):
                yield passage, address


def leads_nowhere(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An address of this site at which readers find nothing. It may be the slug of a draft."""
    for passage, shown in _of_kind(facts, Kind.OWN):
        yield at(
            passage,
            f"{shown} is an address of this site at which readers find nothing. "
            "Link to a public page, or take it out.",
        )


def internal(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An address of the admin, of this computer, or of a private network or share."""
    for passage, shown in _of_kind(facts, Kind.DESK):
        yield at(passage, f"{shown} is an address of the desk. Link to the page itself.")
    for passage, shown in _of_kind(facts, Kind.PRIVATE):
        yield at(
            passage,
            f"{shown} is on a computer or network that readers have no way to. Take it out.",
        )


def unsafe(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A script or data in the place of an address, or one that hides its host."""
    for passage, shown in _of_kind(facts, Kind.UNSAFE):
        yield at(
            passage,
            f"{shown} is no address of a web page. Write one that begins with https://.",
        )


def working_document(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A document in an office system, such as SharePoint or Google Docs."""
    for passage, shown in _of_kind(facts, Kind.WORKING_DOCUMENT):
        yield at(
            passage,
            f"{shown} is a working document, which readers cannot open or should not. "
            "Upload it and link to the document, or take this out.",
        )


def scanned(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An address wrapped by a mail scanner, which stops working and names who got the mail."""
    for passage, shown in _of_kind(facts, Kind.SCANNED):
        yield at(
            passage,
            f"{shown} leads by way of a mail scanner or another site. Open it, and copy the "
            "address of the page that it leads to.",
        )


def shortened(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A short address, which hides where it leads."""
    for passage, shown in _of_kind(facts, Kind.SHORTENED):
        yield at(passage, f"{shown} hides where it leads. Give the whole address.")


def tracked(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """An address that tells where its reader found it, and perhaps who got the mail."""
    for passage, shown in _of_kind(facts, Kind.TRACKED):
        yield at(passage, f"{shown} holds parameters that track its readers. Take them out.")


def _of_kind(facts: PageFacts, kind: Kind) -> Iterator[tuple[Passage, str]]:
    """The addresses of a kind as they are quoted; those of this site only if nothing is there."""
    seen = set()
    for address in facts.addresses:
        if address.kind != kind or (kind == Kind.OWN and address.leads_to is not False):
            continue
        where = (address.where.field, address.where.block, address.text)
        if where not in seen:
            seen.add(where)
            cut = len(address.text) > _SHOWN_LENGTH
            yield address.where, f"“{address.text[:_SHOWN_LENGTH]}{'…' if cut else ''}”"
