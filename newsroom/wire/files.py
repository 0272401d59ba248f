"""The files behind pictures and documents, sent only to those who may have them.

Every request asks anew: a file goes with the page that uses it, at the same moment.
"""

from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.csp import CSP
from django.utils.http import content_disposition_header, http_date
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from newsroom.archive.views import must_be_asked_again
from newsroom.guard.edition_files import FORMATS, UNKNOWN
from newsroom.pages.files import is_public


def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A rendition, by the name of its file. Originals are never sent."""
    renditions = get_image_model().get_rendition_model().objects.select_related("image")
    rendition: Any = None
    if "\x00" not in name:
        rendition = renditions.filter(file=f"images/{name}").order_by("pk").first()
    for_all = _is_for_all(request, rendition and rendition.image)
    kind = FORMATS.get(PurePath(name).suffix.lower(), UNKNOWN)
    return _sent(request, rendition.file, kind, for_all=for_all)


def document(request: HttpRequest, number: str, name: str) -> HttpResponseBase:
    """A document, which the browser is told to save."""
    documents = get_document_model().objects
    # Longer than any number that a database takes.
    found: Any = documents.filter(pk=number).first() if len(number) < 19 else None
    if found is not None and found.filename != name:
        found = None
    for_all = _is_for_all(request, found)
    return _sent(request, found.file, found.content_type, for_all=for_all, save_as=found.filename)


def _is_for_all(request: HttpRequest, file: Any) -> bool:
    """True for what readers may have, False for what is only for the desk.

    Raises Http404 for anybody else: the same answer, by the same steps, for a file that is not
    public and for one that is not there. Who asks is looked up only when it matters.
    """
    if file is not None and is_public(file):
        return True
    if not request.user.has_perm("wagtailadmin.access_admin") or file is None:
        raise Http404
    return False


def _sent(
    request: HttpRequest, file: Any, kind: str, *, for_all: bool, save_as: str = ""
) -> HttpResponseBase:
    storage = file.storage
    try:
        modified, size = storage.get_modified_time(file.name), storage.size(file.name)
    except OSError as missing:
        raise Http404 from missing
    seconds = int(modified.timestamp())
    # As nginx writes it, so that either may say that nothing has changed.
    etag = f'"{seconds:x}-{size:x}"'
    response: HttpResponseBase | None = get_conditional_response(request, etag, seconds)
    if response is None:
        response = _full(file, kind, save_as)
        response["Last-Modified"] = http_date(seconds)
        if save_as:
            response["Content-Disposition"] = str(content_disposition_header(True, save_as))
        # Nothing within a file may run or load anything.
        response[str(CSP.HEADER_ENFORCE)] = "default-src 'none'"
    response["ETag"] = etag
    if for_all:
        must_be_asked_again(response)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


def _full(file: Any, kind: str, save_as: str) -> HttpResponseBase:
    if not settings.FILES_SENT_BY_PROXY:
        return FileResponse(file.storage.open(file.name), content_type=kind)
    response = HttpResponse(content_type=kind)
    response["X-Accel-Redirect"] = quote(f"{settings.FILES_SENT_BY_PROXY}{file.name}")
    return response
