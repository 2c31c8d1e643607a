"""Rules for the ResponseCodes of Exchange Web Services that mail can meet, by what they mean. Those of calendars,
contacts and other things that Postroom never asks for are in ews_foreign_codes."""

from __future__ import annotations

from .ews_foreign_codes import NAMES
from .ews_shape import ANY, FETCH, LISTING, NOT_FETCH, NOT_SENDING, ONE_EMAIL, SELECT, SENDING, coded
from .shape import Rule

SIGN_IN: tuple[Rule, ...] = (
    coded("sign-in", "EWS-101", ANY, "ErrorMailboxLogonFailed", "FailedAuthentication", "InvalidUserNameOrPassword"),
    coded("sign-in-refused", "EWS-102", ANY, "InvalidSecurityToken", "FailedCheck", "SecurityTokenUnavailable",
          "InvalidSecurity", "MessageExpired", "UnauthorizedError"),
    coded("password-expired", "EWS-103", ANY, "ErrorPasswordExpired", "ErrorPasswordChangeRequired"),
    coded("token-ran-out", "EWS-210", ANY, "ErrorProxyTokenExpired", "ErrorInvalidSerializedAccessToken",
          "ErrorInvalidAuthorizationContext", "ExpiredToken", "TokenExpired", "TokenExpiredError", "InvalidTokenError",
          "invalid_token", "token_expired", "token_expiration"),
    coded("app-not-allowed", "EWS-317", ANY, "ErrorInvalidOAuthToken", "ErrorInvalidClientAccessTokenRequest",
          "insufficient_scope", "unauthorized_client"),
    coded("sign-in-kind", "EWS-316", ANY, "UnsupportedSecurityToken", "UnsupportedAlgorithm",
          "ErrorUnsupportedAuthentication"),
    coded("account-disabled", "EWS-307", ANY, "ErrorAccountDisabled", "ErrorInvalidLicense"),
    coded("no-mailbox", "EWS-308", ANY, "ErrorNonExistentMailbox", "ErrorNameResolutionNoMailbox",
          "ErrorMissingEmailAddress", "ErrorNonPrimarySmtpAddress", "ErrorInvalidMailbox", "ErrorCannotFindUser",
          "ErrorInvalidUser",
          "ErrorUnifiedGroupMailboxNotFound", "ErrorInvalidUserSid", "ErrorInvalidUserPrincipalName",
          "ErrorInvalidUserSidMissingUPN", "InvalidUser", "500", "ErrorMailboxGuidNotFound", "ErrorNoMailboxFound",
          "ErrorMissingEmailAddressForManagedFolder"),
    coded("organization-closed", "EWS-309", ANY, "ErrorOrganizationAccessBlocked"),
)  # fmt: skip

RIGHTS: tuple[Rule, ...] = (
    coded("impersonation", "EWS-304", ANY, "ErrorImpersonateUserDenied", "ErrorImpersonationDenied",
          "ErrorImpersonationFailed", "ErrorCallerIsInvalidADAccount", "ErrorTokenSerializationDenied",
          "ErrorInvalidManagementRoleHeader"),
    coded("no-access", "EWS-306", NOT_FETCH, "ErrorAccessDenied"),
    coded("no-access-to-item", "EWS-318", FETCH, "ErrorAccessDenied"),
    coded("no-right", "EWS-306", ANY, "ErrorCreateItemAccessDenied", "ErrorCreateSubfolderAccessDenied",
          "ErrorNotDelegate", "ErrorRecoverableItemsAccessDenied", "ErrorSubscriptionAccessDenied",
          "ErrorInvalidLogonType", "ErrorSubscriptionDelegateAccessNotSupported"),
    coded("send-as", "EWS-311", ANY, "ErrorSendAsDenied"),
    coded("switched-off", "EWS-305", ANY, "ErrorProtocolDisabled", "ErrorEwsDisabled", "ErrorEwsNotEnabled"),
)  # fmt: skip

