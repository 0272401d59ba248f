"""What readers ask of a document's versions: which was in force that day, and what has changed."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.models import Page

from newsroom.archive.filters import DayField
from newsroom.archive.result import Link
from newsroom.pages.versions.comparison import Change, Comparison, compare
from newsroom.pages.versions.rules import in_force_now, in_force_on

if TYPE_CHECKING:
    from newsroom.pages.versions.documents import DocumentPage, VersionPage

LONGEST_ECHO = 60
"""So much of an unknown version's name is repeated to the reader."""


class CompareForm(forms.Form):
    """The two versions to compare, by the last part of their addresses."""

    def __init__(self, versions: "Sequence[VersionPage]", *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(version.slug, _name_and_standing(version)) for version in versions]
        needed = {"required": _("Choose a version")}
        # `from` is a reserved word of Python.
        self.fields["from"] = forms.ChoiceField(choices=choices, error_messages=needed)
        self.fields["to"] = forms.ChoiceField(choices=choices, error_messages=needed)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "from" in cleaned and cleaned["from"] == cleaned.get("to"):
            self.add_error("to", _("You chose the same version twice. Choose another one."))
        return cleaned


class DayForm(forms.Form):
    """The day a reader asks about."""

    day = DayField(
        error_messages={
            "required": gettext_lazy("Enter a date"),
            "invalid": gettext_lazy("Enter a real date, for example 21/11/2014"),
        }
    )


@dataclass(frozen=True)
class View:
    """A page of a document beside the document itself."""

    template: str
    context: Callable[[HttpRequest, "list[VersionPage]"], dict[str, Any]]


@dataclass(frozen=True)
class ClauseChange:
    """One clause of a comparison as it is shown."""

    change: Change
    label: str
    links: list[Link]


def document_context(document: "DocumentPage", versions: "list[VersionPage]") -> dict[str, Any]:
    """What the address of the document shows."""
    current = in_force_now(versions)
    return {"current": current, "version": current} | _around(document, versions)


def version_context(
    version: "VersionPage", document: Page, versions: "list[VersionPage]"
) -> dict[str, Any]:
    """What the address of one version shows."""
    return {"current": in_force_now(versions), "version": version} | _around(
        document, versions, version
    )


def _around(
    document: Page, versions: "list[VersionPage]", here: "VersionPage | None" = None
) -> dict[str, Any]:
    return {
        "document": document,
        "versions": versions,
        "day_form": DayForm(),
        "compare_form": CompareForm(versions, initial=_two_to_compare(versions, here)),
    }


def _two_to_compare(
    versions: "list[VersionPage]", here: "VersionPage | None" = None
) -> dict[str, str]:
    """The version in force and the one before it; on another's own page, that one."""
    current = in_force_now(versions)
    dated = [version for version in versions if version.in_force_from and version != current]
    before = here if here not in (None, current) else next(iter(dated or versions), None)
    return {name: version.slug for name, version in (("from", before), ("to", current)) if version}


def day_context(request: HttpRequest, versions: "list[VersionPage]") -> dict[str, Any]:
    """The version that was in force on the day that is asked about."""
    if "day" not in request.GET:
        return {"day_form": DayForm()}
    form = DayForm(request.GET)
    if not form.is_valid():
        return {"day_form": form, "invalid": True}
    day = date.fromisoformat(str(form.cleaned_data["day"]))
    begun = [version.in_force_from for version in versions if version.in_force_from]
    return {
        "day_form": form,
        "day": day,
        "found": in_force_on(versions, day),
        "is_future": day > timezone.localdate(),
        "first_day": min(begun, default=None),
    }


def comparison_context(request: HttpRequest, versions: "list[VersionPage]") -> dict[str, Any]:
    """The two versions that are asked for, side by side; a 404 if one of them is not public."""
    if not {"from", "to"}.intersection(request.GET):
        return {}
    known = {version.slug: version for version in versions}
    asked = [request.GET[name] for name in ("from", "to") if request.GET.get(name)]
    if unknown := [name for name in asked if name not in known]:
        return {"status": 404, "unknown": [_echo(name) for name in unknown]}
    form = CompareForm(versions, request.GET)
    if not form.is_valid():
        return {"compare_form": form, "invalid": True}
    old, new = known[form.cleaned_data["from"]], known[form.cleaned_data["to"]]
    comparison = compare(old.sections, new.sections)
    return {
        "compare_form": form,
        "old": old,
        "new": new,
        "summary": summary(comparison),
        "changes": [_shown(change, old, new) for change in comparison.changes],
    }


VIEWS = {
    "compare": View("newsroom/version_comparison.html", comparison_context),
    "in-force-on": View("newsroom/version_on_day.html", day_context),
}
"""By the last part of their addresses, which no version can have."""


def summary(comparison: Comparison) -> str:
    """How many clauses changed, in words."""
    if comparison.is_empty:
        return _("The two versions say the same, word for word.")
    return _("%(changes)s.") % {"changes": ", ".join(_counts(comparison))}


def _counts(comparison: Comparison) -> Iterator[str]:
    changed, added = comparison.count("changed"), comparison.count("added")
    removed, same = comparison.count("removed"), comparison.count("same")
    yield ngettext("%(n)d clause changed", "%(n)d clauses changed", changed) % {"n": changed}
    if added:
        yield ngettext("%(n)d added", "%(n)d added", added) % {"n": added}
    if removed:
        yield ngettext("%(n)d removed", "%(n)d removed", removed) % {"n": removed}
    if moved := comparison.moved:
        yield ngettext("%(n)d moved", "%(n)d moved", moved) % {"n": moved}
    if same:
        yield ngettext("%(n)d kept its words", "%(n)d kept their words", same) % {"n": same}


def _shown(change: Change, old: "VersionPage", new: "VersionPage") -> ClauseChange:
    links = [
        Link(_link_words(clause.number, version), f"{version.url}#{clause.anchor}")
        for clause, version in ((change.old, old), (change.new, new))
        if clause is not None and clause.anchor in _linkable(version)
    ]
    return ClauseChange(change, _label(change), links)


def _linkable(version: "VersionPage") -> set[str]:
    return {place.anchor for place in version.places.values()}


def _link_words(number: int, version: "VersionPage") -> str:
    names = {"number": number, "version": version.version_label}
    if number:
        return _("Clause %(number)d in %(version)s") % names
    return _("In %(version)s") % names


def _label(change: Change) -> str:
    labels = {
        ("added", False): _("Added"),
        ("removed", False): _("Removed"),
        ("changed", False): _("Changed"),
        ("changed", True): _("Changed and moved"),
        ("same", False): _("Not changed"),
        ("same", True): _("Moved, with the same words"),
    }
    return labels[change.kind, change.moved]


def _name_and_standing(version: "VersionPage") -> str:
    names = {"version": version.version_label or version.title, "status": version.standing[1]}
    return _("%(version)s (%(status)s)") % names


def _echo(name: str) -> str:
    return "".join(filter(str.isprintable, name))[:LONGEST_ECHO]
