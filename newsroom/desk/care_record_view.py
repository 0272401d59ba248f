"""The screen of a page's record of care, and its files: for whoever may read the release log."""

from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.action_menu import ActionMenuItem

from newsroom.evidence.as_pdf import MOST_EDITIONS, NoPDF, care_record_as_pdf
from newsroom.evidence.care_record import CareRecord, NothingRecorded, care_record
from newsroom.evidence.taken_out import note_taken_out
from newsroom.records.log_context import Channel, log_context, name_for_record

CARE = "desk_care_record"
MAY_READ = "newsroom.view_releaselog"


class CareRecordItem(ActionMenuItem):
    """Leads from a page to its record of care."""

    label = gettext_lazy("Record of care…")
    name = "action-care-record"
    icon_name = "history"

    def is_shown(self, context: dict[str, Any]) -> bool:
        page = context.get("page")
        is_kept = context["view"] == "edit" and bool(page and page.pk)
        return is_kept and context["request"].user.has_perm(MAY_READ)

    def get_url(self, context: dict[str, Any]) -> str:
        return reverse(CARE, args=[context["page"].pk])


def add_menu_items(
    items: list[ActionMenuItem], request: HttpRequest, context: dict[str, Any]
) -> None:
    """Hook `construct_page_action_menu`: append the item, so that it is not the default action."""
    item = CareRecordItem()
    if item.is_shown(context):
        items.append(item)


def admin_urls() -> list[URLPattern]:
    """The address of the screen."""
    return [path("pages/<int:page_id>/care-record/", care_record_screen, name=CARE)]


@permission_required(MAY_READ, raise_exception=True)
def care_record_screen(request: HttpRequest, page_id: int) -> HttpResponse:
    """The editions of a page with who signed them; a POST answers with the whole record as a file.

    404 for a number that no page ever had.
    """
    try:
        record = care_record(page_id, name_for_record(request.user))
    except (NothingRecorded, OverflowError) as error:
        raise Http404 from error
    if request.method == "POST" and (file := _file(request, record)) is not None:
        return file
    title = _("Record of care")
    context = {
        "record": record,
        "too_many": len(record.editions) > MOST_EDITIONS,
        "header_title": title,
        "page_title": title,
        "page_subtitle": record.title,
        "header_icon": "history",
    }
    return TemplateResponse(request, "newsroom/desk/care_record.html", context)


def _file(request: HttpRequest, record: CareRecord) -> HttpResponse | None:
    """The record in the form that was asked for; None, and a message, if it cannot be made."""
    as_pdf = request.POST.get("form") == "pdf" and len(record.editions) <= MOST_EDITIONS
    if not as_pdf and request.POST.get("form") != "json":
        return None
    try:
        content = care_record_as_pdf(record) if as_pdf else record.as_json().encode()
    except NoPDF:
        messages.error(request, _("This machine makes no PDF: a library is missing. Take JSON."))
        return None
    ending, kind = ("pdf", "application/pdf") if as_pdf else ("json", "application/json")
    with log_context(request.user, Channel.ADMIN):
        note_taken_out(record, ending)
    name = f"record-of-care-{record.page}-{record.made_at:%Y-%m-%d-%H%M}.{ending}"
    return HttpResponse(
        content,
        content_type=kind,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
