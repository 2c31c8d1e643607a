"""Which of Microsoft Graph's error codes means what: its own, the directory's, and Exchange's that come through it.
Only codes that say something; words and HTTP statuses are in graph.py."""

from __future__ import annotations

from errors.model import Protocol, Stage

from .shape import Rank, Rule

FETCH = frozenset({Stage.FETCH})
IDLE = frozenset({Stage.IDLE})
SENDING = frozenset({Stage.SEND, Stage.APPEND, Stage.DATA, Stage.FINAL, Stage.MAIL_FROM, Stage.RCPT_TO})
OPENING = frozenset({Stage.SELECT, Stage.POLL})
ONE_EMAIL = FETCH | SENDING
ANY: frozenset[Stage] = frozenset()
NOT_ONE_EMAIL = frozenset(Stage) - ONE_EMAIL


def named(name: str, code: str, *codes: str, stages: frozenset[Stage] = ANY) -> Rule:
    return Rule(f"graph.code.{name}", code, Rank.CODED, Protocol.GRAPH, stages, codes=frozenset(codes))


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
    named("full", "GRAPH-101", "quotaLimitReached", "ErrorQuotaExceeded", "InsufficientStorage",
          "maxItemCountExceeded", "childItemCountExceeded"),
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
    named("tenant", "GRAPH-308", "OrganizationFromTenantGuidNotFound", "TenantNotFound", "InvalidTenant",
          "Authorization_IdentityNotFound", "Authentication_UnsupportedTokenType"),
    named("password", "GRAPH-104", "ErrorPasswordExpired", "ErrorPasswordChangeRequired"),
)  # fmt: skip

RIGHTS: tuple[Rule, ...] = (
    named("consent", "GRAPH-301", "Authorization_RequestDenied", "NoPermissionsInAccessToken",
          "ErrorInsufficientPermissionsInAccessToken", "InsufficientPermissions"),
    named("denied", "GRAPH-302", "ErrorAccessDenied", "accessDenied", "accessRestricted", "notAllowed", "Forbidden",
          "ErrorCreateItemAccessDenied", "ErrorImpersonateUserDenied", "ErrorImpersonationDenied",
          "ErrorImpersonationFailed", "ErrorUserNotAllowedByPolicy", "ErrorNotDelegate", "ErrorDelegateNoUser"),
    named("send-as", "GRAPH-304", "ErrorSendAsDenied", "ErrorFromAddressNotAllowed"),
    named("disabled", "GRAPH-310", "ErrorAccountDisabled", "Authorization_IdentityDisabled"),
    named("organisation", "GRAPH-311", "ErrorOrganizationAccessBlocked"),
    named("blocked", "GRAPH-102", "ErrorMessageSubmissionBlocked", "ErrorAccountSuspend",
          "ErrorAccountSuspendShowTierUpgrade"),
)  # fmt: skip

MAILBOXES: tuple[Rule, ...] = (
    named("no-graph", "GRAPH-306", "MailboxNotEnabledForRESTAPI", "MailboxNotSupportedForRESTAPI",
          "RESTAPINotEnabledForComponentSharedMailbox", "MailboxNotHostedInExchangeOnline", "ErrorMissingEmailAddress"),
    named("no-user-or-thing", "GRAPH-307", *NOT_FOUND, stages=frozenset(Stage) - IDLE),
    named("no-user", "GRAPH-307", "ErrorInvalidUser", "UserNotFound",
          "ErrorNonExistentMailbox", "ErrorMailboxNotFound", "MailboxNotFound", "ErrorInvalidSmtpAddress",
          "Directory_ObjectNotFound", "ErrorNameResolutionNoMailbox", "ErrorNameResolutionNoResults"),
    named("no-folder", "GRAPH-103", "ErrorFolderNotFound", "ErrorParentFolderNotFound", "ErrorInvalidFolderId",
          "ErrorToFolderNotFound"),
    named("no-folder-of-that-id", "GRAPH-103", *MISSING_ITEM, *MALFORMED_ID, stages=OPENING),
    named("folder-damaged", "GRAPH-314", "ErrorFolderCorrupt"),
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
    named("gone", "MSG-202", *MISSING_ITEM, stages=FETCH),
    named("gone-elsewhere", "GRAPH-216", *MISSING_ITEM, stages=frozenset(Stage) - FETCH - OPENING - IDLE),
    named("malformed-id", "GRAPH-216", *MALFORMED_ID, stages=frozenset(Stage) - OPENING - IDLE),
    named("damaged", "GRAPH-217", "ErrorContentConversionFailed", "ErrorItemCorrupt", "ErrorCorruptData",
          "ErrorMimeContentConversionFailed", "ErrorUnsupportedMimeConversion", "ErrorCannotOpenFileAttachment",
          "ErrorRightsManagementPermanentException"),
    named("too-large", "GRAPH-401", "ErrorMessageSizeExceeded", "ErrorAttachmentSizeLimitExceeded",
          "ErrorDataSizeLimitExceeded", "RequestEntityTooLarge", "maxFileSizeExceeded", "maxFragmentLengthExceeded",
          "maxStreamSizeExceeded", "PayloadTooLarge"),
    named("recipients", "GRAPH-402", "ErrorInvalidRecipients", "ErrorTooManyRecipients", "ErrorMissingRecipients",
          "ErrorExceededMaxRecipientLimit", "ErrorExceededMaxRecipientLimitShowTierUpgrade"),
    named("spam", "GRAPH-404", "ErrorMessageBlocked"),
    named("content", "GRAPH-403", "malwareDetected", "virusSuspicious", "ErrorVirusDetected",
          "ErrorVirusMessageDeleted", "ErrorMimeContentInvalid", "ErrorMimeContentInvalidBase64String"),
    named("not-understood", "GRAPH-901", *BAD_REQUEST, stages=NOT_ONE_EMAIL),
    named("not-understood-email", "GRAPH-902", *BAD_REQUEST, stages=ONE_EMAIL),
)  # fmt: skip

NAMED: tuple[Rule, ...] = (*LIMITS, *OUTAGES, *TOKENS, *RIGHTS, *MAILBOXES, *CURSORS, *EMAILS)
