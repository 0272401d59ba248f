"""Desks that answer journalists, with their hours, closures and openings beyond their hours."""

from datetime import time

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from newsroom.press_office.hours import (
    A_DAY,
    MIDNIGHT,
    Closure,
    Hours,
    Opening,
    days_of,
    spans_of_days,
)
from newsroom.press_office.phrases import closed_days, opening_times, weekday_names
from newsroom.press_office.telephone import can_be_dialled
from newsroom.taxonomy import in_default_language
from newsroom.years import sensible_year

NO_NUMBER = _("Write one whole telephone number, for example 020 3357 0906.")
CLOSES_TOO_EARLY = _("This must be later than the desk opens. Midnight is 00:00.")
ENDS_TOO_EARLY = _("This must not be before the first day.")
REOPENS_TOO_EARLY = _("This must be later than the desk closes. Empty: not again on that day.")

ENDS_TOO_LATE = _(
    "An opening ends by 6am of the next day. If the desk stays open, enter that day by itself."
)
CLOSED_THEN = _(
    "The desk is closed then: %(closure)s. Change that closure first, or choose another time."
)
OPEN_THEN = _(
    "The desk is open then: %(opening)s. Change that opening first, or choose other days."
)
NIGHT_ENDS = time(6)
"""The latest time on the next day at which an opening may end: a later one is a slip."""


class PressContact(ClusterableModel):
    """A desk that answers journalists; one record serves the press office and every item."""

    name = models.CharField(_("name"), max_length=100, help_text=_("For example: CPS Press Office"))
    area = models.ForeignKey(
        "newsroom.Area",
        models.SET_NULL,
        null=True,
        blank=True,
        limit_choices_to=in_default_language,
        related_name="+",
        verbose_name=_("Area"),
        help_text=_("The Area this desk answers for, if it is not national."),
    )
    in_welsh = models.BooleanField(
        _("Welsh-language desk"),
        default=False,
        help_text=_("Answers in Welsh. It is offered beside the desk of every Area."),
    )
    audience = models.CharField(
        _("who may call"),
        max_length=250,
        blank=True,
        help_text=_("For example: For accredited journalists only"),
    )
    telephone = models.CharField(
        _("telephone"), max_length=30, blank=True, help_text=_("For example: 020 3357 0906")
    )
    email = models.EmailField(_("email"), blank=True)
    duty_telephone = models.CharField(
        _("out-of-hours telephone"),
        max_length=30,
        blank=True,
        help_text=_("The duty press officer’s number. It is shown while the desk is closed."),
    )
    out_of_hours = models.CharField(
        _("what the out-of-hours number is for"),
        max_length=250,
        blank=True,
        help_text=_("For example: Urgent enquiries about today’s cases only"),
    )
    note = models.CharField(
        _("note on the hours"),
        max_length=150,
        blank=True,
        help_text=_("What the hours do not say, for example: Please email before 9am"),
    )
    order = models.PositiveSmallIntegerField(
        _("place in the list"), default=0, help_text=_("Smaller numbers come first.")
    )

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("press contact")
        verbose_name_plural = _("press contacts")

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """Every number becomes a link that dials it."""
        super().clean()
        wrong = {
            name: NO_NUMBER
            for name in ("telephone", "duty_telephone")
            if (number := getattr(self, name).strip()) and not can_be_dialled(number)
        }
        if wrong:
            raise ValidationError(wrong)

    @property
    def is_national(self) -> bool:
        """Whether this is the press office, rather than the desk of an Area or a language."""
        return not self.in_welsh and (self.area is None or self.area.national)


class OpeningHours(models.Model):
    """When a desk answers on a day of the week, or on several; two of a day leave a break."""

    WEEKDAYS = [
        (0, _("Monday")),
        (1, _("Tuesday")),
        (2, _("Wednesday")),
        (3, _("Thursday")),
        (4, _("Friday")),
        (5, _("Saturday")),
        (6, _("Sunday")),
    ]

    contact = ParentalKey(PressContact, on_delete=models.CASCADE, related_name="hours")
    weekday = models.PositiveSmallIntegerField(_("day"), choices=WEEKDAYS)
    last_weekday = models.PositiveSmallIntegerField(
        _("to day"),
        choices=WEEKDAYS,
        null=True,
        blank=True,
        help_text=_("For example Friday, if the hours are the same from Monday to Friday."),
    )
    opens = models.TimeField(_("opens"), help_text=_("For example: 09:00"))
    closes = models.TimeField(_("closes"), help_text=_("For example: 17:00"))

    class Meta:
        ordering = ["weekday", "opens"]
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")

    def __str__(self) -> str:
        return f"{weekday_names(self.weekdays)}, {self.opens:%H:%M} to {self.closes:%H:%M}"

    def clean(self) -> None:
        """A desk closes later than it opens, on the same day; days are counted from Monday."""
        super().clean()
        wrong = {}
        # What the form could not understand is None.
        first, last, opens, closes = self.weekday, self.last_weekday, self.opens, self.closes
        if first is not None and last is not None and last < first:
            wrong["last_weekday"] = ENDS_TOO_EARLY
        if opens is not None and closes is not None and MIDNIGHT != closes <= opens:
            wrong["closes"] = CLOSES_TOO_EARLY
        if wrong:
            raise ValidationError(wrong)

    @property
    def weekdays(self) -> range:
        """The days of the week on which the desk keeps these hours."""
        return days_of(self.weekday, self.last_weekday)

    @property
    def spans(self) -> list[Hours]:
        """These hours without their record, for each of their days."""
        return spans_of_days(self.weekday, self.last_weekday, self.opens, self.closes)


