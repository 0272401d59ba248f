"""Addresses within addresses: those that mail scanners wrap, and parameters that track. Pure."""

import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlunsplit

from newsroom.rules.address_parts import host_of, is_below, split

_SCANNERS = (
    *("safelinks.protection.outlook.com", "urldefense.com", "urldefense.proofpoint.com"),
    *("mimecastprotect.com", "linkprotect.cudasvc.com", "secure-web.cisco.com"),
    *("clicktime.symantec.com", "clicktime.cloud.postoffice.net", "protect.checkpoint.com"),
    *("url.emailprotection.link", "scanmail.trustwave.com", "protection.sophos.com"),
)
_SCANNER_HOST = re.compile(
    r"protect(?:ed|ion)?-[a-z]{2}\.mimecast\.com|imsva[\w-]*\.trendmicro\.com"
)
_REDIRECT = re.compile(r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}/url|lm?\.facebook\.com/l\.php")
"""Pages of search engines and networks that lead on."""
_INNER = ("url", "a", "u", "q", "domain")
"""The parameters that hold the wrapped address."""
_TRACKING = re.compile(
    r"(?:utm_\w+|mtm_\w+|pk_\w+|gclid|gclsrc|dclid|gbraid|wbraid|fbclid|msclkid|twclid|ttclid|igshid"
    r"|yclid|li_fat_id|mc_[ce]id|_hs(?:enc|mi)|__hs\w+|mkt_tok|vero_id|wickedid"
    r"|ss_email_id|_ga|_gl|ga_\w+|spm|trk\w*|cmpid)",
    re.IGNORECASE,
)


def is_wrapped(parts: SplitResult) -> bool:
    """Whether an address leads by way of a mail scanner, or of a page that leads on."""
    return _is_scanner(parts) or bool(_within(parts))


def unwrapped(address: str) -> str:
    """The address within one that a mail scanner or a search engine wrapped; else as it is."""
    inner = address
    for _layer in range(3):
        parts = split(inner)
        if parts is None or not (found := _within(parts)):
            break
        inner = found
    return inner


def without_tracking(address: str) -> str:
    """The address without the parameters that tell where its reader found it."""
    parts = split(address)
    if parts is None or not is_tracked(parts):
        return address
    kept = [pair for pair in _query(parts) if not is_tracking(pair[0])]
    return urlunsplit((*parts[:3], urlencode(kept), parts.fragment))


def is_tracked(parts: SplitResult) -> bool:
    """Whether an address has a parameter that tells where its reader found it."""
    return any(is_tracking(name) for name, _value in _query(parts))


def is_tracking(name: str) -> bool:
    """Whether a parameter of this name tells where the reader of an address found it."""
    return bool(_TRACKING.fullmatch(name))


def _is_scanner(parts: SplitResult) -> bool:
    host = host_of(parts)
    return is_below(host, _SCANNERS) or bool(_SCANNER_HOST.fullmatch(host))


def _within(parts: SplitResult) -> str:
    """The address that this one wraps; empty if it wraps none or it cannot be read from it."""
    host, query = host_of(parts), dict(_query(parts))
    inner = ""
    if host == "urldefense.com" and (
        match := re.search(r"/v3/__(.+?)__;", f"{parts.path}?{parts.query}")
    ):
        # Characters that are not letters are replaced by asterisks, and kept in code.
        inner = "" if "*" in match[1] else match[1]
    elif host == "urldefense.proofpoint.com":
        inner = unquote(query.get("u", "").replace("_", "/").replace("-", "%"))
    elif _is_scanner(parts) or _REDIRECT.fullmatch(f"{host}{parts.path}"):
        inner = next((query[name] for name in _INNER if name in query), "")
    return inner if re.match(r"https?://", inner, re.IGNORECASE) else ""


def _query(parts: SplitResult) -> list[tuple[str, str]]:
    return parse_qsl(parts.query, keep_blank_values=True)
