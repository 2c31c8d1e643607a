"""Which of Microsoft Graph's error codes means what: its own, the directory's, and Exchange's that come through it.
Only codes that say something; words and HTTP statuses are in graph.py."""

from __future__ import annotations

from dataclasses import replace

from errors.model import Protocol, Stage

from .shape import Rank, Rule

FETCH = frozenset({Stage.FETCH})
IDLE = frozenset({Stage.IDLE})
SENDING = frozenset({Stage.SEND, Stage.APPEND, Stage.DATA, Stage.FINAL, Stage.MAIL_FROM, Stage.RCPT_TO})
OPENING = frozenset({Stage.SELECT, Stage.POLL})
ONE_EMAIL = FETCH | SENDING
ANY: frozenset[Stage] = frozenset()
NOT_ONE_EMAIL = frozenset(Stage) - ONE_EMAIL


NOT_SENDING = frozenset(Stage) - SENDING
# What a server says that asks for less, or is out of order, proves nothing for good.
THROTTLED = frozenset({429, 509})
OUT = frozenset(range(502, 600)) - {507, 509, 511}
TROUBLE = THROTTLED | OUT


def named(name: str, code: str, *codes: str, stages: frozenset[Stage] = ANY) -> Rule:
    return Rule(f"graph.code.{name}", code, Rank.CODED, Protocol.GRAPH, stages, codes=frozenset(codes))


def refused(name: str, code: str, *codes: str, stages: frozenset[Stage] = ANY) -> Rule:
    """Believed of a server that is well."""
    return replace(named(name, code, *codes, stages=stages), unless_http=TROUBLE)


def unfit(name: str, code: str, *codes: str) -> Rule:
    """What is in one email: a gateway in trouble does not know it, so that it is believed with any status but that
    of a throttle."""
    return replace(named(name, code, *codes), unless_http=THROTTLED)


NOT_FOUND = ("ResourceNotFound", "Request_ResourceNotFound")
BAD_REQUEST = (
    "BadRequest", "Request_BadRequest", "invalidRequest", "ErrorInvalidRequest", "ErrorInvalidParameter",
    "ErrorInvalidArgument", "ErrorIncorrectUpdatePropertyName", "ErrorInvalidProperty", "ErrorInvalidPropertySet",
    "ErrorInvalidPropertyRequest", "ErrorPropertyValidationFailure", "ErrorRequiredPropertyMissing",
    "ErrorMissingArgument", "ErrorSchemaValidation", "ErrorInvalidOperation", "ErrorInvalidUrlQuery",
    "ErrorInvalidUrlQueryFilter", "ErrorUnsupportedPathForQuery", "ErrorUnsupportedPathForSortGroup",
    "ErrorUnsupportedQueryFilter", "ErrorUnsupportedPropertyDefinition", "ErrorRestrictionTooComplex",
    "ErrorInvalidRestriction", "ErrorInvalidPagingMaxRows", "ErrorIndexedPagingTooLarge",
    "ErrorInvalidValueForProperty",
    "ErrorInvalidChangeKey", "ErrorChangeKeyRequired", "ErrorChangeKeyRequiredForWriteOperations",
    "Request_UnsupportedQuery", "Request_InvalidDataContractVersion", "Request_InvalidRequestUrl", "RequestBodyRead",
    "UnableToDeserializePostBody", "UnsupportedMediaType", "methodNotAllowed", "MethodNotAllowed", "notSupported",
    "NotImplemented", "NotAcceptable", "invalidRange", "invalidAcceptType", "invalidParameterFormat", "invalidPath",
    "invalidQueryOption", "invalidStartIndex", "malformedEntityTag", "maxQueryLengthExceeded", "parameterIsTooLong",
    "parameterIsTooSmall", "tooManyResultsRequested", "zeroOrFewerResultsRequested", "ErrorInvalidServerVersion",
    "ErrorIncorrectSchemaVersion", "ErrorInvalidReferenceItem", "ErrorUnsupportedTypeForConversion",
    "invalidBatch", "ErrorCannotSetNonCalendarPermissionOnCalendarFolder",
)  # fmt: skip
NOT_CONSENTED = (
    "Authorization_RequestDenied", "NoPermissionsInAccessToken", "ErrorInsufficientPermissionsInAccessToken",
    "InsufficientPermissions",
)  # fmt: skip
DENIED = (
    "ErrorAccessDenied", "accessDenied", "accessRestricted", "notAllowed", "Forbidden", "ErrorCreateItemAccessDenied",
    "ErrorImpersonateUserDenied", "ErrorImpersonationDenied", "ErrorImpersonationFailed",
    "ErrorUserNotAllowedByPolicy", "ErrorNotDelegate", "ErrorDelegateNoUser",
)  # fmt: skip
FULL = ("quotaLimitReached", "ErrorQuotaExceeded", "InsufficientStorage", "maxItemCountExceeded",
        "childItemCountExceeded")  # fmt: skip
