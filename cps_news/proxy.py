"""Who asks, when a proxy of ours stands between: the limits of the log-in count by address."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def visitor_address(request: HttpRequest) -> str:
    """The address a request came from, told by the proxy; by anybody else it is not believed."""
    sender: str = request.META.get("REMOTE_ADDR", "")
    if sender not in settings.PROXY_ADDRESSES:
        return sender
    # Our proxy writes the last one; what stands before it came with the request.
    told = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    try:
        return str(ip_address(told))
    except ValueError:
        return sender
