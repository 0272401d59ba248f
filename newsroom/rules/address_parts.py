"""The parts of an address as a browser reads it, and what its host is. Pure."""

import re
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import SplitResult, unquote, urlsplit

_PRIVATE_SUFFIXES = (
    *("local", "localhost", "localdomain", "internal", "intranet", "intra", "lan", "home", "corp"),
    *("private", "test", "invalid", "home.arpa", "onion"),
)
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
_PORT = re.compile(r"(?!(?:tel|sms):)[^/?#:]+:\d{1,5}(?:[/?#]|$)", re.IGNORECASE)
_HOST = re.compile(r"(?:[A-Za-z0-9](?:[\w-]*[A-Za-z0-9])?\.)+[A-Za-z]{2,}(?::\d+)?(?:[/?#]|$)")
_NUMBER = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}(?:[/?#]|$)")
_IGNORED = re.compile(r"[\x00-\x20\x7f\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]")
"""Characters that browsers leave out of an address, or that cannot be seen in it."""


def cleaned(address: str) -> str:
    """The address without the characters that browsers leave out."""
    return _IGNORED.sub("", address)


def scheme_of(address: str) -> str:
    """The scheme in lower case; empty without one, as in "www.gov.uk" or "localhost:8000"."""
    match = _SCHEME.match(address)
    if match is None or _PORT.match(address):
        return ""
    return match[1].lower()


def split(address: str) -> SplitResult | None:
    """The parts of an address as a browser reads it; None if it cannot be read.

    A host without a scheme counts as one, as people type it.
    """
    address = address.replace("\\", "/")
    if re.match(r"https?:/*", address, re.IGNORECASE):
        address = re.sub(r"^(https?):/*", r"\1://", address, flags=re.IGNORECASE)
    elif any(pattern.match(address) for pattern in (_PORT, _HOST, _NUMBER)):
        address = f"//{address}"
    try:
        parts = urlsplit(address)
        _ = parts.hostname, parts.port
    except ValueError:
        return None
    return parts


def host_of(parts: SplitResult) -> str:
    """The host in lower case and in ASCII; empty without one."""
    host = unquote(parts.hostname or "").rstrip(".").lower()
    try:
        return host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        return host


def is_below(host: str, domains: Iterable[str]) -> bool:
    """Whether a host is one of these domains, or within one."""
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def is_private(host: str) -> bool:
    """Whether a host is on this computer, or on a network that readers have no way to."""
    if number := _ip(host):
        return not number.is_global
    return "." not in host or is_below(host, _PRIVATE_SUFFIXES)


def _ip(host: str) -> IPv4Address | IPv6Address | None:
    """The number that a browser makes of a host: "127.1", "0x7f000001" and "2130706433" too."""
    try:
        return ip_address(host.partition("%")[0])
    except ValueError:
        pass
    parts = host.split(".")
    if len(parts) > 4 or not all(re.fullmatch(r"0x[0-9a-f]*|\d+", part) for part in parts):
        return None
    numbers = [_number(part) for part in parts]
    whole = numbers[-1] + sum(n << (24 - 8 * place) for place, n in enumerate(numbers[:-1]))
    return IPv4Address(whole & 0xFFFFFFFF)


def _number(part: str) -> int:
    if part.startswith("0x"):
        return int(part[2:] or "0", 16)
    is_octal = part.startswith("0") and re.fullmatch(r"[0-7]+", part)
    return int(part, 8) if is_octal else int(part)
