"""Which rows of which tables are about a page: derived from the models, as texts are.

A row is bound by a foreign key to the page, by its number in a column of a usual name, by content
type and number, by an edition of the page, or as part of a row that is bound.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import CASCADE, Field, Model, Q
from wagtail.models import Page

from newsroom.models import Edition, FactChange

PAGE_NUMBERS = ("page_id", "item_id", "replacement_id")
EDITION_NUMBERS = ("edition_id",)
_GENERIC = "object_id"
NOT_ABOUT_IT = frozenset({("Page", "alias_of"), ("BinnedPage", "parent")})
"""Foreign keys to a page in rows that are about another one."""


@dataclass(frozen=True)
class Binding:
    """How rows of a table are bound to a page: by which columns."""

    model: type[Model]
    pages: tuple[str, ...] = ()
    editions: tuple[str, ...] = ()
    generic: tuple[tuple[str, str], ...] = ()
    """Pairs of columns: of a content type, and of a number as text."""

    def condition(self, page_id: int, editions: list[int], types: list[int]) -> Q:
        """The condition on the rows that are about this page."""
        found = Q()
        for name in self.pages:
            found |= Q(**{name: page_id})
        for name in self.editions:
            found |= Q(**{f"{name}__in": editions})
        for content_type, number in self.generic:
            found |= Q(**{f"{content_type}__in": types, number: str(page_id)})
        if self.model is FactChange:
            found |= Q(subject=FactChange.Subject.PAGE, subject_id=page_id)
        return found


@cache
def bindings() -> tuple[Binding, ...]:
    """Every table whose rows can be about a page by themselves."""
    found = []
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy:
            continue
        fields = model._meta.local_concrete_fields
        binding = Binding(
            model,
            tuple(field.attname for field in fields if _names_page(field)),
            tuple(field.attname for field in fields if _names_edition(field)),
            tuple(_generic(model)),
        )
        if binding.pages or binding.editions or binding.generic or model is FactChange:
            found.append(binding)
    return tuple(found)


@cache
def parts() -> tuple[tuple[type[Model], str, type[Model]], ...]:
    """Tables whose rows are parts of a bound row: model, foreign key, and the model above."""
    above = {binding.model for binding in bindings() if not issubclass(binding.model, Page)}
    found: list[tuple[type[Model], str, type[Model]]] = []
    while True:
        more = [
            (model, field.name, field.related_model)
            for model in apps.get_models(include_auto_created=True)
            for field in model._meta.local_concrete_fields
            if field.is_relation
            and field.related_model in above
            and getattr(field.remote_field, "on_delete", None) is CASCADE
            and (model, field.name, field.related_model) not in found
        ]
        if not more:
            return tuple(found)
        found += more
        above |= {model for model, _name, _above in more}


def _names_page(field: Field) -> bool:
    if (field.model.__name__, field.name) in NOT_ABOUT_IT:
        return False
    if field.is_relation:
        return isinstance(field.related_model, type) and issubclass(field.related_model, Page)
    return field.name in PAGE_NUMBERS or (field.primary_key and field.model is Page)


def _names_edition(field: Field) -> bool:
    if field.is_relation:
        return field.related_model is Edition
    return field.name in EDITION_NUMBERS


def _generic(model: type[Model]) -> Iterator[tuple[str, str]]:
    names = {field.name for field in model._meta.local_concrete_fields}
    for name in sorted(names):
        if name.endswith(_GENERIC):
            prefix = name.removesuffix(_GENERIC)
            for content_type in (f"{prefix}base_content_type", f"{prefix}content_type"):
                if content_type in names:
                    yield content_type, name


class PageRows:
    """The rows about one page, table by table."""

    def __init__(self, page_id: int) -> None:
        self.page_id = page_id
        own = Edition.objects.filter(page_id=page_id)
        self._editions = list(own.values_list("pk", flat=True))
        models = [model for model in apps.get_models() if issubclass(model, Page)]
        types = ContentType.objects.get_for_models(*models, for_concrete_models=False)
        self._types = sorted({content_type.pk for content_type in types.values()})

    def by_table(self) -> dict[type[Model], set[object]]:
        """The keys of the rows about the page, by model; parts of rows included."""
        found: dict[type[Model], set[object]] = {}
        for binding in bindings():
            condition = binding.condition(self.page_id, self._editions, self._types)
            rows = binding.model._base_manager.filter(condition)
            if keys := set(rows.values_list("pk", flat=True)):
                found.setdefault(binding.model, set()).update(keys)
        for model, name, above in parts():
            if above_keys := found.get(above):
                rows = model._base_manager.filter(**{f"{name}__in": above_keys})
                if of_rows := set(rows.values_list("pk", flat=True)):
                    found.setdefault(model, set()).update(of_rows)
        return found

    def delete_generic(self) -> None:
        """Delete the rows bound by content type and number, which no foreign key deletes."""
        for binding in bindings():
            if binding.generic:
                own = Binding(binding.model, generic=binding.generic)
                condition = own.condition(self.page_id, [], self._types)
                own.model._base_manager.filter(condition).delete()
