"""The page of all speeches: editors own its words, `SpeechList` its list."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from newsroom.archive.paging import PageOutOfRange
from newsroom.archive.result import Link
from newsroom.archive.views import must_be_asked_again
from newsroom.documents.markup import cleaned
from newsroom.pages.base import NewsroomPage
from newsroom.pages.blocks import RICH_TEXT
from newsroom.pages.speech_list import SpeechList

NOT_FOUND_TEMPLATE = "newsroom/speeches_not_found.html"


class SpeechIndexPage(NewsroomPage):
    """The list of all speeches, by speaker and year."""

    introduction = RichTextField(_("introduction"), blank=True, features=RICH_TEXT)

    content_panels = [*Page.content_panels, FieldPanel("introduction"), FieldPanel("summary")]
    document_type = "speech-index"
    template = "newsroom/speech_index_page.html"
    page_description = _("The list of all speeches, which keeps itself. There is one.")
    max_count_per_parent = 1
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("list of speeches")
        verbose_name_plural = _("lists of speeches")

    def document_parts(self) -> dict[str, Any]:
        return {**super().document_parts(), "introduction": cleaned(self.introduction)}

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """One redirect leads to the canonical address; an unknown value is a 404 that helps."""
        if get_language() != self.locale.language_code:
            return super().serve(request, *args, **kwargs)
        speeches = SpeechList(
            request.GET, self.locale_id, index_url=request.path, news_url=reverse("news")
        )
        if request.META.get("QUERY_STRING", "") != speeches.query:
            return HttpResponseRedirect(speeches.address.url(request.path))
        if speeches.unknown:
            return self._unknown_value(request, speeches)
        try:
            speeches.open_page()
        except PageOutOfRange as missing:
            return self._no_such_page(request, speeches, missing)
        suffix = ""
        if speeches.page > 1:
            numbers = {"page": speeches.page, "pages": speeches.pages}
            suffix = gettext("page %(page)s of %(pages)s") % numbers
        context = {"result": speeches, "page_title_suffix": suffix}
        return self._respond(request, self.template, context)

    def _unknown_value(self, request: HttpRequest, speeches: SpeechList) -> HttpResponse:
        words = {
            "speaker": gettext("There are no speeches by “%(value)s”."),
            "year": gettext("There are no speeches in “%(value)s”."),
        }
        kept = speeches.address
        for name, value in speeches.unknown:
            kept = kept.without(name, value)
        links = []
        if kept.pairs:
            links.append(Link(gettext("Search again without it"), kept.url(request.path)))
        messages = [words[name] % {"value": value} for name, value in speeches.unknown]
        return self._not_found(request, messages, links)

    def _no_such_page(
        self, request: HttpRequest, speeches: SpeechList, missing: PageOutOfRange
    ) -> HttpResponse:
        message = ngettext(
            "There is no page “%(asked)s”: these results have %(pages)s page.",
            "There is no page “%(asked)s”: these results have %(pages)s pages.",
            missing.pages,
        ) % {"asked": missing.asked, "pages": missing.pages}
        first = speeches.address.at_page(1).url(request.path)
        return self._not_found(
            request, [message], [Link(gettext("First page of these results"), first)]
        )

    def _not_found(
        self, request: HttpRequest, messages: list[str], suggestions: list[Link]
    ) -> HttpResponse:
        context = {"message": messages, "suggestions": suggestions, "clear_url": request.path}
        return self._respond(request, NOT_FOUND_TEMPLATE, context, status=404)

    def _respond(
        self, request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
    ) -> HttpResponse:
        context = {**self.get_context(request), **context}
        response = TemplateResponse(request, template, context, status=status)
        must_be_asked_again(response)
        return response
