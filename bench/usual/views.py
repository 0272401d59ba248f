"""The article and the index page that a Wagtail site usually has.

The article is drawn from its StreamField, block by block. The index filters by joins, counts every
option, and draws cards from `specific()` pages.
"""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.models import Page

from newsroom.models import Area, CrimeType, NewsIndexPage, NewsItemPage

TERMS: dict[str, Any] = {"crime_type": CrimeType, "area": Area}


def page(request: HttpRequest, path: str) -> HttpResponse:
    """As `wagtail.views.serve`, with templates of its own."""
    found = Page.route_for_request(request, path)
    if found is None:
        raise Http404
    own = found[0].specific
    context = own.get_context(request)
    if isinstance(own, NewsIndexPage):
        return TemplateResponse(request, "usual/index.html", context | _index(request))
    newest = NewsItemPage.objects.live().public().exclude(pk=own.pk).order_by("-published_at")
    context["newest"] = newest.specific()[:3]
    return TemplateResponse(request, "usual/article.html", context)


def _index(request: HttpRequest) -> dict[str, Any]:
    items = Paginator(_narrowed(request).order_by("-published_at", "-pk"), 10)
    facets = {}
    for name, model in TERMS.items():
        others = _narrowed(request, without=name)
        facets[name] = [
            (term, others.filter(**{f"{name}s": term}).count()) for term in model.objects.all()
        ]
    number = request.GET.get("page", "1")
    listed = items.get_page(number)
    listed.object_list = listed.object_list.specific()
    return {"items": listed, "facets": facets, "total": items.count}


def _narrowed(request: HttpRequest, without: str = "") -> QuerySet[NewsItemPage]:
    items = NewsItemPage.objects.live().public()
    for name in TERMS:
        if name != without and (chosen := request.GET.getlist(name)):
            items = items.filter(**{f"{name}s__slug__in": chosen})
    return items.distinct()
