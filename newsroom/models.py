"""Table of contents: every model of the newsroom by name."""

from newsroom.archive.index import ArchiveEntry, ArchiveTally, ArchiveText
from newsroom.editorial.records import ItemUpdate
from newsroom.pages.cases import (
    CaseFact,
    CaseMaterial,
    CaseStage,
    HighProfileCaseIndexPage,
    HighProfileCasePage,
)
from newsroom.pages.content import ContentPage
from newsroom.pages.index import FeaturedItem, HomePage, NewsIndexPage
from newsroom.pages.items import (
    NewsItemPage,
    PressReleasePage,
    RelatedItem,
    StatementPage,
)
from newsroom.pages.media_centre import (
    MediaProtocolPage,
    MediaProtocolVersionPage,
    PressContact,
    PressOfficePage,
    SocialMediaAccount,
    SocialMediaPolicyPage,
)
from newsroom.pages.people import Person, PersonTitle
from newsroom.pages.speech_index import SpeechIndexPage
from newsroom.pages.speeches import SpeechDocument, SpeechPage
from newsroom.pages.topics import TopicHubPage, TopicStatistic
from newsroom.taxonomy import Area, CrimeType

__all__ = [
    "ArchiveEntry",
    "ArchiveTally",
    "ArchiveText",
    "Area",
    "CaseFact",
    "CaseMaterial",
    "CaseStage",
    "ContentPage",
    "CrimeType",
    "FeaturedItem",
    "HighProfileCaseIndexPage",
    "HighProfileCasePage",
    "HomePage",
    "ItemUpdate",
    "MediaProtocolPage",
    "MediaProtocolVersionPage",
    "NewsIndexPage",
    "NewsItemPage",
    "Person",
    "PersonTitle",
    "PressContact",
    "PressOfficePage",
    "PressReleasePage",
    "RelatedItem",
    "SocialMediaAccount",
    "SocialMediaPolicyPage",
    "SpeechDocument",
    "SpeechIndexPage",
    "SpeechPage",
    "StatementPage",
    "TopicHubPage",
    "TopicStatistic",
]
