"""Rules on the documents that a page offers: what nobody could read, and working marks. Pure."""

from collections.abc import Iterator

from newsroom.rules.facts import PageFacts, RuleContext
from newsroom.rules.findings import RuleHit, at
from newsroom.rules.working_marks import marks

_QUOTED_LENGTH = 40


def unread_document(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A document that could not be read: a user must confirm to have read it."""
    for document in facts.unread_documents:
        part = f"The document “{document.title}”"
        if document.part:
            part = f"In the document “{document.title}”, {document.part}"
        yield at(
            document,
            f"{part} could not be read here: {document.why}. Open it, read every word and its "
            "properties, and confirm that nothing in it identifies anybody who is protected.",
        )


def document_mark(facts: PageFacts, setting: RuleContext) -> Iterator[RuleHit]:
    """A mark of the working document, as in "DRAFT v3", in a document that the page offers."""
    for passage in facts.document_passages:
        found = list(dict.fromkeys(marks(passage.text)))[:5] if passage.prose else []
        if found:
            listed = ", ".join(f"“{words[:_QUOTED_LENGTH]}”" for words in found)
            yield at(
                passage,
                f"{listed} is a mark of the working document. Upload the document without it, or "
                "give the reason why it belongs there.",
            )
