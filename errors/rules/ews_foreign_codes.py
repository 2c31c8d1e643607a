"""Rules for the ResponseCodes of Exchange Web Services that mail never meets, since Postroom asks for nothing of the
kind. While one item is being fetched or sent they are that item's: a meeting lies among the mail."""

from __future__ import annotations

from .ews_shape import FETCH, LISTING, SENDING, coded
from .shape import Rule

# Meetings, tasks and free times.
CALENDAR = (
    "ErrorAffectedTaskOccurrencesRequired", "ErrorCalendarCannotMoveOrCopyOccurrence",
    "ErrorCalendarCannotUpdateDeletedItem", "ErrorCalendarCannotUseIdForOccurrenceId",
    "ErrorCalendarCannotUseIdForRecurringMasterId", "ErrorCalendarDurationIsTooLong",
    "ErrorCalendarEndDateIsEarlierThanStartDate", "ErrorCalendarFolderIsInvalidForCalendarView",
    "ErrorCalendarInvalidAttributeValue", "ErrorCalendarInvalidDayForTimeChangePattern",
    "ErrorCalendarInvalidDayForWeeklyRecurrence", "ErrorCalendarInvalidPropertyState",
    "ErrorCalendarInvalidPropertyValue", "ErrorCalendarInvalidRecurrence", "ErrorCalendarInvalidTimeZone",
    "ErrorCalendarIsCancelledForAccept", "ErrorCalendarIsCancelledForDecline", "ErrorCalendarIsCancelledForRemove",
    "ErrorCalendarIsCancelledForTentative", "ErrorCalendarIsDelegatedForAccept",
    "ErrorCalendarIsDelegatedForDecline", "ErrorCalendarIsDelegatedForRemove",
    "ErrorCalendarIsDelegatedForTentative", "ErrorCalendarIsGroupMailboxForAccept",
    "ErrorCalendarIsGroupMailboxForDecline", "ErrorCalendarIsGroupMailboxForSuppressReadReceipt",
    "ErrorCalendarIsGroupMailboxForTentative", "ErrorCalendarIsNotOrganizer", "ErrorCalendarIsOrganizerForAccept",
    "ErrorCalendarIsOrganizerForDecline", "ErrorCalendarIsOrganizerForRemove",
    "ErrorCalendarIsOrganizerForTentative", "ErrorCalendarMeetingRequestIsOutOfDate",
    "ErrorCalendarOccurrenceIndexIsOutOfRecurrenceRange", "ErrorCalendarOccurrenceIsDeletedFromRecurrence",
    "ErrorCalendarOutOfRange", "ErrorCalendarSeekToConditionNotSupported", "ErrorCalendarViewRangeTooBig",
    "ErrorCannotArchiveCalendarContactTaskFolderException", "ErrorCannotCreateCalendarItemInNonCalendarFolder",
    "ErrorCannotCreateTaskInNonTaskFolder", "ErrorCannotDeleteTaskOccurrence",
    "ErrorCannotSetCalendarPermissionOnNonCalendarFolder", "ErrorCannotSetNonCalendarPermissionOnCalendarFolder",
    "ErrorFreeBusyDLLimitReached", "ErrorFreeBusyGenerationFailed", "ErrorInvalidCompleteDate",
    "ErrorInvalidFreeBusyViewType", "ErrorInvalidMergedFreeBusyInterval", "ErrorInvalidOofParameter",
    "ErrorInvalidOrganizationRelationshipForFreeBusy", "ErrorInvalidPercentCompleteValue",
    "ErrorInvalidScheduledOofDuration", "ErrorInvalidTimeInterval", "ErrorInvalidUserOofSettings",
    "ErrorLegacyMailboxFreeBusyViewTypeNotMerged", "ErrorMailboxDataArrayEmpty", "ErrorMailboxDataArrayTooBig",
    "ErrorMeetingSuggestionGenerationFailed", "ErrorNoCalendar", "ErrorNoFreeBusyAccess",
    "ErrorOccurrenceCrossingBoundary", "ErrorOccurrenceTimeSpanTooBig", "ErrorRecurrenceEndDateTooBig",
    "ErrorRecurrenceHasNoOccurrence", "ErrorSendMeetingCancellationsRequired",
    "ErrorSendMeetingInvitationsOrCancellationsRequired", "ErrorSendMeetingInvitationsRequired",
    "ErrorSentMeetingRequestUpdate", "ErrorSentTaskRequestUpdate", "ErrorTimeIntervalTooBig", "ErrorTimeZone",
    "ErrorUnableToGetUserOofSettings", "ErrorUnsupportedRecurrence", "ErrorWorkingHoursSaveFailed",
    "ErrorWorkingHoursXmlMalformed",
)  # fmt: skip

