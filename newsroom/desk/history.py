"""The comparison of two versions in a page's history: of all that differs, not of words alone."""

from typing import Any

from wagtail.admin.views.pages.revisions import RevisionsCompareView

from newsroom.desk.differences import differences, public_side, side_of


class DeskCompareView(RevisionsCompareView):
    """Compares two revisions, or a revision with what readers have."""

    template_name = "newsroom/desk/compare_versions.html"

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
