"""The base class of pages about proceedings, with the facts that the gate needs about people."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.pages.base import ArticlePage


class ProceedingsPage(ArticlePage):
    """A page about proceedings. It needs legal clearance before its release."""

    sexual_offence = models.BooleanField(
        _("a sexual offence is alleged or proved"),
        default=False,
        help_text=_(
            "Its complainant is anonymous for life. Crime types that say so need no tick here."
        ),
    )
    child_involved = models.BooleanField(
        _("a child or young person is involved"),
        default=False,
        help_text=_("As a victim, a witness or a defendant under 18."),
    )

    needs_clearance = True

    class Meta:
        abstract = True

    @property
    def has_complainant(self) -> bool:
        """Whether a complainant has anonymity under the Sexual Offences (Amendment) Act 1992."""
        return self.sexual_offence

    @property
    def unsaid_facts(self) -> dict[str, bool]:
        return {"sexual_offence": self.sexual_offence, "child_involved": self.child_involved}

    @property
    def involves_child(self) -> bool:
        """Whether reporting restrictions about children may protect somebody in the page."""
        return self.child_involved
