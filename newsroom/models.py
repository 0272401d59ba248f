"""Table of contents: every model of the newsroom by name."""

from newsroom.archive.index import ArchiveEntry, ArchiveListing, ArchiveTally, ArchiveText
from newsroom.editions.models import Edition, EditionFile, OldAddress
from newsroom.editorial.approvals import Answer, Clearance, UrgentRelease
from newsroom.editorial.desk_settings import DeskSettings
from newsroom.editorial.law import LegalRule
from newsroom.editorial.pictures import PictureRecord
from newsroom.editorial.records import ItemUpdate
from newsroom.editorial.release_log import DeskNotice, ReleaseLog
from newsroom.editorial.restrictions import ProtectedName, ReportingRestriction
from newsroom.guard.approval_tasks import EditorialApprovalTask, LegalClearanceTask
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
from newsroom.pages.press_office import PressOfficePage
from newsroom.pages.speech_index import SpeechIndexPage
from newsroom.pages.speeches import SpeechDocument, SpeechPage
from newsroom.pages.topics import TopicHubPage, TopicStatistic
from newsroom.pages.versions.media_protocol import MediaProtocolPage, MediaProtocolVersionPage
from newsroom.pages.versions.social_media_policy import (
    SocialMediaAccount,
    SocialMediaPolicyPage,
    SocialMediaPolicyVersionPage,
)
from newsroom.people import Person, PersonTitle
from newsroom.press_office.contacts import DeskClosure, OpeningHours, PressContact
from newsroom.taxonomy import Area, CrimeType

__all__ = [
    "Answer",
    "ArchiveEntry",
    "ArchiveListing",
    "ArchiveTally",
    "ArchiveText",
    "Area",
    "CaseFact",
    "CaseMaterial",
    "CaseStage",
    "Clearance",
    "ContentPage",
    "CrimeType",
    "DeskClosure",
    "DeskNotice",
    "DeskSettings",
    "Edition",
    "EditionFile",
    "EditorialApprovalTask",
    "FeaturedItem",
    "HighProfileCaseIndexPage",
    "HighProfileCasePage",
    "HomePage",
    "ItemUpdate",
    "LegalClearanceTask",
    "LegalRule",
    "MediaProtocolPage",
    "MediaProtocolVersionPage",
    "NewsIndexPage",
    "NewsItemPage",
    "OldAddress",
    "OpeningHours",
    "Person",
    "PersonTitle",
    "PictureRecord",
    "PressContact",
    "PressOfficePage",
    "PressReleasePage",
    "ProtectedName",
    "RelatedItem",
    "ReleaseLog",
    "ReportingRestriction",
    "SocialMediaAccount",
    "SocialMediaPolicyPage",
    "SocialMediaPolicyVersionPage",
    "SpeechDocument",
    "SpeechIndexPage",
    "SpeechPage",
    "StatementPage",
    "TopicHubPage",
    "TopicStatistic",
    "UrgentRelease",
]
