"""The desk's addresses: the admin with its previews, and files that are not public yet.

Pages are not read here. Their addresses, to which the admin links ("View live"), lead to the
public service.
"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, URLResolver, include, path, re_path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from cps_news.urls import public
from newsroom.desk import file_views, preview_link_page
from newsroom.desk.accounts import addresses
from newsroom.desk.planning import calendar_feed

handler500 = "cps_news.errors.server_error"


def to_readers(request: HttpRequest) -> HttpResponse:
    """Lead to the same address at the public service."""
    return HttpResponseRedirect(f"{settings.BASE_URL}{request.get_full_path()}")


# They depend on who asks.
ahead_of_readers: list[URLPattern | URLResolver] = [
    path("admin/", include(addresses.before_log_in)),
    # A calendar program cannot log in.
    path("admin/calendar/<str:token>.ics", calendar_feed.feed, name="desk_calendar_feed"),
    path("admin/", include(wagtailadmin_urls)),
    path("preview/", include(preview_link_page.urlpatterns)),
    re_path(r"^documents/([0-9]+)/(.*)$", file_views.document, name="wagtaildocs_serve"),
    re_path(r"^media/images/(.*)$", file_views.picture, name="picture"),
]
# Never asked, as another pattern stands ahead. Wagtail makes links to pages by its name.
only_named: list[URLPattern | URLResolver] = i18n_patterns(
    path("", include(wagtail_urls)), prefix_default_language=False
)

urlpatterns: list[URLPattern | URLResolver] = [
    *ahead_of_readers,
    # Django leads from /admin to /admin/.
    re_path(r"^(?!admin(?:/|$))", to_readers),
    # Never asked either: previews and the desk make links by these names.
    *public.urlpatterns,
    *only_named,
]