MISSING_ITEM = ("ErrorItemNotFound", "itemNotFound", "NotFound")
MALFORMED_ID = (
    "ErrorInvalidIdMalformed", "ErrorInvalidId", "ErrorInvalidIdEmpty", "ErrorInvalidIdXml", "ErrorInvalidIdTooLong",
    "ErrorInvalidIdMalformedEwsLegacyIdFormat", "ErrorInvalidIdMonikerTooLong", "ErrorInvalidIdStoreObjectIdTooLong",
    "ErrorInvalidIdNotAnItemAttachmentId", "ErrorInvalidIdReturnedByResolveNames",
    "ErrorInvalidIdTooManyAttachmentLevels", "ErrorCannotUseItemIdForFolderId", "ErrorCannotUseFolderIdForItemId",
)  # fmt: skip

LIMITS: tuple[Rule, ...] = (
    named("throttled", "GRAPH-201", "TooManyRequests", "ApplicationThrottled", "MailboxConcurrency", "429",
          "activityLimitReached", "throttledRequest", "Request_ThrottledTemporarily", "RequestThrottled", "Throttled",
          "UserThrottled", "TenantThrottled", "RateLimitExceeded", "ErrorServerBusy", "ErrorTooManyObjectsOpened",
          "ErrorExceededFindCountLimit", "ErrorExceededSubscriptionCount", "CommandConcurrencyLimitReached",
          "ErrorDirectoryConcurrencyLimit", "ErrorMessageThrottled"),
    named("connections", "GRAPH-202", "ErrorExceededConnectionCount"),
    named("send-limit", "GRAPH-203", "ErrorExceededMessageLimit", "ErrorExceededMessageLimitShowTierUpgrade",
          "ErrorExceededHourlyMessageLimit", "ErrorSubmissionQuotaExceeded"),
    refused("full", "GRAPH-101", *FULL, stages=SENDING),
    named("full-when-read", "GRAPH-218", *FULL, stages=NOT_SENDING),
)  # fmt: skip

OUTAGES: tuple[Rule, ...] = (
    named("unavailable", "GRAPH-204", "serviceNotAvailable", "ServiceUnavailable", "serviceReadOnly", "BadGateway",
          "GatewayTimeout", "ErrorADUnavailable", "ErrorADOperation", "ErrorConnectionFailed",
          "ErrorNoRespondingCASInDestinationSite", "ErrorProxyServiceDiscoveryFailed"),
    named("resources", "GRAPH-205", "ErrorNotEnoughMemory", "ErrorInsufficientResources"),
    named("broken", "GRAPH-206", "ErrorInternalServerError", "InternalServerError", "ErrorInternalServerTransientError",
          "ErrorBatchProcessingStopped", "FailedDependency", "Service_InternalServerError",
          "ErrorItemSave", "ErrorMessageTransientError"),
    named("mailbox-away", "GRAPH-207", "MailboxInfoStale", "ErrorMailboxStoreUnavailable", "MailboxStoreUnavailable",
          "ErrorMailboxFailover"),
    named("moving", "GRAPH-208", "ErrorMailboxMoveInProgress", "MailboxMoveInProgress"),
    named("late", "GRAPH-209", "ErrorTimeoutExpired", "ErrorMessageTimeout", "ErrorSessionTimeout", "RequestTimeout",
          "Timeout"),
)  # fmt: skip

TOKENS: tuple[Rule, ...] = (
    named("token", "GRAPH-211", "InvalidAuthenticationToken", "TokenExpired", "unauthenticated", "AuthenticationError",
          "Authentication_ExpiredToken", "Authentication_MissingOrMalformed", "Authentication_Unauthorized",
          "Authentication_Unknown", "Unauthorized", "TokenNotFound", "ExpiredAuthenticationToken"),
    refused("tenant", "GRAPH-308", "OrganizationFromTenantGuidNotFound", "TenantNotFound", "InvalidTenant",
          "Authorization_IdentityNotFound", "Authentication_UnsupportedTokenType"),
    refused("password", "GRAPH-104", "ErrorPasswordExpired", "ErrorPasswordChangeRequired"),
)  # fmt: skip

RIGHTS: tuple[Rule, ...] = (
    refused("consent", "GRAPH-301", *NOT_CONSENTED),
    refused("denied", "GRAPH-302", *DENIED),
    refused("send-as", "GRAPH-304", "ErrorSendAsDenied", "ErrorFromAddressNotAllowed"),
    refused("disabled", "GRAPH-310", "ErrorAccountDisabled", "Authorization_IdentityDisabled"),
    refused("organisation", "GRAPH-311", "ErrorOrganizationAccessBlocked"),
    refused("blocked", "GRAPH-102", "ErrorMessageSubmissionBlocked", "ErrorAccountSuspend",
          "ErrorAccountSuspendShowTierUpgrade"),
)  # fmt: skip

