"""Holds for a verdict: prepared outcomes of one release, of which one is released.

A held page stands in the vault: a page below the root of the tree, beside the sites and part of
none. No group has a permission there that counts (pages/held_pages.py), readers have no address
there, and no list, search, calendar or report of the desk looks there. What is recorded of a held
page names its hold by number and nothing else.
"""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

VAULT = "vault-of-the-desk"
"""The slug of the vault."""
IN_VAULT = f"/{VAULT}/"
"""How the `url_path` of the vault, and of all that stands in it, begins."""
TITLE, SLUG = "Untitled", "untitled"
"""What the row of a held page says. Its words stand in its revisions and nowhere else."""
AGREES_FOR = timedelta(minutes=15)
"""How long one person's word counts while the other has not said theirs."""
CODES_LAST = timedelta(days=7)
"""How long codes for the telephone can be used."""


class VerdictHoldQuerySet(models.QuerySet):
    """Holds, with filters for their state and for who may see them."""

    def open(self) -> Self:
        """The holds that wait for a verdict."""
        return self.filter(state=VerdictHold.State.OPEN)

    def of(self, user: Any) -> Self:
        """The holds on which this person is named."""
        return self.filter(members__user=user)


class VerdictHold(models.Model):
    """The prepared outcomes of one release, and the people who may know of them."""

    wagtail_reference_index_ignore = True

    class State(models.TextChoices):
        OPEN = "open", _("Waits for the verdict")
        RELEASED = "released", _("Released")
        ABANDONED = "abandoned", _("Abandoned")

    name = models.CharField(
        _("name"), max_length=150, help_text=_("For the people named here, for example: R v Holt")
    )
    court = models.CharField(_("court"), max_length=150, blank=True)
    section = models.ForeignKey(
        Page, models.PROTECT, related_name="+", verbose_name=_("where it is released")
    )
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    made_at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    chosen = models.CharField(max_length=10, blank=True)
    """The outcome that a duty editor chose to release; empty if none waits to be confirmed."""
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    chosen_at = models.DateTimeField(null=True)
    heard = models.CharField(max_length=10, blank=True)
    """The outcome that somebody at court said the jury returned."""
    heard_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    heard_at = models.DateTimeField(null=True)

    objects = VerdictHoldQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        ordering = ["-made_at", "-pk"]
        verbose_name = _("hold for a verdict")
        verbose_name_plural = _("holds for a verdict")

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The hold in records: its number alone."""
        return _now("Hold %(number)s") % {"number": self.pk}

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    def is_chosen(self) -> bool:
        """Whether a duty editor has chosen an outcome that can still be confirmed."""
        return bool(self.chosen and self.chosen_at) and _is_fresh(self.chosen_at)

    def is_heard(self) -> bool:
        """Whether somebody at court has said an outcome that can still be released."""
        return bool(self.heard and self.heard_at) and _is_fresh(self.heard_at)

    def forget_words(self) -> None:
        """Forget what was chosen and heard. The caller saves the row."""
        self.chosen, self.chosen_by, self.chosen_at = "", None, None
        self.heard, self.heard_by, self.heard_at = "", None, None


def _is_fresh(moment: Any) -> bool:
    return moment is not None and moment > timezone.now() - AGREES_FOR


class HoldMember(models.Model):
    """Somebody who may know of a hold."""

    wagtail_reference_index_ignore = True

    hold = models.ForeignKey(VerdictHold, models.CASCADE, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    is_at_court = models.BooleanField(default=False)
    """Whether this person confirms the verdict."""
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["hold", "user"], name="named_on_a_hold_once")
        ]

    def __str__(self) -> str:
        return f"User {self.user_id} on hold {self.hold_id}"


class HeldOutcome(models.Model):
    """One prepared outcome. The row outlives its page, and holds no word of it."""

    wagtail_reference_index_ignore = True

    class Verdict(models.TextChoices):
        GUILTY = "guilty", _("Guilty")
        NOT_GUILTY = "not-guilty", _("Not guilty")
        MIXED = "mixed", _("Guilty of some charges")
        HUNG_JURY = "hung-jury", _("No verdict: hung jury")

    class State(models.TextChoices):
        HELD = "held", _("Held")
        RELEASED = "released", _("Released")
        RETURNED = "returned", _("Returned to ordinary drafts")
        DOOMED = "doomed", _("To be destroyed")
        DESTROYED = "destroyed", _("Destroyed")

    hold = models.ForeignKey(VerdictHold, models.CASCADE, related_name="outcomes")
    verdict = models.CharField(_("outcome"), max_length=10, choices=Verdict)
    state = models.CharField(max_length=10, choices=State, default=State.HELD)
    page = models.ForeignKey(Page, models.SET_NULL, null=True, related_name="+")
    page_number = models.BigIntegerField(null=True, db_index=True)
    """The id of the page, also once it is gone."""
    code_hash = models.CharField(max_length=64, blank=True)
    """The keyed hash of the code for the telephone, bound to this outcome of this hold."""
    code_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    """Who made the code, and confirms the verdict by reading it out."""
    code_expires_at = models.DateTimeField(null=True)

    class Meta:
        default_permissions = ()
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["hold", "verdict"], name="one_page_for_an_outcome")
        ]

    def __str__(self) -> str:
        return f"Outcome {self.pk} of hold {self.hold_id}"

    def has_code(self) -> bool:
        """Whether a code for the telephone can still be used."""
        expires = self.code_expires_at
        return bool(self.code_hash and expires and expires > timezone.now())


def is_in_vault(page: Any) -> bool:
    """Whether a page, as it is in memory, stands in the vault, or is the vault. Asks nothing."""
    return str(page.url_path or "").startswith(IN_VAULT)


def outside_vault(prefix: str = "") -> Q:
    """The condition on pages that they are not in the vault. `prefix` leads to the page."""
    return ~Q(**{f"{prefix}url_path__startswith": IN_VAULT})


def without_vault(pages: Any) -> Any:
    """A queryset of pages without the vault, which can still be searched.

    Wagtail's search takes a condition on `path`, and none on `url_path`.
    """
    path = Page.objects.filter(depth=2, slug=VAULT).values_list("path", flat=True).first()
    return pages.exclude(path__startswith=path) if path else pages


def held_outcome(*page_ids: Any) -> HeldOutcome | None:
    """The held outcome whose page is one of these, or None. Ids may be None."""
    wanted = [pk for pk in page_ids if pk]
    held = HeldOutcome.objects.filter(state=HeldOutcome.State.HELD, page_number__in=wanted)
    return held.select_related("hold").first() if wanted else None


def hold_of(page: Any) -> str:
    """What holds a page, for findings: the number of its hold; empty for a page that is not held.

    What stands in the vault is held, whatever the rows say.
    """
    if row := held_outcome(page.pk, page.alias_of_id):
        return row.hold.label
    return _now("A hold for a verdict") if is_in_vault(page) else ""


def held_title(page: Any) -> str:
    """What records and messages call a page in the vault."""
    row = HeldOutcome.objects.filter(page_number=page.pk).first() if page.pk else None
    return _now("Held item of hold %(number)s") % {"number": row.hold_id if row else "?"}


def is_member(user: Any, page_id: Any) -> bool:
    """Whether this person is named on the open hold of a page."""
    if not (user.is_active and page_id):
        return False
    return HoldMember.objects.filter(
        user=user,
        hold__state=VerdictHold.State.OPEN,
        hold__outcomes__page_number=page_id,
        hold__outcomes__state=HeldOutcome.State.HELD,
    ).exists()


def hidden_from(user: Any) -> tuple[list[int], list[str]]:
    """What no list of records shows this person: ids of held pages, and names of their holds."""
    holds = VerdictHold.objects.open().exclude(pk__in=VerdictHold.objects.of(user).values("pk"))
    rows = HeldOutcome.objects.filter(hold__in=holds.values("pk"))
    numbers = [row.page_number for row in rows if row.page_number is not None]
    return numbers, [hold.label for hold in holds]
