"""What the demo's lawyer has answered to the gate about anonymity in the items that are loaded."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import prefetch_related_objects
from django.utils import timezone

from newsroom.demo.rows import add_rows
from newsroom.demo.vocabulary import corpus
from newsroom.documents.document import Document
from newsroom.documents.passages import Passage
from newsroom.gate.outside_facts import outside_facts
from newsroom.models import CheckResponse, Edition
from newsroom.records.law import laws
from newsroom.rules.anonymity import anonymity
from newsroom.rules.facts import DeskHours, PageFacts, RuleContext

LAWYER = "reviewing.lawyer"
CODE = "anonymity"


class Confirmations:
    """Stores an answer for each item of which the gate asks whether somebody is anonymous.

    Without log-ins nobody is there to answer.
    """

    def __init__(self) -> None:
        now = timezone.now()
        self._lawyer = get_user_model().objects.filter(username=LAWYER).first()
        self._setting = RuleContext(at=now, now=now, laws=laws(), hours=DeskHours())

    def add(
        self,
        items: Sequence[Any],
        documents: Sequence[Document],
        editions: Sequence[Edition],
        texts: Sequence[tuple[Passage, ...]],
    ) -> None:
        """Answer for these items, with their documents and open editions, and all their texts."""
        if self._lawyer is None:
            return
        prefetch_related_objects(items, "updates")
        words = corpus("desk")["anonymity"]["answer"]
        add_rows(
            CheckResponse,
            [
                CheckResponse(
                    page_id=item.pk,
                    digest=edition.digest,
                    by=self._lawyer,
                    code=CODE,
                    words=words,
                    at=item.published_at,
                    facts=outside_facts(item, document),
                )
                for item, document, edition, read in zip(
                    items, documents, editions, texts, strict=True
                )
                if self._is_asked(item, read)
            ],
        )

    def _is_asked(self, item: Any, texts: tuple[Passage, ...]) -> bool:
        facts = PageFacts(
            passages=(),
            stage=item.stage_of_case,
            sexual_offence=item.has_complainant,
            child_involved=item.involves_child,
        )
        # Its words need not be read if it is asked whatever they are.
        return any(
            True
            for read in ((), texts)
            for _hit in anonymity(replace(facts, passages=read), self._setting)
        )