MAILBOXES: tuple[Rule, ...] = (
    refused("no-graph", "GRAPH-306", "MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI",
          "RESTAPINotEnabledForComponentSharedMailbox", "MailboxNotHostedInExchangeOnline", "ErrorMissingEmailAddress"),
    refused("no-user-or-thing", "GRAPH-307", *NOT_FOUND, stages=frozenset(Stage) - IDLE),
    refused("no-user", "GRAPH-307", "ErrorInvalidUser", "UserNotFound",
          "ErrorNonExistentMailbox", "ErrorMailboxNotFound", "MailboxNotFound", "ErrorInvalidSmtpAddress",
          "Directory_ObjectNotFound", "ErrorNameResolutionNoMailbox", "ErrorNameResolutionNoResults"),
    refused("no-folder", "GRAPH-103", "ErrorFolderNotFound", "ErrorParentFolderNotFound", "ErrorInvalidFolderId",
          "ErrorToFolderNotFound"),
    refused("no-folder-of-that-id", "GRAPH-103", *MISSING_ITEM, *MALFORMED_ID, stages=OPENING),
    refused("folder-damaged", "GRAPH-314", "ErrorFolderCorrupt"),
    named("there-already", "INFO-204", "ErrorFolderExists", "nameAlreadyExists"),
)  # fmt: skip

CURSORS: tuple[Rule, ...] = (
    named("cursor", "GRAPH-213", "SyncStateNotFound", "SyncStateInvalid", "resyncRequired", "resyncApplyDifferences",
          "resyncUploadDifferences", "resyncChangesApplyDifferences", "resyncChangesUploadDifferences", "Gone",
          "ErrorInvalidSyncStateData", "ErrorSyncFolderNotFound", "Directory_ExpiredPageToken", "fullSyncRequired"),
    named("subscription", "GRAPH-214", "ErrorSubscriptionNotFound", "ErrorExpiredSubscription",
          "ErrorInvalidSubscription", "ErrorMissedNotificationEvents", "ErrorInvalidWatermark", "SubscriptionNotFound",
          "ErrorSubscriptionUnsubscribed"),
    named("subscription-gone", "GRAPH-214", *MISSING_ITEM, *MALFORMED_ID, *NOT_FOUND, stages=IDLE),
    named("conflict", "GRAPH-215", "ErrorIrresolvableConflict", "resourceModified", "entityTagDoesNotMatch",
          "ErrorStaleObject", "Directory_ConcurrencyViolation", "Conflict", "PreconditionFailed", "lockMismatch",
          "lockOwnerMismatch", "lockNotFoundOrAlreadyExpired", "cannotSnapshotTree", "ErrorObjectTypeChanged", "Locked",
          "resourceLocked"),
)  # fmt: skip

EMAILS: tuple[Rule, ...] = (
    refused("gone", "MSG-202", *MISSING_ITEM, stages=FETCH),
    refused("gone-elsewhere", "GRAPH-216", *MISSING_ITEM, stages=frozenset(Stage) - FETCH - OPENING - IDLE),
    refused("malformed-id", "GRAPH-216", *MALFORMED_ID, stages=frozenset(Stage) - OPENING - IDLE),
    unfit("damaged", "GRAPH-217", "ErrorContentConversionFailed", "ErrorItemCorrupt", "ErrorCorruptData",
          "ErrorMimeContentConversionFailed", "ErrorUnsupportedMimeConversion", "ErrorCannotOpenFileAttachment",
          "ErrorRightsManagementPermanentException"),
    unfit("too-large", "GRAPH-401", "ErrorMessageSizeExceeded", "ErrorAttachmentSizeLimitExceeded",
          "ErrorDataSizeLimitExceeded", "RequestEntityTooLarge", "maxFileSizeExceeded", "maxFragmentLengthExceeded",
          "maxStreamSizeExceeded", "PayloadTooLarge"),
    unfit("recipients", "GRAPH-402", "ErrorInvalidRecipients", "ErrorTooManyRecipients", "ErrorMissingRecipients",
          "ErrorExceededMaxRecipientLimit", "ErrorExceededMaxRecipientLimitShowTierUpgrade"),
    unfit("spam", "GRAPH-404", "ErrorMessageBlocked"),
    unfit("content", "GRAPH-403", "malwareDetected", "virusSuspicious", "ErrorVirusDetected",
          "ErrorVirusMessageDeleted", "ErrorMimeContentInvalid", "ErrorMimeContentInvalidBase64String"),
    refused("not-understood", "GRAPH-901", *BAD_REQUEST, stages=NOT_ONE_EMAIL),
    refused("not-understood-email", "GRAPH-902", *BAD_REQUEST, stages=ONE_EMAIL),
)  # fmt: skip

NAMED: tuple[Rule, ...] = (*LIMITS, *OUTAGES, *TOKENS, *RIGHTS, *MAILBOXES, *CURSORS, *EMAILS)
