"""What the desk puts into Redis bears a MAC, because it is pickled.

Whoever can write to Redis could otherwise have the desk run their code. Redis has no accounts of
its own here, and other programs of the machine reach it too.
"""

from typing import Any

from django.utils.crypto import constant_time_compare, salted_hmac
from django_redis.exceptions import ConnectionInterrupted
from django_redis.serializers.pickle import PickleSerializer

_SALT = "cps_news.signed_cache"
_BYTES = 32


class NotOurs(ConnectionInterrupted):
    """A value that this desk did not write. It counts as missing, as does a cache that is away."""

    def __init__(self) -> None:
        super().__init__(connection=None)

    def __str__(self) -> str:
        return "A value in the cache is not signed with SECRET_KEY"


class SignedSerializer(PickleSerializer):
    """django-redis' pickles, behind an HMAC-SHA256 that is checked before anything is loaded."""

    def dumps(self, value: Any) -> bytes:
        pickled = super().dumps(value)
        return _mac(pickled) + pickled

    def loads(self, value: bytes) -> Any:
        """Raise NotOurs, which the cache takes for a missing value, if the MAC is another."""
        mac, pickled = value[:_BYTES], value[_BYTES:]
        if not constant_time_compare(mac, _mac(pickled)):
            raise NotOurs
        return super().loads(pickled)


def _mac(pickled: bytes) -> bytes:
    return bytes(salted_hmac(_SALT, pickled, algorithm="sha256").digest())
