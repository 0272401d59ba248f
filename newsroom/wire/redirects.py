"""The old addresses of a page lead to it, as long as it is public.

Wagtail's own middleware leads to whatever it was told; its table of redirects is used, with the
question that every outlet asks. Only what would be "not found" costs a query.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    HttpResponseRedirect,
)
from django.utils.encoding import uri_to_iri
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.redirects.signal_handlers import create_redirects
from wagtail.models import Page, Site

from newsroom.archive.views import must_be_asked_again
from newsroom.guard.name_answers import names_somebody
from newsroom.guard.visibility import PublishedQuerySet

type Answer = Callable[[HttpRequest], HttpResponse]


def old_addresses(get_response: Answer) -> Answer:
    """Middleware: for an address that is not found, the place to which its page has gone."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != 404:
            return response
        redirect = _redirect_from(request)
        target = _target(redirect, request) if redirect else None
        # A page that is not found at its very own address must not lead to itself.
        if redirect is None or not target or target == request.path:
            return response
        for_good = redirect.is_permanent
        led = (HttpResponsePermanentRedirect if for_good else HttpResponseRedirect)(target)
        must_be_asked_again(led)
        return led

    return middleware


def _redirect_from(request: HttpRequest) -> Redirect | None:
    """The redirect from this address: with its query or without, in capitals or not."""
    asked = uri_to_iri(Redirect.normalise_path(request.get_full_path(), decode_unicode=False))
    plain = urlsplit(asked).path
    addresses = [asked, asked.lower(), plain, plain.lower()]
    if "\x00" in asked:
        return None
    known = list(Redirect.objects.filter(old_path__in=addresses))
    # Most addresses that are not found have never been any: the site is then not asked for.
    site = Site.find_for_request(request) if known else None
    found = [entry for entry in known if not site or entry.site_id in (site.pk, None)]
    # The closest address first, and one of this site before one of any.
    found.sort(key=lambda entry: (addresses.index(entry.old_path), entry.site_id is None))
    return found[0] if found else None


def _target(redirect: Redirect, request: HttpRequest) -> str | None:
    if redirect.redirect_page_id:
        public = PublishedQuerySet(Page).published().select_related("locale")
        page = public.filter(pk=redirect.redirect_page_id).first()
        # An order may have come between: then the old address names whom the new one must not.
        if page is None or names_somebody(redirect.old_path, page):
            return None
        return page.get_url(request)
    # Of an address on this site nobody could say whether it is public: it is named by its page.
    elsewhere = urlsplit(redirect.redirect_link).netloc not in ("", request.get_host())
    return redirect.redirect_link if elsewhere else None


def keep_old_slug(instance: Page, instance_before: Page, **kwargs: Any) -> None:
    """Let the address under which a page was public lead to its new one.

    An address that was never public is forgotten: a working slug often says too much.
    """
    if instance_before.live and _is_public(instance):
        _keep(instance, instance_before)


def keep_old_place(
    instance: Page, url_path_before: str, url_path_after: str, **kwargs: Any
) -> None:
    """Let the old address of a page that was moved lead to its new one."""
    if url_path_before != url_path_after and _is_public(instance):
        page = instance.specific
        before = type(page)()
        before.__dict__.update({**page.__dict__, "url_path": url_path_before})
        _keep(page, before)


def _is_public(page: Page) -> bool:
    return PublishedQuerySet(Page).published().filter(pk=page.pk).exists()


def _keep(page: Page, before: Page) -> None:
    create_redirects(page=page, page_old=before, sites=Site.objects.exclude(root_page=page))
