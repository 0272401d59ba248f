"""Links within a text lead only to what is public."""

from typing import Any

from wagtail.models import Page
from wagtail.rich_text.feature_registry import FeatureRegistry
from wagtail.rich_text.pages import PageLinkHandler

from newsroom.guard.visibility import PublishedQuerySet


class PublicPageLinkHandler(PageLinkHandler):
    """A link to a page that is not public keeps its words and loses its address.

    The address of a draft often says what it is about. One query for all links of a text.
    """

    @classmethod
    def get_many(cls, attrs_list: list[dict[str, Any]]) -> list[Page | None]:
        ids = [attrs.get("id") for attrs in attrs_list]
        public = PublishedQuerySet(Page).published().filter(pk__in=ids).select_related("locale")
        pages = {str(page.pk): page for page in public}
        return [pages.get(str(pk)) for pk in ids]


def link_only_to_what_is_public(features: FeatureRegistry) -> None:
    features.register_link_type(PublicPageLinkHandler)
