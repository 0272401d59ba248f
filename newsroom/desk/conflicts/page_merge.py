"""Two versions of a page put together, with the words for what each has changed."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.fields import StreamField
from wagtail.log_actions import log
from wagtail.models import COMMENTS_RELATION_NAME, Revision

from newsroom.desk.conflicts.three_way import (
    ABSENT,
    MINE,
    ORDER,
    PLACE,
    THEIRS,
    Change,
    align,
    changes_between,
    merge,
)
from newsroom.desk.difference_words import label_of
from newsroom.desk.differences import FieldDifference, Side, differences, side_of
from newsroom.documents.markup import cleaned
from newsroom.pages.typed_links import tidy
from newsroom.records.verdict_holds import TITLE, is_in_vault

KEEP = "newsroom.keep_version"
"""The action in the log of a page: a version was kept beside the newest."""


@dataclass(frozen=True)
class ShownChange:
    """A change with the words for both sides."""

    change: Change
    label: str
    theirs: list[FieldDifference]
    mine: list[FieldDifference]


class PageMerge:
    """What differs between the newest version of a page and one that was kept beside it."""

    def __init__(
        self, page: Any, base: Revision | None, theirs: Revision, mine: Mapping[str, Any]
    ) -> None:
        self.page = page
        self._newest: Mapping[str, Any] = theirs.content
        self._start: Mapping[str, Any] = base.content if base else theirs.content
        self.base = self._fields(base.content) if base else None
        self.theirs, self.mine = self._fields(theirs.content), self._fields(mine)
        if self.base:
            self.theirs = align(self.theirs, self.base, self._split, normal)
            self.mine = align(self.mine, self.base, self._split, normal)
        self.mine = align(self.mine, self.theirs, self._split, normal)

    @cached_property
    def changes(self) -> list[Change]:
        return changes_between(self.base, self.theirs, self.mine, self._split, normal)

    @property
    def overwrites(self) -> bool:
        """Whether saving mine as it is would take back something that others have changed."""
        return any(one.changed_by != MINE for one in self.changes)

    @property
    def to_choose(self) -> list[Change]:
        return [one for one in self.changes if one.changed_by is None]

    def shown(self) -> list[ShownChange]:
        """All changes in words."""
        return [
            ShownChange(one, self._label(one), self._words(one, THEIRS), self._words(one, MINE))
            for one in self.changes
        ]

    def merged(self, choices: Mapping[str, str]) -> Any:
        """The page as it is once the choices are made, not saved. Raises KeyError, see `merge`."""
        fields = merge(self.theirs, self.mine, self.changes, choices)
        return self._page_with(self._newest, fields)

    @property
    def _form_class(self) -> type[WagtailAdminPageForm]:
        return self.page.get_edit_handler().get_form_class()

    @cached_property
    def _rows(self) -> frozenset[str]:
        """The lists of rows of the form. Comments belong to the page, and not to a version."""
        return frozenset(self._form_class.formsets) - {COMMENTS_RELATION_NAME, "comments"}

    @cached_property
    def _streams(self) -> frozenset[str]:
        fields = self.page._meta.get_fields()
        return frozenset(one.name for one in fields if isinstance(one, StreamField))

    @property
    def _split(self) -> frozenset[str]:
        return self._rows | self._streams

    def _fields(self, content: Mapping[str, Any]) -> dict[str, Any]:
        """What the form can change, of the content of a version."""
        names = [*self._form_class.base_fields, *self._rows]
        found = {name: content[name] for name in names if name in content}
        for name in self._streams & found.keys():
            found[name] = json.loads(found[name] or "[]")
        return found

    def _page_with(self, content: Mapping[str, Any], fields: Mapping[str, Any]) -> Any:
        stored = type(self.page).objects.get(pk=self.page.pk)
        packed = {
            name: json.dumps(value) if name in self._streams else value
            for name, value in fields.items()
        }
        return stored.with_content_json({**content, **packed})

    def _label(self, change: Change) -> str:
        label = label_of(self.page, change.field)
        if change.part == ORDER:
            return str(_("%(field)s: order")) % {"field": label}
        return label

    @cached_property
    def _start_side(self) -> Side:
        return side_of(self._page_with(self._start, {}))

    def _words(self, change: Change, side: str) -> list[FieldDifference]:
        """What one side has done to a field or part, seen from the version that both began from.

        If that is not known, the newest takes its place.
        """
        began = self.theirs if self.base is None else self.base
        value, content = {
            THEIRS: (change.theirs, self.theirs),
            MINE: (change.mine, self.mine),
        }[side]
        fields = merge(began, content, [replace(change, mine=value, changed_by=MINE)], {})
        changed = side_of(self._page_with(self._start, fields))
        return differences(self.page, self._start_side, changed)


def normal(value: Any) -> Any:
    """A stored value without what says nothing: keys of paragraphs, and where a row stands."""
    match value:
        case str():
            return cleaned(value)
        case list():
            return [normal(entry) for entry in value]
        case dict():
            return {key: normal(entry) for key, entry in value.items() if key not in PLACE}
    return value if value is not ABSENT else ABSENT


def log_actions(actions: Any) -> None:
    """Hook `register_log_actions`."""
    actions.register_action(
        KEEP, _("Keep version"), _("Kept beside the newest version, which somebody else had saved")
    )


@transaction.atomic
def keep_beside(latest: Revision, mine: Any, user: Any) -> Revision:
    """Keep a version of the page beside the newest, which stays the newest.

    What asks for the newest by its time must not find it: it is dated just before the newest.
    """
    tidy(mine)
    for comment in getattr(mine, COMMENTS_RELATION_NAME).filter(pk__isnull=True):
        comment.save()
    kept = Revision.objects.create(
        content_object=mine,
        base_content_type=mine.get_base_content_type(),
        user=user,
        content=mine.serializable_data(),
        object_str=TITLE if is_in_vault(mine) else str(mine),
        created_at=latest.created_at - timedelta(microseconds=1),
    )
    log(instance=mine, action=KEEP, user=user, revision=kept)
    return kept