class DeskClosure(models.Model):
    """When one desk, or all of them, are closed beside the bank holidays: whole days, or parts."""

    contact = models.ForeignKey(
        PressContact,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="closures",
        verbose_name=_("press contact"),
        help_text=_("Left empty, all desks are closed."),
    )
    first_day = models.DateField(_("first day"), validators=[sensible_year])
    closed_from = models.TimeField(
        _("closes at"),
        null=True,
        blank=True,
        help_text=_("For example 12:00, if it is open that morning. Empty: closed all day."),
    )
    last_day = models.DateField(
        _("last day"),
        validators=[sensible_year],
        help_text=_("The same as the first, for one day."),
    )
    closed_until = models.TimeField(
        _("opens at"),
        null=True,
        blank=True,
        help_text=_("If it opens again on the last day. Empty: not again on that day."),
    )
    reason = models.CharField(
        _("reason"), max_length=150, help_text=_("Readers see it, for example: Staff training")
    )

    class Meta:
        ordering = ["first_day", "pk"]
        verbose_name = _("closure of a press desk")
        verbose_name_plural = _("closures of press desks")

    def __str__(self) -> str:
        return f"{closed_days(self.span)}: {self.reason}"

    def clean(self) -> None:
        """A closure ends later than it begins."""
        super().clean()
        if not self.first_day or not self.last_day:
            return
        if self.last_day < self.first_day:
            raise ValidationError({"last_day": ENDS_TOO_EARLY})
        reopens, closes = self.closed_until, self.closed_from or MIDNIGHT
        if self.first_day == self.last_day and reopens is not None and reopens <= closes:
            raise ValidationError({"closed_until": REOPENS_TOO_EARLY})
        openings = _of_the_same_desk(DeskOpening.objects, self.contact)
        around = openings.filter(day__range=(self.first_day - A_DAY, self.last_day))
        if met := next((one for one in around if one.span.meets(self.span)), None):
            raise ValidationError({"first_day": OPEN_THEN % {"opening": met}})

    @property
    def span(self) -> Closure:
        """These days and times without their record."""
        return Closure(
            self.first_day,
            self.last_day,
            self.closed_from or MIDNIGHT,
            self.closed_until or MIDNIGHT,
        )


class DeskOpening(models.Model):
    """When one desk, or all of them, answer beyond their hours: a bank holiday, a late evening."""

    contact = models.ForeignKey(
        PressContact,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="openings",
        verbose_name=_("press contact"),
        help_text=_("Left empty, all desks are open."),
    )
    day = models.DateField(_("day"), validators=[sensible_year])
    opens = models.TimeField(_("opens at"), help_text=_("For example: 10:00"))
    closes = models.TimeField(
        _("closes at"),
        help_text=_(
            "For example: 14:00. Midnight is 00:00. A time before the desk opens is on the next "
            "day: from 18:00 to 02:00."
        ),
    )
    reason = models.CharField(
        _("reason"), max_length=150, help_text=_("Readers see it, for example: Verdict expected")
    )

    class Meta:
        ordering = ["day", "opens", "pk"]
        verbose_name = _("opening beyond the usual hours")
        verbose_name_plural = _("openings beyond the usual hours")

    def __str__(self) -> str:
        return f"{opening_times(self.span)}: {self.reason}"

    def clean(self) -> None:
        """An opening ends by the next morning, and not while a closure says otherwise."""
        super().clean()
        # What the form could not understand is None.
        if self.day is None or self.opens is None or self.closes is None:
            return
        if self.span.last > self.day and self.closes > NIGHT_ENDS:
            raise ValidationError({"closes": ENDS_TOO_LATE})
        closures = _of_the_same_desk(DeskClosure.objects, self.contact)
        around = closures.filter(first_day__lte=self.span.last, last_day__gte=self.day)
        if met := next((one for one in around if self.span.meets(one.span)), None):
            raise ValidationError({"day": CLOSED_THEN % {"closure": met}})

    @property
    def span(self) -> Opening:
        """This day and these times without their record."""
        return Opening(self.day, self.opens, self.closes)


def _of_the_same_desk[T: models.Model](
    records: models.Manager[T], contact: PressContact | None
) -> models.QuerySet[T]:
    """The records that are about a desk in any way; those of all desks are about each of them."""
    if contact is None:
        return records.all()
    return records.filter(models.Q(contact=contact) | models.Q(contact=None))
