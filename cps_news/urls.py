"""Addresses, in three lists by how long an answer may be kept."""

from django.conf.urls.i18n import i18n_patterns
from django.http import Http404
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.defaults import page_not_found
from django.views.generic import TemplateView
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from newsroom.readers.page import page
from newsroom.urls import desk_urls

handler500 = "cps_news.errors.server_error"

# They depend on who asks.
urlpatterns: list[URLPattern | URLResolver] = [
    path("admin/", include(wagtailadmin_urls)),
    *desk_urls,
]


def _text(address: str, template: str) -> URLPattern:
    view = TemplateView.as_view(template_name=template, content_type="text/plain; charset=utf-8")
    return path(address, view)


# The same for everybody.
urlpatterns += [
    _text("robots.txt", "robots.txt"),
    _text("humans.txt", "humans.txt"),
    _text(".well-known/security.txt", "security.txt"),
]

# Pages, in English and under /cy/ in Welsh; Wagtail's catch-all stands last.
urlpatterns += i18n_patterns(
    path("", include("newsroom.urls")),
    # Wagtail's log-in for readers: public pages set no cookie, and there are no readers' accounts.
    re_path("^_util/", page_not_found, {"exception": Http404()}),
    # Ahead of Wagtail's own, whose form it has, and which is there for the admin to make links.
    re_path(r"^(?:[\w\-]+/)*$", page),
    path("", include(wagtail_urls)),
    prefix_default_language=False,
)
