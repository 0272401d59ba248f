"""The checks view: editors answer findings with a confirmation or a reason, bound to a digest."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from newsroom.desk.changes_since import changes_since
from newsroom.desk.gate_panel import checks_of
from newsroom.gate.outside_facts import changes, outside_facts, stamp
from newsroom.gate.record_form import REPEATS_NAME
from newsroom.gate.release_gate import Finding, Remedy
from newsroom.models import CheckResponse, Clearance, ReleaseLog, UrgentRelease
from newsroom.records.log_context import Channel, log_context
from newsroom.records.orders_in_force import names_in_force
from newsroom.records.release_log import record
from newsroom.records.verdict_holds import is_in_vault
from newsroom.rules.check import CONFIRMED
from newsroom.rules.names.protected_names import repeats_name

MOST_ROWS = 50
"""How many log rows of a page, and how many answers, are shown."""

HELD_ANSWER = _("Checked. No reason is written down of what is held for a verdict.")
"""The text of each answer about a held page: answers are kept for good, and it may be destroyed."""

CHANGED_MEANWHILE = _(
    "Somebody changed the page while you were answering. Look at it again: "
    "what you wrote is still here, and would be given for the words as they are now."
)


class Question:
    """All findings with one code that a named person's answer settles."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = findings
        self.code = findings[0].code
        self.must_confirm = findings[0].remedy == Remedy.CONFIRM
        self.confirm_name = f"confirm-{self.code}"
        self.words_name = f"words-{self.code}"
        self.names = (self.confirm_name, self.words_name)


class AnswersForm(forms.Form):
    """One or two optional fields for each question. Of a held page nothing is typed."""

    digest = forms.CharField(widget=forms.HiddenInput)
    facts = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        *args: Any,
        questions: list[Question],
        in_scope: set[int],
        user: Any,
        is_held: bool,
        **kw: Any,
    ) -> None:
        super().__init__(*args, **kw)
        self.questions, self.in_scope, self.is_held = questions, in_scope, is_held
        for question in questions:
            if question.must_confirm or is_held:
                name = user.get_full_name() or user.get_username()
                self.fields[question.confirm_name] = forms.BooleanField(
                    required=False, label=_confirmation(question, name)
                )
            if is_held:
                continue
            self.fields[question.words_name] = forms.CharField(
                required=False,
                label=_("What was checked, and how") if question.must_confirm else _("The reason"),
                widget=forms.Textarea(attrs={"rows": 3}),
            )

    def clean_digest(self) -> str:
        """Refuse answers that were written for another digest, or for other facts, than now."""
        given: str = self.cleaned_data["digest"]
        told = self.data.get("facts", self.initial["facts"])
        if (given, told) != (self.initial["digest"], self.initial["facts"]):
            # The input is kept; the next submit is for the page as it is now.
            shown = QueryDict(mutable=True)
            shown.update(self.data)
            for name in ("digest", "facts"):
                shown[name] = self.initial[name]
            self.data = shown
            raise forms.ValidationError(CHANGED_MEANWHILE)
        return given

    def clean(self) -> dict[str, Any]:
        """Require each confirmation to have a text and the reverse, and at least one answer."""
        data = super().clean() or {}
        names = tuple(names_in_force(timezone.now(), in_scope=self.in_scope).values())
        for question in self.questions:
            words = (data.get(question.words_name) or "").strip()
            ticked = bool(data.get(question.confirm_name))
            if question.must_confirm and ticked and not words and not self.is_held:
                self.add_error(question.words_name, _("Say what was checked, and how."))
            elif question.must_confirm and words and not ticked:
                self.add_error(question.confirm_name, _("Tick this if you have checked it."))
            if words and repeats_name(words, names):
                self.add_error(question.words_name, REPEATS_NAME)
        if not self.errors and not any(True for _answer in self.given()):
            raise forms.ValidationError(_("Answer at least one of the questions."))
        return data

    def given(self) -> Iterator[tuple[str, str]]:
        """The code and the text of each answer."""
        for question in self.questions:
            if self.is_held and self.cleaned_data.get(question.confirm_name):
                yield question.code, str(HELD_ANSWER)
            elif words := (self.cleaned_data.get(question.words_name) or "").strip():
                yield question.code, words


def _confirmation(question: Question, name: str) -> Any:
    if question.code == "anonymity":
        return _(
            "I, %(name)s, have checked every word, picture and file name: "
            "nobody with anonymity can be identified."
        ) % {"name": name}
    if question.code == "unread-document":
        return _(
            "I, %(name)s, have opened it and read every word, the pictures and the properties."
        ) % {"name": name}
    return _("I, %(name)s, have checked this.") % {"name": name}


