"""Readers' addresses: all that the public service answers."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path, re_path
from django.views.generic import TemplateView

from newsroom.readers import files, sitemaps
from newsroom.readers.page import page

handler500 = "cps_news.errors.server_error"


def _text(address: str, template: str) -> URLPattern:
    view = TemplateView.as_view(template_name=template, content_type="text/plain; charset=utf-8")
    return path(address, view)


urlpatterns: list[URLPattern | URLResolver] = [
    # The same for everybody, in every language.
    re_path(r"^documents/([0-9]+)/(.*)$", files.document, name="wagtaildocs_serve"),
    re_path(r"^media/images/(.*)$", files.picture, name="picture"),
    path("robots.txt", sitemaps.robots),
    path("sitemap.xml", sitemaps.index),
    path("sitemap-<int:number>.xml", sitemaps.part, name="sitemap_part"),
    path("sitemap-news.xml", sitemaps.recent_news, name="sitemap_news"),
    path("api/v1/", include("newsroom.readers.api.urls")),
    _text("humans.txt", "humans.txt"),
    _text(".well-known/security.txt", "security.txt"),
    # Pages, in English and under /cy/ in Welsh. Wagtail's own view of pages is not mounted.
    *i18n_patterns(
        path("", include("newsroom.urls")),
        re_path(r"^(?:[\w\-]+/)*$", page),
        prefix_default_language=False,
    ),
]
