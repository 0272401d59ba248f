"""The comparison of two versions in a page's history: of all that differs, not of words alone."""

from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _
from wagtail.admin.views.pages.revisions import RevisionsCompareView
from wagtail.models import Revision

from newsroom.desk.differences import differences, public_side, side_of


class DeskCompareView(RevisionsCompareView):
    """Compares two revisions, or a revision with what readers have."""

    template_name = "newsroom/desk/compare_versions.html"
    revision_id_a: str
    revision_id_b: str

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Compare the older of the two with the newer, in whichever order they were chosen."""
        super().setup(request, *args, **kwargs)
        if self._saved_at(self.revision_id_b) < self._saved_at(self.revision_id_a):
            self.revision_id_a, self.revision_id_b = self.revision_id_b, self.revision_id_a

    def _saved_at(self, asked: str) -> tuple[datetime, int]:
        """When a version was saved, with its number.

        What readers have without a version of it, after an import for example, is the oldest.
        """
        revision = self.object.live_revision if asked == "live" else self._version(asked)
        return (
            (revision.created_at, revision.pk)
            if revision
            else (datetime.min.replace(tzinfo=UTC), 0)
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The context with what each version is: Wagtail 8.0 writes its time in UTC."""
        asked = {"old": self.revision_id_a, "new": self.revision_id_b}
        return {
            **super().get_context_data(**kwargs),
            **{key: self._called(asked[key]) for key in asked},
        }

    def _called(self, asked: str) -> Revision | str | None:
        return _("What readers have now") if asked == "live" else self._version(asked)

    def _version(self, asked: str) -> Revision | None:
        newest_first = self.object.revisions.select_related("user").order_by("-created_at", "-pk")
        if asked == "latest":
            return newest_first.first()
        if asked == "earliest":
            return newest_first.last()
        # One that is not there is answered by Wagtail: the page is not found.
        return newest_first.filter(pk=asked).first()

    def _get_comparison(self, revision_a: Any, revision_b: Any) -> list[Any]:
        """What differs, for our own template. "live" is the open edition, if there is one.

        Wagtail 8.0 puts the result into the context of the template.
        """
        sides = [
            (asked == "live" and public_side(page)) or side_of(page)
            for asked, page in (
                (self.revision_id_a, revision_a),
                (self.revision_id_b, revision_b),
            )
        ]
        return list(differences(self.object, *sides))
