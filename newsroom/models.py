"""Table of contents: every model of the newsroom by name."""

from newsroom.accounts.models import (
    AccountLog,
    AccountMail,
    AuthenticatorApp,
    DeskSession,
    FailedLogIn,
    Passkey,
    RecoveryCode,
)
from newsroom.archive.index import (
    ArchiveEntry,
    ArchiveListing,
    ArchiveListTally,
    ArchiveTally,
    ArchiveText,
)
from newsroom.editions.models import Edition, EditionFile, OldAddress, Tombstone
from newsroom.gate.approval_tasks import EditorialApprovalTask, LegalClearanceTask
from newsroom.gate.edition_words import EditionWords
from newsroom.pages.cases import (
    CaseFact,
    CaseMaterial,
    CaseStage,
    HighProfileCaseIndexPage,
    HighProfileCasePage,
)
from newsroom.pages.content import ContentPage
from newsroom.pages.front_pages import FeaturedItem, HomePage, NewsIndexPage
from newsroom.pages.items import (
    NewsItemPage,
    PressReleasePage,
    RelatedItem,
    StatementPage,
)
from newsroom.pages.press_office_page import PressOfficePage
from newsroom.pages.speech_index import SpeechIndexPage
from newsroom.pages.speeches import SpeechDocument, SpeechPage
from newsroom.pages.topics import TopicHubPage, TopicStatistic
from newsroom.pages.versions.media_protocol import MediaProtocolPage, MediaProtocolVersionPage
from newsroom.pages.versions.social_media_policy import (
    SocialMediaAccount,
    SocialMediaPolicyPage,
    SocialMediaPolicyVersionPage,
)
from newsroom.press_office.contacts import DeskClosure, OpeningHours, PressContact
from newsroom.records.approvals import CheckResponse, Clearance, UrgentRelease
from newsroom.records.desk_notices import DeskNotice
from newsroom.records.desk_settings import DeskSettings
from newsroom.records.document_records import DocumentRecord
from newsroom.records.item_updates import ItemUpdate, UpdateDraft
from newsroom.records.law import LegalRule
from newsroom.records.picture_records import PictureRecord, RenditionRecord
from newsroom.records.release_log import ReleaseLog
from newsroom.records.restrictions import ProtectedName, ReportingRestriction
from newsroom.records.take_downs import OrderUndo, TakeDown, TakenDownPage
from newsroom.records.withheld_texts import NamesakeReason, WithheldText
from newsroom.speakers import Person, PersonTitle
from newsroom.taxonomy import Area, CrimeType

__all__ = [
    "AccountLog",
    "AccountMail",
    "ArchiveEntry",
    "ArchiveListTally",
    "ArchiveListing",
    "ArchiveTally",
    "ArchiveText",
    "Area",
    "AuthenticatorApp",
    "CaseFact",
    "CaseMaterial",
    "CaseStage",
    "CheckResponse",
    "Clearance",
    "ContentPage",
    "CrimeType",
    "DeskClosure",
    "DeskNotice",
    "DeskSession",
    "DeskSettings",
    "DocumentRecord",
    "Edition",
    "EditionFile",
    "EditionWords",
    "EditorialApprovalTask",
    "FailedLogIn",
    "FeaturedItem",
    "HighProfileCaseIndexPage",
    "HighProfileCasePage",
    "HomePage",
    "ItemUpdate",
    "LegalClearanceTask",
    "LegalRule",
    "MediaProtocolPage",
    "MediaProtocolVersionPage",
    "NamesakeReason",
    "NewsIndexPage",
    "NewsItemPage",
    "OldAddress",
    "OpeningHours",
    "OrderUndo",
    "Passkey",
    "Person",
    "PersonTitle",
    "PictureRecord",
    "PressContact",
    "PressOfficePage",
    "PressReleasePage",
    "ProtectedName",
    "RecoveryCode",
    "RelatedItem",
    "ReleaseLog",
    "RenditionRecord",
    "ReportingRestriction",
    "SocialMediaAccount",
    "SocialMediaPolicyPage",
    "SocialMediaPolicyVersionPage",
    "SpeechDocument",
    "SpeechIndexPage",
    "SpeechPage",
    "StatementPage",
    "TakeDown",
    "TakenDownPage",
    "Tombstone",
    "TopicHubPage",
    "TopicStatistic",
    "UpdateDraft",
    "UrgentRelease",
    "WithheldText",
]