LIMITS: tuple[Rule, ...] = (
    coded("throttled", "EWS-203", ANY, "ErrorServerBusy", "ErrorExceededFindCountLimit",
          "ErrorExceededSubscriptionCount", "ServerBusy", "RateLimitError"),
    coded("connections", "EWS-204", ANY, "ErrorExceededConnectionCount", "ErrorTooManyObjectsOpened"),
    coded("resources", "EWS-205", ANY, "ErrorNotEnoughMemory", "ErrorInsufficientResources"),
    coded("submission-quota", "EWS-218", ANY, "ErrorSubmissionQuotaExceeded", "ErrorExceededMessageLimit"),
    coded("submission-blocked", "EWS-106", ANY, "ErrorMessageSubmissionBlocked"),
)  # fmt: skip

NO_ROOM = ("ErrorQuotaExceeded", "ErrorMessagePerFolderCountReceiveQuotaExceeded")
FULL: tuple[Rule, ...] = (
    coded("mailbox-full", "EWS-105", SENDING, *NO_ROOM),
    coded("mailbox-full-while-reading", "EWS-222", NOT_SENDING, *NO_ROOM),
)  # fmt: skip

OUTAGES: tuple[Rule, ...] = (
    coded("behind", "EWS-201", ANY, "ErrorADUnavailable", "ErrorADOperation", "ErrorNoRespondingCASInDestinationSite",
          "ErrorNoApplicableProxyCASServersAvailable", "ErrorProxyCallFailed", "ErrorProxyRequestProcessingFailed",
          "ErrorProxyServiceDiscoveryFailed", "ErrorServiceDiscoveryFailed", "ErrorAutoDiscoverFailed",
          "ErrorServiceUnavailable", "ErrorLocalServerObjectNotFound", "EndpointUnavailable"),
    coded("mailbox-away", "EWS-202", ANY, "ErrorMailboxStoreUnavailable", "ErrorMailboxMoveInProgress",
          "ErrorMailboxFailover", "ErrorConnectionFailed", "ErrorConnectionFailedTransientError",
          "ErrorPublicFolderMailboxDiscoveryFailed", "ErrorPublicFolderServerNotFound",
          "ErrorNoPublicFolderReplicaAvailable", "ErrorNoPublicFolderServerAvailable"),
    coded("server-error", "EWS-206", ANY, "ErrorInternalServerError", "ErrorInternalServerTransientError",
          "ErrorWin32InteropError", "ErrorWebRequestInInvalidState", "ErrorDataSourceOperation",
          "ErrorLogonAsNetworkServiceFailed", "ErrorGetServerSecurityDescriptorFailed", "ErrorResponseSchemaValidation",
          "ErrorPublicFolderRequestProcessingFailed", "ErrorPublicFolderOperationFailed", "InternalServerError",
          "ErrorRightsManagementTransientException", "ErrorMessageTrackingTransientError", "InternalServiceFault",
          "ErrorFolderPropertyRequestFailed", "ErrorFolderPropertRequestFailed", "ErrorSearchFolderNotInitialized"),
    coded("timeout", "EWS-208", ANY, "ErrorTimeoutExpired", "ErrorRequestAborted", "ErrorSearchTimedOut",
          "ErrorSearchFolderTimeout", "ErrorResultSetTooBig"),
    coded("cut-off", "EWS-211", ANY, "ErrorClientDisconnected"),
    coded("batch-stopped", "EWS-217", ANY, "ErrorBatchProcessingStopped"),
    coded("conflict", "EWS-213", ANY, "ErrorIrresolvableConflict", "ErrorStaleObject", "ErrorChangeKeyRequired",
          "ErrorChangeKeyRequiredForWriteOperations", "ErrorInvalidChangeKey", "ErrorObjectTypeChanged",
          "ErrorDuplicateTransactionId", "ErrorFolderExists"),
    coded("cursor", "EWS-214", ANY, "ErrorInvalidSyncStateData", "ErrorInvalidWatermark", "ErrorSubscriptionNotFound",
          "ErrorInvalidSubscription", "ErrorExpiredSubscription", "ErrorEventNotFound", "ErrorReadEventsFailed",
          "ErrorMissedNotificationEvents", "ErrorNewEventStreamConnectionOpened", "ErrorSubscriptionUnsubscribed",
          "ErrorSubscriptionUnsubsribed", "ErrorProxiedSubscriptionCallFailure", "ErrorInvalidPullSubscriptionId"),
)  # fmt: skip