# Delegates, permissions and sharing.
RIGHTS = (
    "ErrorAddDelegatesFailed", "ErrorCannotSetPermissionUnknownEntries", "ErrorDelegateAlreadyExists",
    "ErrorDelegateCannotAddOwner", "ErrorDelegateMissingConfiguration", "ErrorDelegateNoUser",
    "ErrorDelegateValidationFailed", "ErrorDistinguishedUserNotSupported", "ErrorDuplicateUserIdsSpecified",
    "ErrorInvalidDelegatePermission", "ErrorInvalidDelegateUserId", "ErrorInvalidExternalSharingInitiator",
    "ErrorInvalidExternalSharingSubscriber", "ErrorInvalidGetSharingFolderRequest",
    "ErrorInvalidPermissionSettings", "ErrorInvalidSharingData", "ErrorInvalidSharingMessage",
    "ErrorInvalidUserInfo", "ErrorMissingInformationSharingFolderId", "ErrorMissingUserIdInformation",
    "ErrorNotAllowedExternalSharingByPolicy", "ErrorNotSupportedSharingMessage",
    "ErrorPermissionNotAllowedByPolicy", "ErrorRemoveDelegatesFailed", "ErrorSharingNoExternalEwsAvailable",
    "ErrorSharingSynchronizationFailed", "ErrorUpdateDelegatesFailed", "ErrorUserNotAllowedByPolicy",
)  # fmt: skip

# Unified Messaging, instant messages, places and weather.
TELEPHONES = (
    "ErrorClientIntentInvalidStateDefinition", "ErrorClientIntentNotFound",
    "ErrorDeleteUnifiedMessagingPromptFailed", "ErrorIPGatewayNotFound", "ErrorImContactLimitReached",
    "ErrorImGroupDisplayNameAlreadyExists", "ErrorImGroupLimitReached", "ErrorInvalidImContactId",
    "ErrorInvalidImDistributionGroupSmtpAddress", "ErrorInvalidImGroupId", "ErrorInvalidPhoneCallId",
    "ErrorInvalidPhoneNumber", "ErrorInvalidSIPUri", "ErrorLocationServicesDisabled",
    "ErrorLocationServicesInvalidRequest", "ErrorLocationServicesRequestFailed",
    "ErrorLocationServicesRequestTimedOut", "ErrorNoSpeechDetected", "ErrorPhoneNumberNotDialable",
    "ErrorPromptPublishingOperationFailed", "ErrorRecognizerNotInstalled", "ErrorSpeechGrammarError",
    "ErrorUMServerUnavailable", "ErrorUnableToRemoveImContactFromGroup", "ErrorUnifiedMessagingDialPlanNotFound",
    "ErrorUnifiedMessagingPromptNotFound", "ErrorUnifiedMessagingReportDataNotFound",
    "ErrorUnifiedMessagingRequestFailed", "ErrorUnifiedMessagingServerNotFound",
    "ErrorUserNotUnifiedMessagingEnabled", "ErrorVoiceMailNotImplemented", "ErrorWeatherServiceDisabled",
)  # fmt: skip