class AnswersView(WagtailAdminTemplateMixin, FormView):
    """Lists all findings of a page's latest revision, takes answers, and shows earlier answers."""

    template_name = "newsroom/desk/answers.html"
    form_class = AnswersForm
    page_title = _("Checks")
    header_icon = "clipboard-list"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        plain = get_object_or_404(Page, pk=kwargs["page_id"])
        may = plain.permissions_for_user(request.user)
        if not (may.can_edit() or may.can_publish()):
            raise PermissionDenied
        self.page = plain.get_latest_revision_as_object()
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def checks(self) -> Any:
        return checks_of(self.page, self.request.user)

    @cached_property
    def questions(self) -> list[Question]:
        by_code: dict[str, list[Finding]] = {}
        for finding in self.checks.examination.findings:
            if finding.remedy in (Remedy.CONFIRM, Remedy.REASON):
                by_code.setdefault(finding.code, []).append(finding)
        return [Question(findings) for findings in by_code.values()]

    def get_page_subtitle(self) -> str:
        return self.page.get_admin_display_title()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *super().get_breadcrumbs_items(),
            {"url": self.get_edit_url(), "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()},
        ]

    def get_edit_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])

    def get_initial(self) -> dict[str, Any]:
        told = stamp(outside_facts(self.page))
        return {"digest": self.checks.examination.digest, "facts": told}

    def get_form_kwargs(self) -> dict[str, Any]:
        in_scope = {order.pk for order in self.checks.orders}
        more = {"questions": self.questions, "in_scope": in_scope, "user": self.request.user}
        is_held = is_in_vault(self.page)
        return {**super().get_form_kwargs(), **more, "is_held": is_held}

    def form_valid(self, form: AnswersForm) -> HttpResponse:
        """Create a CheckResponse for each answer, and one log entry for all of them."""
        examination, revision = self.checks.examination, self.page.latest_revision
        given = dict(form.given())
        by: Any = self.request.user
        with transaction.atomic(), log_context(by, Channel.ADMIN):
            for code, words in given.items():
                CheckResponse.objects.create(
                    page_id=self.page.pk,
                    revision=revision,
                    digest=examination.digest,
                    by=by,
                    code=code,
                    words=words,
                )
            rows = [one.as_row() for one in examination.findings if one.code in given]
            record(
                ReleaseLog.Event.ANSWERED,
                self.page,
                revision_id=self.page.latest_revision_id,
                digest=examination.digest,
                findings=rows,
                answers=given,
            )
        messages.success(self.request, _("Your answer has been kept."))
        return redirect("desk_answers", self.page.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        form = context["form"]
        context["questions"] = [
            (
                question,
                *(form[name] if name in form.fields else None for name in question.names),
            )
            for question in self.questions
        ]
        asked = {question.code for question in self.questions}
        others = [*self.checks.blockers, *self.checks.warnings]
        context["others"] = [shown for shown in others if shown.finding.code not in asked]
        context["page"] = self.page
        context["checks"] = self.checks
        context["changes_since"] = list(changes_since(self.page, self.checks.examination.digest))
        context["stood_up"] = list(_given_answers(self.page, self.checks.examination.digest))
        context["log"] = ReleaseLog.objects.filter(page_id=self.page.pk)[:MOST_ROWS]
        context["edit_url"] = self.get_edit_url()
        return context


def _given_answers(page: Page, digest: str) -> Iterator[dict[str, Any]]:
    """The page's answers, clearances and urgent releases, newest first.

    Each has `holds` (given for the current digest), `ended` (no longer valid) and `changed` (the
    facts that have changed since, in words).
    """
    outside = outside_facts(page)
    ended = {
        model: set(model.objects.filter(page_id=page.pk).values_list("pk", flat=True))
        - set(model.objects.valid().filter(page_id=page.pk).values_list("pk", flat=True))
        for model in (Clearance, UrgentRelease)
    }
    rows: list[tuple[Any, Any, str]] = []
    for model, said in (
        (CheckResponse, "words"),
        (Clearance, "comment"),
        (UrgentRelease, "reason"),
    ):
        found = model._default_manager.filter(page_id=page.pk).select_related("by")[:MOST_ROWS]
        rows += [(row, _called(row), getattr(row, said)) for row in found]
    for row, what, said in sorted(rows, key=lambda entry: entry[0].at, reverse=True)[:MOST_ROWS]:
        yield {
            "at": row.at,
            "what": what,
            "by": row.by,
            "said": said,
            "holds": row.digest == digest,
            "ended": row.pk in ended.get(type(row), ()),
            "changed": "; ".join(changes(row, outside)) if _rests_on_facts(row) else "",
        }


def _rests_on_facts(row: Any) -> bool:
    return not isinstance(row, CheckResponse) or row.code in CONFIRMED


def _called(row: Any) -> Any:
    if isinstance(row, CheckResponse):
        return _("Answer: %(code)s") % {"code": row.code}
    return row.get_step_display() if isinstance(row, Clearance) else row._meta.verbose_name


def admin_urls() -> list[URLPattern]:
    """The address of the checks view."""
    return [path("pages/<int:page_id>/checks/", AnswersView.as_view(), name="desk_answers")]
