"""The screen on which people decide about one item: keep, anonymise or remove it."""

import logging
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from newsroom.desk.retention_forms import EraseForm, KeepForm, OutcomeForm
from newsroom.desk.retention_list import DECIDE, SCREEN
from newsroom.gate.release_gate import ReleaseRefused
from newsroom.models import NewsItemPage, RetentionDecision
from newsroom.retention import decisions, review_dates
from newsroom.retention.decisions import MAY_PROPOSE, MAY_READ, is_held
from newsroom.retention.removal import StillThere

Kind = RetentionDecision.Kind

log = logging.getLogger(__name__)


REFUSED_BELOW = gettext_lazy(
    "A record of the item cannot lose the words, so nothing was changed. Tell an administrator."
)


class RetentionView(WagtailAdminTemplateMixin, TemplateView):
    """Shows when an item is reviewed and why, and takes decisions about it."""

    template_name = "newsroom/desk/retention.html"
    page_title = gettext_lazy("Retention")
    header_icon = "date"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(MAY_READ):
            raise PermissionDenied
        self.item = get_object_or_404(NewsItemPage, pk=kwargs["page_id"]).specific
        if is_held(self.item):
            raise Http404
        self.review = review_dates.review_of(self.item.pk)
        self.waiting = RetentionDecision.objects.waiting().filter(page_id=self.item.pk).first()
        self.may_propose = request.user.has_perm(MAY_PROPOSE)
        self.forms: dict[str, Any] = {
            "keep_form": KeepForm(about=self.item),
            "erase_form": EraseForm(about=self.item),
            "outcome_form": OutcomeForm(
                initial={"outcome": self.review.said if self.review else ""}
            ),
        }
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Do what the pressed button says, or show the form again with what is wrong."""
        steps = {
            "keep": self._keep,
            "propose": self._propose,
            "outcome": self._say_outcome,
            "confirm": self._confirm,
            "decline": self._decline,
        }
        step = steps.get(request.POST.get("step", ""))
        done = step() if step else None
        return done or self.render_to_response(self.get_context_data(**kwargs))

    def get_page_subtitle(self) -> str:
        return str(self.item.get_admin_display_title())

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse(SCREEN), "label": _("Retention reviews")},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waiting, user = self.waiting, self.request.user
        places = decisions.places_of(waiting) if waiting else []
        past = RetentionDecision.objects.filter(page_id=self.item.pk, finished_at__isnull=False)
        return {
            **super().get_context_data(**kwargs),
            **self.forms,
            "item": self.item,
            "review": self.review,
            "waiting": waiting,
            "pairs": decisions.words_of(waiting) if waiting else [],
            "places": places,
            "number": sum(number for _label, number in places),
            "is_removal": bool(waiting and waiting.kind == Kind.REMOVE),
            "may_propose": self.may_propose,
            "may_confirm": bool(waiting and decisions.may_confirm(waiting, user)),
            "may_decline": self._may_decline,
            "past": past.select_related("proposed_by", "confirmed_by"),
        }

    @property
    def _may_decline(self) -> bool:
        waiting, user = self.waiting, self.request.user
        if waiting is None:
            return False
        return decisions.may_confirm(waiting, user) or waiting.proposed_by_id == user.pk

    @property
    def _is_the_one_shown(self) -> bool:
        """Whether the proposal that waits is the one on which a button was pressed."""
        return self.waiting is None or self.request.POST.get("decision") == str(self.waiting.pk)

    def _require_proposer(self) -> None:
        if not self.may_propose:
            raise PermissionDenied

    def _keep(self) -> HttpResponse | None:
        self._require_proposer()
        form = self.forms["keep_form"] = KeepForm(self.request.POST, about=self.item)
        if not form.is_valid() or self.review is None:
            return None
        data = form.cleaned_data
        try:
            decisions.keep(self.item, self.request.user, data["reason"], data["next_review"])
        except ValidationError as error:
            form.add_error(None, error)
            return None
        messages.success(
            self.request, _("It is kept. Next review: %s.") % f"{data['next_review']:%-d %B %Y}"
        )
        return redirect(SCREEN)

    def _propose(self) -> HttpResponse | None:
        self._require_proposer()
        form = self.forms["erase_form"] = EraseForm(self.request.POST, about=self.item)
        if not form.is_valid():
            return None
        data = form.cleaned_data
        try:
            decisions.propose(
                self.item,
                data["kind"],
                self.request.user,
                legal_reason=data["legal_reason"],
                reason=data["reason"],
                words=data["words"],
            )
        except ValidationError as error:
            form.add_error(None, error)
            return None
        messages.success(
            self.request, _("Proposed. Nothing has changed: a second person has to confirm it.")
        )
        return redirect(DECIDE, self.item.pk)

    def _say_outcome(self) -> HttpResponse | None:
        self._require_proposer()
        form = self.forms["outcome_form"] = OutcomeForm(self.request.POST)
        if not form.is_valid() or self.review is None:
            return None
        (stored,) = review_dates.refresh([self.item.pk])
        review = review_dates.said(stored, form.cleaned_data["outcome"])
        messages.success(self.request, _("Its review is on %s.") % f"{review.due_on:%-d %B %Y}")
        return redirect(DECIDE, self.item.pk)

    def _confirm(self) -> HttpResponse | None:
        if self.waiting is None or not self._is_the_one_shown:
            messages.warning(self.request, _("This has changed meanwhile. Look at it again."))
            return redirect(DECIDE, self.item.pk)
        if not decisions.may_confirm(self.waiting, self.request.user):
            raise PermissionDenied
        try:
            done = decisions.confirm(self.waiting, self.request.user)
        except ReleaseRefused as refusal:
            said = _("The gate keeps the new words back, so nothing was changed:")
            messages.error(self.request, f"{said} {' '.join(refusal.messages)}")
            return None
        except StillThere as left:
            said = _("Not every place could be cleared, so nothing was changed. It remains in:")
            messages.error(self.request, f"{said} {left}")
            return None
        except ValidationError as error:
            messages.error(self.request, " ".join(error.messages))
            return None
        except DatabaseError as error:
            # Without the error's text, which may quote the row.
            log.error("Decision %s was refused: %s", self.waiting.pk, type(error).__name__)
            messages.error(self.request, REFUSED_BELOW)
            return None
        command = f"manage.py verify_removed {done.page_id}"
        said = _("Done. An administrator proves that nothing remains with: %s") % command
        messages.success(self.request, said)
        return redirect(SCREEN) if done.kind == Kind.REMOVE else redirect(DECIDE, self.item.pk)

    def _decline(self) -> HttpResponse | None:
        if not self._is_the_one_shown:
            messages.warning(self.request, _("This has changed meanwhile. Look at it again."))
            return redirect(DECIDE, self.item.pk)
        if self.waiting is None or not self._may_decline:
            raise PermissionDenied
        decisions.decline(self.waiting, self.request.user)
        messages.success(self.request, _("Declined. Nothing was changed."))
        return redirect(DECIDE, self.item.pk)


class RetentionMenuItem(ActionMenuItem):
    """Leads from an item to its retention."""

    label = gettext_lazy("Retention…")
    name = "action-retention"
    icon_name = "date"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        is_item = context["view"] == "edit" and isinstance(page, NewsItemPage)
        return is_item and context["request"].user.has_perm(MAY_READ)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse(DECIDE, args=[context["page"].pk])


def add_menu_items(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Hook `construct_page_action_menu`: append the item, so that it is not the default action."""
    item = RetentionMenuItem()
    if item.is_shown(context):
        items.append(item)


def admin_urls() -> list[URLPattern]:
    """The address of the screen."""
    return [path("pages/<int:page_id>/retention/", RetentionView.as_view(), name=DECIDE)]