# Contacts, archives, managed folders, rules, tracking, searches.
OTHERS = (
    "ErrorApplyConversationActionFailed", "ErrorArchiveFolderPathCreation", "ErrorArchiveMailboxNotEnabled",
    "ErrorArchiveMailboxSearchFailed", "ErrorArchiveMailboxServiceDiscoveryFailed",
    "ErrorCannotArchiveItemsInArchiveMailbox", "ErrorCannotArchiveItemsInPublicFolders",
    "ErrorCannotCreateContactInNonContactFolder", "ErrorCannotCreatePostItemInNonMailFolder",
    "ErrorCannotDisableMandatoryExtension", "ErrorCannotGetExternalEcpUrl", "ErrorCannotGetSourceFolderPath",
    "ErrorCannotSpecifySearchFolderAsSourceFolder", "ErrorContentIndexingNotEnabled",
    "ErrorCreateManagedFolderPartialCompletion", "ErrorDiscoverySearchesDisabled", "ErrorDuplicateInputFolderNames",
    "ErrorExportRemoteArchiveItemsFailed", "ErrorExtensionNotFound", "ErrorFindRemoteArchiveFolderFailed",
    "ErrorGetRemoteArchiveFolderFailed", "ErrorGetRemoteArchiveItemFailed", "ErrorInboxRulesValidationError",
    "ErrorIndividualMailboxLimitReached", "ErrorInvalidContactEmailIndex", "ErrorInvalidManagedFolderProperty",
    "ErrorInvalidManagedFolderQuota", "ErrorInvalidManagedFolderSize", "ErrorInvalidPhotoSize",
    "ErrorInvalidRetentionTagIdGuid", "ErrorInvalidRetentionTagInheritance", "ErrorInvalidRetentionTagInvisible",
    "ErrorInvalidRetentionTagNone", "ErrorInvalidRetentionTagTypeMismatch", "ErrorMailTipsDisabled",
    "ErrorMailboxHoldNotFound", "ErrorMailboxScopeNotAllowedWithoutQueryString", "ErrorManagedFolderAlreadyExists",
    "ErrorMessageTrackingNoSuchDomain", "ErrorMessageTrackingPermanentError", "ErrorMissingManagedFolderId",
    "ErrorOutlookRuleBlobExists", "ErrorPublicFolderSyncException", "ErrorResolveNamesInvalidFolderType",
    "ErrorResolveNamesOnlyOneContactsFolderAllowed", "ErrorRulesOverQuota", "ErrorSearchQueryHasTooManyKeywords",
    "ErrorSearchTooManyMailboxes", "ErrorTeamMailboxActiveToPendingDelete", "ErrorTeamMailboxErrorUnknown",
    "ErrorTeamMailboxFailedSendingNotifications", "ErrorTeamMailboxNotAuthorizedOwner", "ErrorTeamMailboxNotFound",
    "ErrorTeamMailboxNotLinkedToSharePoint", "ErrorTeamMailboxUrlValidationFailed",
)  # fmt: skip

# Looking up names. While an email is being sent they are its recipients' (ews_response_codes).
NAMES = (
    "ErrorInvalidNameForNameResolution", "ErrorNameResolutionMultipleResults", "ErrorNameResolutionNoResults",
)  # fmt: skip

FOREIGN_CODES: tuple[Rule, ...] = (
    coded("foreign-item", "MSG-205", FETCH, *CALENDAR, *RIGHTS, *TELEPHONES, *OTHERS, *NAMES),
    coded("foreign-item-sent", "EWS-903", SENDING, *CALENDAR, *RIGHTS, *TELEPHONES, *OTHERS),
    coded("calendar", "EWS-902", LISTING, *CALENDAR),
    coded("rights", "EWS-902", LISTING, *RIGHTS),
    coded("telephones", "EWS-902", LISTING, *TELEPHONES),
    coded("others", "EWS-902", LISTING, *OTHERS, *NAMES),
)  # fmt: skip