SET_UP: tuple[Rule, ...] = (
    coded("version", "EWS-303", ANY, "ErrorInvalidServerVersion", "ErrorIncorrectSchemaVersion",
          "ErrorInvalidSchemaVersionForMailboxVersion", "VersionMismatch"),
    coded("elsewhere", "EWS-313", ANY, "ErrorCrossSiteRequest", "ErrorWrongServerVersion",
          "ErrorWrongServerVersionDelegate", "ErrorMultiLegacyMailboxAccess", "RedirectAddress", "RedirectUrl"),
    coded("between-servers", "EWS-312", ANY, "ErrorNoDestinationCASDueToKerberosRequirements",
          "ErrorNoDestinationCASDueToSSLRequirements", "ErrorNoDestinationCASDueToVersionMismatch",
          "ErrorProxyRequestNotAllowed", "ErrorInvalidCrossForestCredentials",
          "ErrorInvalidNetworkServiceContext", "ErrorInvalidProxySecurityContext", "ErrorInvalidClientSecurityContext",
          "ErrorInvalidSecurityDescriptor", "ErrorInvalidSid", "ErrorAddressSpaceNotFound",
          "ErrorAvailabilityConfigNotFound", "ErrorOrganizationNotFederated", "ErrorInvalidFederatedOrganizationId",
          "ErrorUserWithoutFederatedProxyAddress", "ErrorDuplicateLegacyDistinguishedName"),
    coded("damaged", "EWS-310", ANY, "ErrorFolderCorrupt"),
    coded("mailbox-set-up", "EWS-322", ANY, "ErrorMailboxConfiguration", "ErrorProxyGroupSidLimitExceeded"),
    coded("no-folder", "EWS-107", ANY, "ErrorFolderNotFound", "ErrorSyncFolderNotFound", "ErrorParentFolderNotFound",
          "ErrorSavedItemFolderNotFound", "ErrorToFolderNotFound", "ErrorInvalidFolderId", "ErrorManagedFolderNotFound",
          "ErrorManagedFoldersRootFailure", "ErrorInvalidFolderTypeForOperation", "ErrorInvalidParentFolder"),
    coded("autodiscover", "EWS-315", ANY, "AutoDiscoverError", "InvalidDomain", "NotFederated", "601"),
    coded("not-ews", "EWS-301", ANY, "ActionNotSupported", "DestinationUnreachable", "ActionMismatch"),
)  # fmt: skip

GONE = ("ErrorItemNotFound", "DoesNotExist")
BAD_NAMES = (
    "ErrorInvalidId", "ErrorInvalidIdMalformed", "ErrorInvalidIdMalformedEwsLegacyIdFormat", "ErrorInvalidIdEmpty",
    "ErrorInvalidIdMonikerTooLong", "ErrorInvalidIdStoreObjectIdTooLong", "ErrorInvalidIdXml",
    "ErrorInvalidIdNotAnItemAttachmentId", "ErrorInvalidIdTooManyAttachmentLevels", "ErrorInvalidAttachmentId",
    "ErrorCannotUseFolderIdForItemId", "ErrorCannotUseItemIdForFolderId", "ErrorInvalidReferenceItem",
    "ErrorInvalidIdReturnedByResolveNames",
)  # fmt: skip
UNREADABLE = (
    "ErrorContentConversionFailed", "ErrorMimeContentConversionFailed", "ErrorItemPropertyRequestFailed",
    "ErrorUnsupportedMimeConversion", "ErrorCannotOpenFileAttachment", "ErrorRightsManagementException",
    "ErrorRightsManagementPermanentException", "ErrorUnsupportedTypeForConversion", "ErrorUnsupportedCulture",
)  # fmt: skip
TOO_LARGE = (
    "ErrorMessageSizeExceeded", "ErrorAttachmentSizeLimitExceeded", "ErrorDataSizeLimitExceeded",
    "ErrorRequestStreamTooBig",
)  # fmt: skip
INFECTED = ("ErrorVirusDetected", "ErrorVirusMessageDeleted")
BAD_MIME = (
    "ErrorMimeContentInvalid", "ErrorMimeContentInvalidBase64String", "ErrorInvalidInternetHeaderChildNodes",
)  # fmt: skip
NOT_SAVED = ("ErrorItemSave", "ErrorItemSavePropertyError", "ErrorPropertyUpdate", "ErrorMoveCopyFailed")

