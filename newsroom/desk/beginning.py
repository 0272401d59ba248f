"""Beginning a page from a release template: where it is chosen, and the form that it opens."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.create import AddSubpageView

from newsroom.desk.row_numbers import row_number
from newsroom.models import NewsIndexPage, ReleaseTemplate

TEMPLATE = "template"
"""The parameter, and the field of the form, with the number of the template."""


@dataclass(frozen=True)
class Choice:
    """A template to begin from below one front page."""

    template: ReleaseTemplate
    address: str


def choices_below(front_pages: Iterable[NewsIndexPage]) -> Iterator[Choice]:
    """The templates in the language of each of these front pages."""
    pages = {page.locale.language_code: page for page in front_pages}
    offered = ReleaseTemplate.objects.filter(language__in=pages).defer("body", "notes_to_editors")
    for template in sorted(offered, key=lambda one: list(pages).index(one.language)):
        yield Choice(template, address_to_begin(template, pages[template.language]))


def address_to_begin(template: ReleaseTemplate, front_page: NewsIndexPage) -> str:
    """The address of the form that has the words of the template in it."""
    kind = template.page_type._meta
    below = [kind.app_label, kind.model_name, front_page.pk]
    return f"{reverse('wagtailadmin_pages:add', args=below)}?{TEMPLATE}={template.pk}"


class DeskAddSubpageView(AddSubpageView):
    """The choice of a page type below a page; below a front page, of a template as well."""

    template_name = "newsroom/desk/add_subpage.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        below = [self.parent_page] if isinstance(self.parent_page, NewsIndexPage) else []
        return {**super().get_context_data(**kwargs), "choices": list(choices_below(below))}


class BeginFromTemplateMixin:
    """Create view mixin: opens the form with the words of a template. Saves nothing."""

    request: Any
    page: Any
    page_class: Any

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if TEMPLATE in request.GET:
            template = self._template(request.GET[TEMPLATE])
            if template is None:
                said = _("There is no such template for this kind of page. This form is empty.")
                messages.warning(request, said)
                return HttpResponseRedirect(request.path)
            template.begin(self.page)
        return super().get(request, *args, **kwargs)  # type: ignore[misc]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Say above a form that is shown again from which template it began."""
        sent = request.POST.get(TEMPLATE) or request.GET.get(TEMPLATE, "")
        self.page.begun_from = self._template(sent)
        return super().post(request, *args, **kwargs)  # type: ignore[misc]

    def _template(self, number: str) -> ReleaseTemplate | None:
        """The template with this number, if it fits the type and the language of the page."""
        found = ReleaseTemplate.objects.filter(
            pk=row_number(number), language=self.page.locale.language_code
        ).first()
        return found if found and found.page_type is self.page_class else None
