"""The screens of an update's steps: its preview, its check, its publication and its removal."""

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsroom.desk.refusal_messages import refuse
from newsroom.desk.row_numbers import row_number
from newsroom.desk.update_viewsets import LOOK
from newsroom.desk.urgent import ReasonForm
from newsroom.gate.record_form import RecordForm
from newsroom.gate.release_gate import ReleaseRefused
from newsroom.models import ItemUpdate, UpdateDraft
from newsroom.publishing import update_steps
from newsroom.publishing.updates import ANONYMITY, UNREAD, checks_of, examine_update
from newsroom.records.redaction import title_for_record

PREVIEW = "desk_update_preview"
REMOVE = "desk_remove_updates"
CHANGED = _("Somebody has changed the update or its page meanwhile: read them again.")
_PUBLISH, _URGENT = "publish", "urgent"


class CheckForm(RecordForm):
    """The second person's word for an update."""

    confirmed = forms.BooleanField(
        label=_("I have read every word of this update, on the page that it adds to."),
    )
    comment = forms.CharField(
        label=_("What was checked, and how"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("It is kept in the release log under your name."),
    )

    def __init__(self, *args: Any, asks_anonymity: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if asks_anonymity:
            self.fields["confirmed"].label = _(
                "I have read every word of this update and of the page that it adds to: nobody "
                "with anonymity can be identified."
            )


class RemovalForm(RecordForm):
    """The reason why public updates are removed."""

    reason = forms.CharField(
        label=_("Why it is removed"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("It is kept in the release log under your name."),
    )


class UpdateView(WagtailAdminTemplateMixin, FormView):
    """Shows a draft as readers will get it, with what the gate finds, and takes the next step."""

    template_name = "newsroom/desk/update.html"
    form_class = CheckForm
    page_title = _("Update")
    header_icon = "history"
    urgent_form: ReasonForm | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.draft = _draft(request, kwargs["pk"])
        self.page = self.draft.item.specific
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def examination(self) -> Any:
        return examine_update(self.draft, self.page)

    def get_page_subtitle(self) -> str:
        return title_for_record(self.page)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        drafts = reverse("wagtailsnippets_newsroom_updatedraft:list")
        return [
            *super().get_breadcrumbs_items(),
            {"url": drafts, "label": _("Drafts of updates")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if {_PUBLISH, _URGENT} & set(self.request.POST):
            # The other buttons of the screen.
            kwargs.pop("data", None)
        return {**kwargs, "about": self.page, "asks_anonymity": self.examination.asks_anonymity}

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Publish the draft, urgently or in the usual way, or record the check."""
        if not {_PUBLISH, _URGENT} & set(request.POST):
            return super().post(request, *args, **kwargs)
        step: Any = update_steps.publish
        reason: dict[str, str] = {}
        if _URGENT in request.POST:
            self.urgent_form = ReasonForm(request.POST, about=self.page)
            if not self.urgent_form.is_valid():
                return self.get(request, *args, **kwargs)
            step, reason = update_steps.publish_urgently, self.urgent_form.cleaned_data
        try:
            update = step(self.draft, request.user, _digest(request), **reason)
        except update_steps.UpdateChanged:
            return self._changed()
        except ReleaseRefused as refusal:
            refuse(request, refusal.page, refusal.examination)
            return redirect(LOOK, self.draft.pk)
        said = _("The update of “%(title)s” is public.")
        if _URGENT in request.POST:
            said = _("The update of “%(title)s” is public. Ask a lawyer to clear the page now.")
        messages.success(request, said % {"title": title_for_record(update.item.specific)})
        return redirect("wagtailsnippets_newsroom_itemupdate:list")

    def form_valid(self, form: CheckForm) -> HttpResponse:
        """Record the check under the user's name."""
        comment = form.cleaned_data["comment"]
        try:
            update_steps.sign_off(self.draft, self.request.user, _digest(self.request), comment)
        except update_steps.UpdateChanged:
            return self._changed()
        except ReleaseRefused as refusal:
            refuse(self.request, refusal.page, refusal.examination)
        else:
            messages.success(self.request, _("Your check is kept under your name."))
        return redirect(LOOK, self.draft.pk)

    def _changed(self) -> HttpResponse:
        messages.error(self.request, CHANGED)
        if UpdateDraft.objects.filter(pk=self.draft.pk).exists():
            return redirect(LOOK, self.draft.pk)
        return redirect("wagtailsnippets_newsroom_updatedraft:list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found, user = self.examination, self.request.user
        by_others = (UNREAD.code, ANONYMITY)
        return {
            **super().get_context_data(**kwargs),
            "draft": self.draft,
            "item": self.page,
            "digest": found.digest,
            "blockers": [one for one in found.blockers if one.code not in by_others],
            "to_read": [one for one in found.findings if one.code == ANONYMITY] + found.warnings,
            "answers": found.answers,
            "needs_second": found.needs_second,
            "checks": checks_of(self.page.pk, found.digest).select_related("by"),
            "is_read": not any(one.code == UNREAD.code for one in found.findings),
            "urgent_form": self.urgent_form or ReasonForm(about=self.page),
            "lacks_reader": update_steps.lacks_reader(found),
            "why_not_check": update_steps.why_not_check(self.draft, user),
            "why_not_publish": update_steps.why_not_publish(self.draft, user),
            "may_edit": user.has_perm("newsroom.change_updatedraft"),
            "preview_url": reverse(PREVIEW, args=[self.draft.pk]),
        }


class RemovalView(WagtailAdminTemplateMixin, FormView):
    """Removes public updates for a reason."""

    template_name = "newsroom/desk/remove_updates.html"
    form_class = RemovalForm
    page_title = _("Remove from the page")
    header_icon = "bin"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm("newsroom.delete_itemupdate"):
            raise PermissionDenied
        ids = [row_number(number) for number in request.GET.getlist("id")]
        self.updates = list(ItemUpdate.objects.filter(pk__in=ids).select_related("item"))
        if not self.updates:
            messages.warning(request, _("There is no such update any more."))
            return redirect(_list_address())
        items = [row.item for row in self.updates]
        if not all(item.permissions_for_user(request.user).can_publish() for item in items):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": _list_address(), "label": _("Updates to items")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "about": self.updates[0].item}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = [(row, title_for_record(row.item.specific)) for row in self.updates]
        return {**super().get_context_data(**kwargs), "rows": rows, "back": _list_address()}

    def form_valid(self, form: RemovalForm) -> HttpResponse:
        update_steps.remove(self.updates, self.request.user, form.cleaned_data["reason"])
        messages.success(self.request, _("Removed. Readers do not see it any more."))
        return redirect(_list_address())


def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The item's page as readers will get it, with the update in it."""
    return _draft(request, pk).make_preview_request(request)


def remove_for_a_reason(request: HttpRequest, things: list[Any]) -> HttpResponse | None:
    """Hook `before_delete_snippet`: ask for the reason before a public update is removed."""
    chosen = [thing.pk for thing in things if isinstance(thing, ItemUpdate)]
    if not chosen:
        return None
    asked = "&".join(f"id={pk}" for pk in chosen)
    return redirect(f"{reverse(REMOVE)}?{asked}")


def admin_urls() -> list[URLPattern]:
    """The addresses of the screens."""
    return [
        path("updates/remove/", RemovalView.as_view(), name=REMOVE),
        path("updates/<int:pk>/", UpdateView.as_view(), name=LOOK),
        path("updates/<int:pk>/preview/", preview, name=PREVIEW),
    ]


def _draft(request: HttpRequest, pk: int) -> UpdateDraft:
    draft = get_object_or_404(UpdateDraft.objects.select_related("item", "changes"), pk=pk)
    if not request.user.has_perm("newsroom.view_updatedraft"):
        raise PermissionDenied
    return draft


def _digest(request: HttpRequest) -> str:
    return str(request.POST.get("digest", ""))


def _list_address() -> str:
    return reverse("wagtailsnippets_newsroom_itemupdate:list")
