"""The screens of release bundles: the list, one bundle with its items, and taking an item out."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.models import Page

from newsroom.desk.planning.bundle_forms import BundleForm, ItemForm, TakeOutForm
from newsroom.models import ReleaseBundle
from newsroom.publishing import bundles
from newsroom.publishing.bundles import BundleRefused
from newsroom.records.redaction import title_for_record
from newsroom.records.verdict_holds import outside_vault

BUNDLES, BUNDLE, TAKE_OUT = "desk_bundles", "desk_bundle", "desk_bundle_take_out"
MAY_CHANGE = "newsroom.change_releasebundle"
MAY_READ = "newsroom.view_releasebundle"
SHOWN = 50
"""How many bundles that have gone out the list shows."""


def admin_urls() -> list[URLPattern]:
    own = "newsroom/bundles/"
    return [
        path(own, list_bundles, name=BUNDLES),
        path(f"{own}<int:pk>/", show_bundle, name=BUNDLE),
        path(f"{own}<int:pk>/take-out/<int:page_id>/", take_out, name=TAKE_OUT),
    ]


def list_bundles(request: HttpRequest) -> HttpResponse:
    """List the bundles, those that are still to go out first, and make a new one."""
    if not request.user.has_perm(MAY_READ):
        raise PermissionDenied
    may_change = request.user.has_perm(MAY_CHANGE)
    form = BundleForm(request.POST or None)
    if request.method == "POST" and may_change and form.is_valid():
        user: Any = request.user
        bundle = ReleaseBundle.objects.create(**form.cleaned_data, made_by=user)
        return HttpResponseRedirect(_address(bundle.pk))
    rows = ReleaseBundle.objects.prefetch_related("items")
    context = {
        "open": rows.open(),
        "gone": rows.exclude(released_at=None).order_by("-released_at")[:SHOWN],
        "form": form if may_change else None,
        **_frame(_("Release bundles")),
    }
    return TemplateResponse(request, "newsroom/desk/planning/bundles.html", context)


def show_bundle(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what stands in the way of each item of a bundle, and change or approve it."""
    if not request.user.has_perm(MAY_READ):
        raise PermissionDenied
    bundle = get_object_or_404(ReleaseBundle, pk=pk)
    given = {"name": bundle.name, "goes_out_at": bundle.goes_out_at}
    sent = request.POST.get("action", "") if request.method == "POST" else ""
    own = BundleForm(request.POST if sent == "change" else None, initial=given)
    item = ItemForm(request.POST if sent == "put-in" else None)
    if sent and _take(request, sent, bundle, own, item):
        still_there = ReleaseBundle.objects.filter(pk=pk).exists()
        return HttpResponseRedirect(_address(pk) if still_there else reverse(BUNDLES))
    checks = bundles.check_items(bundle) if bundle.released_at is None else []
    context = {
        "bundle": bundle,
        "checks": checks,
        "gone_out": bundle.items.select_related("page") if bundle.released_at else (),
        "own": own,
        "item": item,
        "may_change": request.user.has_perm(MAY_CHANGE) and bundle.released_at is None,
        "is_ready": bool(checks) and not any(check.blockers for check in checks),
        "may_approve": _may_approve(request.user, checks),
        "problems": bundles.problems_of_moment(bundle.goes_out_at),
        "stamp": bundles.stamp(bundle, checks),
        **_frame(_("Release bundle"), bundle.name),
    }
    return TemplateResponse(request, "newsroom/desk/planning/bundle.html", context)


def _may_approve(user: Any, checks: list[bundles.ItemCheck]) -> bool:
    return all(check.page.permissions_for_user(user).can_publish() for check in checks)


def _take(
    request: HttpRequest, action: str, bundle: ReleaseBundle, own: BundleForm, item: ItemForm
) -> bool:
    """Take the action of one of the forms; False if that form is not valid."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    forms_of: dict[str, forms.Form] = {"change": own, "put-in": item}
    form = forms_of.get(action)
    if form is not None and not form.is_valid():
        return False
    user, pk = request.user, bundle.pk
    actions: dict[str, tuple[Callable[[], Any], str]] = {
        "change": (
            lambda: bundles.change(pk, **own.cleaned_data, user=user),
            _("The bundle is changed."),
        ),
        "put-in": (
            lambda: bundles.put_in(pk, item.cleaned_data["page"].pk, user),
            _("It is in the bundle, and goes out with it alone."),
        ),
        "approve": (
            lambda: bundles.approve(pk, user, request.POST.get("stamp", "")),
            _("The bundle is approved. It goes out at its moment, whole or not at all."),
        ),
        "withdraw-approval": (
            lambda: bundles.withdraw_approval(pk, user),
            _("The approval is taken back. Nothing of the bundle goes out."),
        ),
        "delete": (lambda: bundles.delete_empty(pk), _("The empty bundle is deleted.")),
    }
    if action not in actions:
        raise PermissionDenied
    act, said = actions[action]
    try:
        act()
    except BundleRefused as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, said)
    return True


def take_out(request: HttpRequest, pk: int, page_id: int) -> HttpResponse:
    """Ask for the reason, and take an item out of its bundle."""
    if not request.user.has_perm(MAY_CHANGE):
        raise PermissionDenied
    bundle = get_object_or_404(ReleaseBundle, pk=pk)
    page = get_object_or_404(Page.objects.filter(outside_vault()), pk=page_id)
    form = TakeOutForm(request.POST or None, about=page)
    if request.method == "POST" and form.is_valid():
        try:
            bundles.take_out(pk, page_id, request.user, form.cleaned_data["reason"])
        except BundleRefused as refusal:
            messages.error(request, " ".join(refusal.messages))
        else:
            said = _("“%(title)s” is out of the bundle. It can be released alone.")
            messages.success(request, said % {"title": title_for_record(page)})
        return HttpResponseRedirect(_address(pk))
    context = {
        "bundle": bundle,
        "form": form,
        "bundle_url": _address(pk),
        **_frame(_("Take out of the bundle"), page.get_admin_display_title()),
    }
    return TemplateResponse(request, "newsroom/desk/planning/take_out.html", context)


def _address(pk: int) -> str:
    return reverse(BUNDLE, args=[pk])


def _frame(title: str, subtitle: str = "") -> dict[str, Any]:
    """The template context that is common to all views."""
    return {
        "header_title": title,
        "page_title": title,
        "page_subtitle": subtitle,
        "header_icon": "folder-open-inverse",
    }
