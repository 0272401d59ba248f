"""The press office's page: whom journalists ring, and where everybody else turns."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from newsroom.archive.terms import Terms
from newsroom.documents.markup import cleaned
from newsroom.pages.base import ArticlePage
from newsroom.pages.blocks import RICH_TEXT
from newsroom.press_office.contact_points import contact_points
from newsroom.press_office.contacts import PressContact
from newsroom.press_office.desks import desks
from newsroom.press_office.finder import DeskFinder


class PressOfficePage(ArticlePage):
    """How journalists reach the press office, and where everybody else turns."""

    public_notice = RichTextField(
        _("notice to the public"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("Shown first: these contacts are for journalists; say where others turn."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("public_notice"),
        FieldPanel("body"),
    ]
    document_type = "press-office"
    template = "newsroom/press_office_page.html"
    page_description = _("The press office's contacts and hours. There is one.")
    max_count_per_parent = 1
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("press office page")
        verbose_name_plural = _("press office pages")

    def document_parts(self) -> dict[str, Any]:
        return {**super().document_parts(), "public_notice": cleaned(self.public_notice)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the desk of the Area that was asked for; an Area there is not is a 404."""
        response = super().serve(request, *args, **kwargs)
        if isinstance(response, TemplateResponse) and response.context_data:
            finder: DeskFinder = response.context_data["finder"]
            if finder.better_address:
                return HttpResponseRedirect(f"{request.path}?area={finder.better_address}")
            if finder.is_unknown:
                response.status_code = 404
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        everyone = desks(PressContact.objects.all())
        office = next((desk for desk in everyone if desk.is_national), None)
        context["press_office"] = office
        context["desks"] = [desk for desk in everyone if desk is not office]
        context["finder"] = DeskFinder(request.GET.get("area"), Terms.of("area"), everyone)
        context["structured_data"] = contact_points(everyone)
        return context
