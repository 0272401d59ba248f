"""The statutory rules that `newsroom.rules` applies, as dated rows.

When Parliament changes the law, an administrator adds a row instead of changing code.
"""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.choices import ACTIVE_FROM
from newsroom.rules.facts import Law
from newsroom.years import sensible_year


class LegalRule(models.Model):
    """A rule of law, and the days on which it applies. Both days are included."""

    class Code(models.TextChoices):
        CONTEMPT = "contempt", _("Active proceedings: nothing that seriously prejudices them")
        SEXUAL_OFFENCE = (
            "sexual-offence-anonymity",
            _("Sexual offences: the complainant is anonymous for life"),
        )
        TRAFFICKING = (
            "trafficking-anonymity",
            _("Human trafficking: the victim is anonymous for life"),
        )
        MUTILATION = (
            "fgm-anonymity",
            _("Female genital mutilation: the victim is anonymous for life"),
        )
        FORCED_MARRIAGE = (
            "forced-marriage-anonymity",
            _("Forced marriage: the victim is anonymous for life"),
        )
        CHILD = "child-anonymity", _("Children and young people in proceedings are anonymous")

    code = models.CharField(_("rule"), max_length=40, choices=Code)
    source = models.CharField(
        _("Act and section"), max_length=200, help_text=_("As editors read it beside a finding.")
    )
    since = models.DateField(_("applies from"), validators=[sensible_year])
    until = models.DateField(
        _("applies until"),
        validators=[sensible_year],
        null=True,
        blank=True,
        help_text=_("The last day. Empty: still applies."),
    )
    active_from = models.CharField(
        _("proceedings are active from"),
        max_length=10,
        choices=ACTIVE_FROM,
        blank=True,
        help_text=_("Only for active proceedings."),
    )

    class Meta:
        ordering = ["code", "since"]
        verbose_name = _("rule of law")
        verbose_name_plural = _("rules of law")

    def __str__(self) -> str:
        return f"{self.get_code_display()}: {self.source}"

    def clean(self) -> None:
        """Raise ValidationError for days that are not in order or that overlap another row.

        On each day at most one row of a rule applies.
        """
        super().clean()
        if self.until and self.since and self.until < self.since:
            raise ValidationError({"until": _("This is before the day from which it applies.")})
        if self.code == self.Code.CONTEMPT and not self.active_from:
            raise ValidationError({"active_from": _("Say from when proceedings are active.")})
        overlapping = LegalRule.objects.filter(code=self.code).exclude(pk=self.pk)
        overlapping = overlapping.filter(models.Q(until=None) | models.Q(until__gte=self.since))
        if self.until:
            overlapping = overlapping.filter(since__lte=self.until)
        if other := overlapping.first():
            raise ValidationError(
                {"since": _("On some of these days “%(other)s” applies.") % {"other": other.source}}
            )

    def as_law(self) -> Law:
        """The row as input of the rules."""
        return Law(self.code, self.source, self.since, self.until, self.active_from)


def laws() -> list[Law]:
    """All rules of law: past, current and future."""
    return [rule.as_law() for rule in LegalRule.objects.all()]