EMAILS: tuple[Rule, ...] = (
    coded("gone", "MSG-202", FETCH, *GONE),
    coded("gone-before-sending", "EWS-404", SENDING, *GONE),
    coded("gone-folder", "EWS-107", SELECT, *GONE),
    coded("gone-while-listing", "EWS-212", LISTING - SELECT, *GONE),
    coded("renamed", "EWS-220", FETCH, *BAD_NAMES),
    coded("bad-name-sent", "EWS-903", SENDING, *BAD_NAMES),
    coded("bad-name", "EWS-901", LISTING, *BAD_NAMES),
    coded("damaged-email", "MSG-301", FETCH, "ErrorItemCorrupt", "ErrorCorruptData"),
    coded("damaged-email-sent", "EWS-403", SENDING, "ErrorItemCorrupt", "ErrorCorruptData"),
    coded("unreadable-sent", "EWS-402", SENDING, *UNREADABLE, *BAD_MIME),
    coded("damaged-item", "EWS-310", LISTING, "ErrorItemCorrupt", "ErrorCorruptData"),
    coded("unreadable", "MSG-205", NOT_SENDING, *UNREADABLE, *BAD_MIME),
    coded("too-large", "MSG-402", SENDING, *TOO_LARGE),
    coded("too-large-to-fetch", "EWS-219", NOT_SENDING, *TOO_LARGE),
    coded("infected", "EWS-221", NOT_SENDING, *INFECTED),
    coded("infected-sent", "EWS-402", SENDING, *INFECTED),
    coded("content", "EWS-402", ANY, "ErrorAttachmentNestLevelLimitExceeded", "ErrorMessageContentRejected"),
    coded("recipient", "EWS-401", ANY, "ErrorInvalidRecipients", "ErrorMissingRecipients", "ErrorMailRecipientNotFound",
          "ErrorInvalidSmtpAddress", "ErrorInvalidRoutingType", "ErrorDistributionListMemberNotExist",
          "ErrorRecipientNotFound", "ErrorInvalidContactEmailAddress", "ErrorEmailAddressMismatch"),
    coded("recipient-unknown", "EWS-401", SENDING, *NAMES),
    coded("not-saved", "EWS-206", ANY, *NOT_SAVED, "ErrorFolderSave", "ErrorFolderSaveFailed"),
)  # fmt: skip

