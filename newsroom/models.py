"""Table of contents: every model of the newsroom by name."""

from newsroom.archive.index import ArchiveEntry, ArchiveTally, ArchiveText
from newsroom.editorial.records import ItemUpdate
from newsroom.pages.content import ContentPage
from newsroom.pages.hubs import (
    CaseStage,
    HighProfileCaseIndexPage,
    HighProfileCasePage,
    TopicHubPage,
)
from newsroom.pages.index import FeaturedItem, HomePage, NewsIndexPage
from newsroom.pages.items import (
    NewsItemPage,
    PressReleasePage,
    RelatedItem,
    SpeechPage,
    StatementPage,
)
from newsroom.pages.media_centre import (
    MediaProtocolPage,
    MediaProtocolVersionPage,
    SocialMediaAccount,
    SocialMediaPolicyPage,
)
from newsroom.pages.press_contacts import DeskClosure, OpeningHours, PressContact
from newsroom.pages.press_office import PressOfficePage
from newsroom.taxonomy import Area, CrimeType

__all__ = [
    "ArchiveEntry",
    "ArchiveTally",
    "ArchiveText",
    "Area",
    "CaseStage",
    "ContentPage",
    "CrimeType",
    "DeskClosure",
    "FeaturedItem",
    "HighProfileCaseIndexPage",
    "HighProfileCasePage",
    "HomePage",
    "ItemUpdate",
    "MediaProtocolPage",
    "MediaProtocolVersionPage",
    "NewsIndexPage",
    "NewsItemPage",
    "OpeningHours",
    "PressContact",
    "PressOfficePage",
    "PressReleasePage",
    "RelatedItem",
    "SocialMediaAccount",
    "SocialMediaPolicyPage",
    "SpeechPage",
    "StatementPage",
    "TopicHubPage",
]
