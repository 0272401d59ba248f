"""Table of contents: every model of the newsroom by name."""

from newsroom.accounts.calendar_addresses import CalendarAddress
from newsroom.accounts.models import (
    AccountLog,
    AuthenticatorApp,
    DeskSession,
    FailedLogIn,
    Passkey,
    RecoveryCode,
)
from newsroom.alerts.models import (
    Alert,
    AlertDelivery,
    AlertedEdition,
    AlertLetter,
    Subscriber,
)
from newsroom.archive.area_places import AreaPlace
from newsroom.archive.index import (
    ArchiveCorrection,
    ArchiveEntry,
    ArchiveListing,
    ArchiveListTally,
    ArchiveTally,
    ArchiveText,
)
from newsroom.archive.page_texts import PageText
from newsroom.archive.synonyms import SearchSynonym
from newsroom.editions.earlier_editions import EarlierEdition
from newsroom.editions.models import Edition, EditionFile, OldAddress, Tombstone
from newsroom.editions.withdrawal_notices import WithdrawalNotice
from newsroom.gate.approval_tasks import EditorialApprovalTask, LegalClearanceTask
from newsroom.gate.edition_words import EditionWords
from newsroom.gate.page_words import PageWords
from newsroom.pages.cases import (
    CaseFact,
    CaseMaterial,
    CaseStage,
    HighProfileCaseIndexPage,
    HighProfileCasePage,
)
from newsroom.pages.content import ContentPage
from newsroom.pages.front_pages import (
    ArrangedSection,
    FeaturedItem,
    HomePage,
    NewsIndexPage,
    PressNotice,
)
from newsroom.pages.items import (
    NewsItemPage,
    PressReleasePage,
    RelatedItem,
    StatementPage,
)
from newsroom.pages.press_office_page import PressOfficePage
from newsroom.pages.release_templates import ReleaseTemplate
from newsroom.pages.speech_index import SpeechIndexPage
from newsroom.pages.speeches import SpeechDocument, SpeechPage
from newsroom.pages.topics import TopicHubPage, TopicStatistic
from newsroom.pages.versions.media_protocol import MediaProtocolPage, MediaProtocolVersionPage
from newsroom.pages.versions.social_media_policy import (
    SocialMediaAccount,
    SocialMediaPolicyPage,
    SocialMediaPolicyVersionPage,
)
from newsroom.press_office.contacts import DeskClosure, DeskOpening, OpeningHours, PressContact
from newsroom.records.approvals import CheckResponse, Clearance, UrgentRelease
from newsroom.records.binned_pages import BinnedPage
from newsroom.records.case_hearings import CaseHearing
from newsroom.records.desk_notices import DeskNotice
from newsroom.records.desk_settings import DeskSettings
from newsroom.records.document_records import DocumentRecord
from newsroom.records.fact_changes import FactChange
from newsroom.records.item_updates import ItemUpdate, UpdateDraft
from newsroom.records.law import LegalRule
from newsroom.records.open_forms import OpenForm
from newsroom.records.outgoing_mail import OutgoingMail
from newsroom.records.page_changes import PageChange
from newsroom.records.picture_records import PictureRecord, RenditionRecord
from newsroom.records.preview_links import (
    PreviewComment,
    PreviewLink,
    PreviewOpening,
    WrongPreviewLink,
)
from newsroom.records.public_checks import PublicCheck
from newsroom.records.release_bundles import BundledItem, ReleaseBundle
from newsroom.records.release_log import ReleaseLog
from newsroom.records.restrictions import ProtectedName, ReportingRestriction
from newsroom.records.retention_reviews import (
    ErasurePermit,
    RetentionDecision,
    RetentionReview,
)
from newsroom.records.submission_deadlines import SubmissionDeadline
from newsroom.records.take_downs import OrderUndo, TakeDown, TakenDownPage
from newsroom.records.verdict_holds import HeldOutcome, HoldMember, VerdictHold
from newsroom.records.withheld_texts import NamesakeReason, WithheldText
from newsroom.speakers import Person, PersonTitle
from newsroom.taxonomy import Area, CrimeType

__all__ = [
    "AccountLog",
    "Alert",
    "AlertDelivery",
    "AlertLetter",
    "AlertedEdition",
    "ArchiveCorrection",
    "ArchiveEntry",
    "ArchiveListTally",
    "ArchiveListing",
    "ArchiveTally",
    "ArchiveText",
    "Area",
    "AreaPlace",
    "ArrangedSection",
    "AuthenticatorApp",
    "BinnedPage",
    "BundledItem",
    "CalendarAddress",
    "CaseFact",
    "CaseHearing",
    "CaseMaterial",
    "CaseStage",
    "CheckResponse",
    "Clearance",
    "ContentPage",
    "CrimeType",
    "DeskClosure",
    "DeskNotice",
    "DeskOpening",
    "DeskSession",
    "DeskSettings",
    "DocumentRecord",
    "EarlierEdition",
    "Edition",
    "EditionFile",
    "EditionWords",
    "EditorialApprovalTask",
    "ErasurePermit",
    "FactChange",
    "FailedLogIn",
    "FeaturedItem",
    "HeldOutcome",
    "HighProfileCaseIndexPage",
    "HighProfileCasePage",
    "HoldMember",
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
    "OpenForm",
    "OpeningHours",
    "OrderUndo",
    "OutgoingMail",
    "PageChange",
    "PageText",
    "PageWords",
    "Passkey",
    "Person",
    "PersonTitle",
    "PictureRecord",
    "PressContact",
    "PressNotice",
    "PressOfficePage",
    "PressReleasePage",
    "PreviewComment",
    "PreviewLink",
    "PreviewOpening",
    "ProtectedName",
    "PublicCheck",
    "RecoveryCode",
    "RelatedItem",
    "ReleaseBundle",
    "ReleaseLog",
    "ReleaseTemplate",
    "RenditionRecord",
    "ReportingRestriction",
    "RetentionDecision",
    "RetentionReview",
    "SearchSynonym",
    "SocialMediaAccount",
    "SocialMediaPolicyPage",
    "SocialMediaPolicyVersionPage",
    "SpeechDocument",
    "SpeechIndexPage",
    "SpeechPage",
    "StatementPage",
    "SubmissionDeadline",
    "Subscriber",
    "TakeDown",
    "TakenDownPage",
    "Tombstone",
    "TopicHubPage",
    "TopicStatistic",
    "UpdateDraft",
    "UrgentRelease",
    "VerdictHold",
    "WithdrawalNotice",
    "WithheldText",
    "WrongPreviewLink",
]