# About the request as a whole: its headers, what is listed, what is subscribed to. No email makes these wrong.
AROUND = (
    "ErrorDuplicateSOAPHeader", "ErrorAccessModeSpecified", "ErrorMoreThanOneAccessModeSpecified",
    "ErrorInvalidExchangeImpersonationHeaderData", "ErrorInvalidSubscriptionRequest", "ErrorInvalidPushSubscriptionUrl",
    "ErrorInvalidAccessLevel", "ErrorInvalidIndexedPagingParameters", "ErrorInvalidFractionalPagingParameters",
    "ErrorInvalidPagingMaxRows", "ErrorOperationNotAllowedWithPublicFolderRoot", "InvalidSetting",
    "SettingIsNotAvailable", "MustUnderstand", "600",
)  # fmt: skip
# What the values within one email can make wrong, too.
WITHIN = (
    "ErrorSchemaValidation", "ErrorInvalidRequest", "ErrorInvalidOperation", "ErrorInvalidArgument",
    "ErrorMissingArgument", "ErrorMessageDispositionRequired", "ErrorInvalidSendItemSaveSettings",
    "ErrorSavedItemFolderIdRequired", "ErrorParentFolderIdRequired", "ErrorRequiredPropertyMissing",
    "ErrorInvalidValueForProperty", "ErrorValueOutOfRange", "ErrorInvalidExtendedProperty",
    "ErrorInvalidExtendedPropertyValue", "ErrorInvalidPropertyAppend", "ErrorInvalidPropertyDelete",
    "ErrorInvalidPropertyForExists", "ErrorInvalidPropertyForOperation", "ErrorInvalidPropertyRequest",
    "ErrorInvalidPropertySet", "ErrorInvalidPropertyUpdateSentMessage", "ErrorPropertyValidationFailure",
    "ErrorFolderSavePropertyError", "ErrorIncorrectUpdatePropertyCount", "ErrorUpdatePropertyMismatch",
    "ErrorNoPropertyTagForCustomProperties", "ErrorUnsupportedMapiPropertyType", "ErrorUnsupportedPropertyDefinition",
    "ErrorMissingInformationReferenceItemId", "ErrorMissingInformationEmailAddress", "ErrorCannotDeleteObject",
    "ErrorCannotEmptyFolder", "ErrorDeleteDistinguishedFolder", "ErrorMoveDistinguishedFolder",
    "ErrorDeleteItemsFailed", "ErrorCrossMailboxMoveCopy", "ErrorNoFolderClassOverride", "ErrorReadReceiptNotPending",
    "InvalidRequest", "DeserializationFailed", "NaiveDateTimeNotAllowed", "invalid_request",
    "ErrorInvalidItemForOperationCreateItem", "ErrorInvalidItemForOperationCreateItemAttachment",
    "ErrorInvalidItemForOperationSendItem", "ErrorInvalidItemForOperationAcceptItem",
    "ErrorInvalidItemForOperationCancelItem", "ErrorInvalidItemForOperationDeclineItem",
    "ErrorInvalidItemForOperationRemoveItem", "ErrorInvalidItemForOperationTentative",
    "ErrorInvalidItemForOperationExpandDL", "ErrorInvalidItemForOperationArchiveItem",
    "ErrorMissingItemForCreateItemAttachment",
)  # fmt: skip
SEARCH = (
    "ErrorInvalidRestriction", "ErrorRestrictionTooComplex", "ErrorRestrictionTooLong", "ErrorContainsFilterWrongType",
    "ErrorInvalidExcludesRestriction", "ErrorInvalidExpressionTypeForSubFilter", "ErrorInvalidRecipientSubfilter",
    "ErrorInvalidRecipientSubfilterComparison", "ErrorInvalidRecipientSubfilterOrder",
    "ErrorInvalidRecipientSubfilterTextFilter", "ErrorInvalidSubfilterType", "ErrorInvalidSubfilterTypeNotAttendeeType",
    "ErrorInvalidSubfilterTypeNotRecipientType", "ErrorInvalidAttachmentSubfilter",
    "ErrorInvalidAttachmentSubfilterTextFilter", "ErrorUnsupportedPathForQuery", "ErrorUnsupportedPathForSortGroup",
    "ErrorUnsupportedQueryFilter", "ErrorUnsupportedSubFilter", "ErrorQueryFilterTooLong",
    "ErrorInvalidSearchQuerySyntax", "ErrorADSessionFilter",
)  # fmt: skip

OUR_REQUEST: tuple[Rule, ...] = (
    coded("request", "EWS-901", ANY, *AROUND),
    coded("request-within", "EWS-901", LISTING, *WITHIN),
    coded("search", "EWS-901", LISTING, *SEARCH),
    coded("request-over-an-email", "EWS-903", ONE_EMAIL, *WITHIN, *SEARCH),
)  # fmt: skip

# What does not pass by itself.
LASTING: tuple[Rule, ...] = (*SIGN_IN, *RIGHTS, *FULL, *SET_UP, *EMAILS, *OUR_REQUEST)

RESPONSE_CODES: tuple[Rule, ...] = (*LASTING, *LIMITS, *OUTAGES)
