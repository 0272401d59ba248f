"""The press office: the desks that answer journalists, and the page that lists them."""

from typing import Any

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from newsroom.pages.base import ArticlePage
from newsroom.pages.blocks import RICH_TEXT


class PressContact(models.Model):
    """A desk that answers journalists; one record serves the press office and every item."""

    name = models.CharField(_("name"), max_length=100, help_text=_("For example: CPS Press Office"))
    area = models.ForeignKey(
        "newsroom.Area",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("Area"),
        help_text=_("The Area this desk answers for, if it is not national."),
    )
    telephone = models.CharField(
        _("telephone"), max_length=30, blank=True, help_text=_("For example: 020 3357 0906")
    )
    email = models.EmailField(_("email"), blank=True)
    hours = models.CharField(
        _("hours"),
        max_length=150,
        blank=True,
        help_text=_("For example: Monday to Friday, 9am to 5pm (closed on bank holidays)"),
    )
    out_of_hours = models.CharField(
        _("out of hours"),
        max_length=250,
        blank=True,
        help_text=_("Who answers at night and at weekends, and at which number."),
    )
    audience = models.CharField(
        _("who may call"),
        max_length=250,
        blank=True,
        help_text=_("For example: For accredited journalists only"),
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


class PressOfficePage(ArticlePage):
    """How journalists reach the press office, and where everybody else turns."""

    public_notice = RichTextField(
        _("notice to the public"),
        blank=True,
        features=RICH_TEXT,
        help_text=_("Shown first: these contacts are for journalists; say where others turn."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("public_notice"),
        FieldPanel("body"),
    ]
    template = "newsroom/press_office_page.html"
    page_description = _("The press office's contacts and hours. There is one.")
    max_count_per_parent = 1
    parent_page_types = ["newsroom.NewsIndexPage"]
    subpage_types: list[str] = []

    class Meta:
        verbose_name = _("press office page")
        verbose_name_plural = _("press office pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["contacts"] = list(PressContact.objects.select_related("area"))
        return context
