"""Says what kind of address a text holds: for readers, of this site, of a private place. Pure."""

import re
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import SplitResult, unquote, urlunsplit

from newsroom.rules.address_parts import cleaned, host_of, is_below, is_private, scheme_of, split
from newsroom.rules.wrapped_addresses import is_tracked, is_wrapped


class Kind(Enum):
    """What an address would be for a reader."""

    FINE = auto()
    OWN = auto()
    """A path of this site; whether a public page is there is asked elsewhere."""
    DESK = auto()
    """A screen of the admin."""
    PRIVATE = auto()
    """A computer, share or network that readers have no way to."""
    UNSAFE = auto()
    """A script, data, or an address that is not what it seems."""
    WORKING_DOCUMENT = auto()
    """A document in an office system, which asks for a log-in or says who works on it."""
    SCANNED = auto()
    """An address that the scanner of somebody's mail has wrapped."""
    SHORTENED = auto()
    """A short address, which hides where it leads."""
    TRACKED = auto()
    """An address with parameters that tell where its reader found it."""


@dataclass(frozen=True)
class OwnHosts:
    """The host names of this site, in lower case."""

    readers: frozenset[str] = frozenset()
    desk: frozenset[str] = frozenset()


_OPEN_SCHEMES = ("", "http", "https")
_CONTACT_SCHEMES = ("mailto", "tel", "sms")
_PRIVATE_SCHEMES = (
    *("file", "smb", "afp", "nfs", "dav", "davs", "ftp", "ftps", "sftp", "webdav", "onenote"),
    *("ms-word", "ms-excel", "ms-powerpoint", "view-source", "about", "chrome"),
)
_ADMIN_PATH = re.compile(r"/+(?:cy/+)?(?:django-)?admin(?:/|$)", re.IGNORECASE)
_DRIVE = re.compile(r"[A-Za-z]:[\\/]")

_WORKING_HOSTS = (
    *("sharepoint.com", "sharepoint.us", "onedrive.live.com", "onedrive.com", "1drv.ms"),
    *("drive.google.com", "teams.microsoft.com", "teams.live.com", "office.com", "office365.com"),
    *("officeapps.live.com", "dropbox.com", "box.com", "wetransfer.com", "we.tl", "imanage.work"),
    *("imanage.com", "egnyte.com", "notion.so", "atlassian.net", "slack.com", "trello.com"),
    *("mail.google.com", "outlook.live.com", "loop.cloud.microsoft", "cloud.microsoft"),
)
_GOOGLE_DOCUMENT = re.compile(r"/(?:u/\d+/)?(?:document|spreadsheets|presentation|forms|file)/")
_GOOGLE_PUBLISHED = re.compile(r"/(?:d/e/[^/]+/)?(?:pub|pubhtml|viewform|embed)(?:$|\?)|/d/e/")
_SHORTENERS = (
    *("bit.ly", "tinyurl.com", "t.co", "goo.gl", "ow.ly", "is.gd", "buff.ly", "rb.gy", "lnkd.in"),
    *("cutt.ly", "tiny.cc", "rebrand.ly", "shorturl.at", "dlvr.it", "fb.me", "t.ly"),
)


def kind_of(address: str, own: OwnHosts) -> Kind:
    """The kind of an address as somebody typed or pasted it. Never raises."""
    typed = cleaned(address)
    if typed.startswith("\\\\") or _DRIVE.match(typed):
        return Kind.PRIVATE
    scheme = scheme_of(typed)
    if scheme in _PRIVATE_SCHEMES:
        return Kind.PRIVATE
    if scheme in _CONTACT_SCHEMES:
        return Kind.FINE
    if scheme not in _OPEN_SCHEMES:
        return Kind.UNSAFE
    parts = split(typed)
    if parts is None or "@" in parts.netloc:
        return Kind.UNSAFE
    return _kind_at_host(parts, own) if parts.netloc or scheme else _kind_of_path(parts)


def own_path(address: str, own: OwnHosts) -> str | None:
    """The path of an address of this site, with query and fragment; None for any other."""
    typed = cleaned(address)
    parts = split(typed)
    if parts is None or scheme_of(typed) not in _OPEN_SCHEMES:
        return None
    if parts.netloc and host_of(parts) not in own.readers | own.desk:
        return None
    return urlunsplit(("", "", parts.path or "/", parts.query, parts.fragment))


def _kind_at_host(parts: SplitResult, own: OwnHosts) -> Kind:
    host = host_of(parts)
    if not host:
        return Kind.UNSAFE
    is_own = host in own.readers
    if _ADMIN_PATH.match(unquote(parts.path)) and (is_own or host in own.desk):
        return Kind.DESK
    # A site that nobody has named yet is called localhost.
    if is_private(host):
        return Kind.PRIVATE
    if is_own:
        return Kind.OWN
    if host in own.desk:
        return Kind.DESK
    if is_wrapped(parts):
        return Kind.SCANNED
    if _is_working_document(host, parts):
        return Kind.WORKING_DOCUMENT
    if is_below(host, _SHORTENERS):
        return Kind.SHORTENED
    return Kind.TRACKED if is_tracked(parts) else Kind.FINE


def _kind_of_path(parts: SplitResult) -> Kind:
    if not parts.path and not parts.query:
        # A link to a place on the same page.
        return Kind.FINE
    return Kind.DESK if _ADMIN_PATH.match(unquote(parts.path)) else Kind.OWN


def _is_working_document(host: str, parts: SplitResult) -> bool:
    if host == "docs.google.com":
        return bool(_GOOGLE_DOCUMENT.match(parts.path) and not _GOOGLE_PUBLISHED.search(parts.path))
    if host in ("www.office.com", "office.com", "slack.com", "www.slack.com", "www.dropbox.com"):
        return parts.path.strip("/") != ""
    if host.startswith("www.") and parts.path.strip("/") == "":
        return False
    return is_below(host, _WORKING_HOSTS)
