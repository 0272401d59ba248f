"""The filters of the desk's lists of pages."""

from collections.abc import Callable, Iterable
from typing import Any

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import Q, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, MultipleUserFilter, WagtailFilterSet
from wagtail.models import Page, get_page_models

from newsroom.archive.index import Kind
from newsroom.choices import ITEM_STAGES, UPDATE_STAGES
from newsroom.desk.page_search import with_facets
from newsroom.desk.state_filter import StateToFilter, in_state
from newsroom.gate.page_words import facet
from newsroom.models import Area, CrimeType
from newsroom.pages.base import NewsroomPage


def kinds() -> list[tuple[str, Any]]:
    """The kinds of items, then the types of pages that are none, with their words."""
    others = [
        (model.document_type, capfirst(model._meta.verbose_name))
        for model in get_page_models()
        if issubclass(model, NewsroomPage) and not model.is_item
    ]
    return [*Kind.choices, *sorted(others, key=lambda one: str(one[1]))]


def stages() -> list[tuple[str, Any]]:
    """The stages of items and of their updates."""
    return list(dict([*ITEM_STAGES, *UPDATE_STAGES]).items())


def _terms(model: type[Area] | type[CrimeType]) -> Callable[[], list[tuple[int, str]]]:
    return lambda: list(model.objects.order_by("name").values_list("pk", "name"))


class _FacetFilter(django_filters.MultipleChoiceFilter):
    """Narrows a list to pages of which a version has one of the chosen values."""

    def __init__(self, name: str, **kwargs: Any) -> None:
        self.name = name
        super().__init__(widget=CheckboxSelectMultiple, **kwargs)

    def filter(self, qs: QuerySet, value: Iterable[str]) -> QuerySet:
        facets = [facet(self.name, one) for one in value]
        return qs.filter(with_facets(facets)) if facets else qs


class _StateFilter(django_filters.MultipleChoiceFilter):
    def filter(self, qs: QuerySet, value: Iterable[str]) -> QuerySet:
        now, chosen = timezone.now(), Q()
        for state in value:
            chosen |= in_state(StateToFilter(state), now)
        return qs.filter(chosen)


class _WhoFilter(MultipleUserFilter):
    """Whoever created a page, or edited it last."""

    def filter(self, qs: QuerySet, value: Any) -> QuerySet:
        return qs.filter(Q(owner__in=value) | Q(latest_revision__user__in=value)) if value else qs


class PageFilter(WagtailFilterSet):
    """Filters pages by what they are about, their state, their dates and who wrote them."""

    state = _StateFilter(label=_("State"), choices=StateToFilter, widget=CheckboxSelectMultiple)
    kind = _FacetFilter("kind", label=_("Kind"), choices=kinds)
    crime_type = _FacetFilter("crimetype", label=_("Crime type"), choices=_terms(CrimeType))
    area = _FacetFilter("area", label=_("Area"), choices=_terms(Area))
    stage = _FacetFilter("stage", label=_("Stage of the case"), choices=stages)
    edited = django_filters.DateFromToRangeFilter(
        "latest_revision_created_at", label=_("Last edited"), widget=DateRangePickerWidget
    )
    published = django_filters.DateFromToRangeFilter(
        "newsitempage__published_at", label=_("Date of publication"), widget=DateRangePickerWidget
    )
    who = _WhoFilter(
        label=_("Written or last edited by"),
        queryset=lambda _request: get_user_model().objects.order_by("last_name", "first_name"),
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = Page
        fields: list[str] = []
