"""What readers are told at the address of a page that was withdrawn: since when, and why.

A notice holds no word of the page. Its sentence is one of a few that are safe for every page
(`Kind`). The desk writes it in the transaction of the withdrawal (publishing/release.py). It goes
when the page is public again, when the page leaves the address, and when an order protects a name
in the address (gate/address_sync.py). Without a notice the address is one of nothing.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class WithdrawalNotice(models.Model):
    """The notice at one address."""

    class Kind(models.TextChoices):
        LAW = "law", _("It was withdrawn for a legal reason.")
        ERROR = "error", _("It was published in error.")
        RETENTION = "retention", _("It was kept for as long as was needed, and no longer.")
        REPLACED = "replaced", _("It has been replaced.")

    address = models.TextField(unique=True)
    """As `Edition.address`: the URL path, percent-encoded; or a `hidden_address`."""
    language = models.CharField(max_length=12)
    page_id = models.BigIntegerField(db_index=True)
    since = models.DateTimeField()
    kind = models.CharField(max_length=10, choices=Kind)
    replacement_id = models.BigIntegerField(null=True)
    """The id of the page to which the address leads while that page is public."""

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"page {self.page_id} since {self.since:%Y-%m-%d}: {self.kind}"

    @property
    def link(self) -> str:
        """What else of the row could hold a name, as of an `OldAddress`: nothing."""
        return ""
