"""What an SMTP server may answer that a profile owner or an administrator must act on, as rows (SMTP-3xx)."""

from __future__ import annotations

from errors.entries import ADMINISTRATOR, PROFILE_OWNER, permanent
from errors.model import Entry, Kind, Level
from errors.phrases import SHOWN, THEN_ENABLE, THEN_PROFILE

RFC_4954 = "RFC 4954 section 6"
RFC_7372 = "RFC 7372"

SIGNING_IN: tuple[Entry, ...] = (
    permanent(
        "SMTP-301", Kind.ACCOUNT_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "{host} takes no mail from {mailbox}: its administrator has closed the account",
        f"Have the account opened again on the server, {THEN_ENABLE}. If it is closed for good: `postroom mailbox "
        "disable {mailbox}`.",
        reference="RFC 5248",
    ),
    permanent(
        "SMTP-302", Kind.PROTOCOL_DISABLED, Level.MAILBOX, ADMINISTRATOR,
        "Sending by SMTP is not enabled for {mailbox} on {host}",
        f"Enable authenticated SMTP for this mailbox where accounts are administered, {THEN_ENABLE}.",
    ),
    permanent(
        "SMTP-303", Kind.PROTOCOL_DISABLED, Level.PROFILE, ADMINISTRATOR,
        "{host} takes no passwords for sending from anybody in this organisation",
        f"Enable authenticated SMTP for the organisation in the provider's admin center, {THEN_PROFILE}; or move the "
        "mailboxes to a profile that signs in by OAuth.",
        proofs=2,
    ),
    permanent(
        "SMTP-304", Kind.PERMISSION_DENIED, Level.PROFILE, ADMINISTRATOR,
        "A rule of the organisation forbids this sign-in for sending at {host}",
        "The password is not the problem: in the provider's admin center, see which conditional access rule or "
        f"security default it was and allow this sign-in, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "SMTP-305", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "{host} takes mail over an encrypted connection only",
        "Switch encryption on: `postroom profile set {profile} --smtp-security starttls`, or `--smtp-security tls "
        "--smtp-port 465`.",
        proofs=2, reference=RFC_4954,
    ),
    permanent(
        "SMTP-306", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "{host} takes mail only from those who sign in, and profile {profile} does not",
        "Let the profile sign in, on the port for that: `postroom profile set {profile} --smtp-auth same --smtp-port "
        "587 --smtp-security starttls`.",
        proofs=2, reference=RFC_4954,
    ),
    permanent(
        "SMTP-307", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "{host} does not pass mail on to other servers for us",
        "Let the profile sign in (`postroom profile set {profile} --smtp-auth same`); or have this host's address "
        f"allowed to relay on the server, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "SMTP-308", Kind.TLS_FAILURE, Level.PROFILE, ADMINISTRATOR,
        "{host} refuses the version of TLS that was spoken",
        "Something between may speak an old version of TLS (a proxy, a virus scanner), or this host's TLS settings "
        f"forbid TLS 1.2 and newer: bring them up to date, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "SMTP-309", Kind.PROTOCOL_DISABLED, Level.PROFILE, ADMINISTRATOR,
        "{host} offers none of our ways to sign in for sending",
        "Check port and encryption for sending: `postroom profile set {profile} --smtp-port 587 --smtp-security "
        "starttls`, or `--smtp-port 465 --smtp-security tls`. If they are right, the server wants another way to sign "
        "in (OAuth): have its administrator allow passwords for SMTP.",
        proofs=2, reference=RFC_4954,
    ),
)  # fmt: skip

OUR_HOST: tuple[Entry, ...] = (
    permanent(
        "SMTP-310", Kind.PERMISSION_DENIED, Level.PROFILE, ADMINISTRATOR,
        "{host} does not take mail from the network that Postroom runs in",
        f"Have this host's address allowed on the server, {THEN_PROFILE}; or send over the port for sign-in: "
        "`postroom profile set {profile} --smtp-port 587 --smtp-security starttls`.",
        proofs=2,
    ),
    permanent(
        "SMTP-311", Kind.SPAM_REJECTED, Level.PROFILE, ADMINISTRATOR,
        "{host} refuses mail from this host's address, because a blocklist names it",
        f"See why the list that the server's words name has the address, and have it taken off, {THEN_PROFILE}; or "
        "send through a server that signs us in.",
        proofs=2,
    ),
    permanent(
        "SMTP-312", Kind.SPAM_REJECTED, Level.PROFILE, ADMINISTRATOR,
        "{host} refuses mail from this host or domain because of its reputation",
        "Look for a mailbox that sends spam, set SPF, DKIM and DMARC of the domain right, and ask the provider's "
        f"postmaster to look again, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "SMTP-313", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "{host} does not accept the name of this host",
        f"Give this host's address a reverse DNS name that leads back to it, and greet with that name, {THEN_PROFILE}.",
        proofs=2, reference=RFC_7372,
    ),
)  # fmt: skip

SENDERS: tuple[Entry, ...] = (
    permanent(
        "SMTP-314", Kind.SENDER_REJECTED, Level.MAILBOX, ADMINISTRATOR,
        "{host} does not believe that mail from the domain of {mailbox} is genuine",
        "Set the domain's SPF, DKIM and DMARC records in its DNS so that they name the servers that send its mail, "
        f"{THEN_ENABLE}.",
        proofs=2, reference=RFC_7372,
    ),
    permanent(
        "SMTP-315", Kind.ACCOUNT_LOCKED, Level.MAILBOX, ADMINISTRATOR,
        "{host} has stopped {mailbox} from sending, because it seems to have sent spam",
        "Have the owner change the password first, since somebody else may use the account, and have it released in "
        f"the provider's admin center, {THEN_ENABLE}.",
    ),
    permanent(
        "SMTP-316", Kind.ACCOUNT_LOCKED, Level.PROFILE, ADMINISTRATOR,
        "{host} has stopped the whole organisation from sending, because of spam or doubts about it",
        "See in the provider's admin center which accounts were misused, and ask the provider to release the "
        f"organisation, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "SMTP-317", Kind.SENDER_REJECTED, Level.MAILBOX, ADMINISTRATOR,
        "{host} does not let this sign-in send as {mailbox}",
        "Grant the user who signs in the right to send as this address, or verify the address or its domain with the "
        f"provider, {THEN_ENABLE}.",
        proofs=2,
    ),
    permanent(
        "SMTP-318", Kind.PERMISSION_DENIED, Level.PROFILE, ADMINISTRATOR,
        "The credentials of profile {profile} lack the right to send at {host}",
        "In the provider's console, give the key or user of the profile the right to send (the server's words name "
        f"what is missing), {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "SMTP-319", Kind.ACCOUNT_DISABLED, Level.PROFILE, ADMINISTRATOR,
        "{host} has closed or paused the account that profile {profile} sends with",
        "See the provider's console for the reason (a bill, complaints, a review) and have the account opened, "
        f"{THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "SMTP-320", Kind.CONFIGURATION, Level.PROFILE, PROFILE_OWNER,
        "What answers at {host} takes no mail",
        "Check host and port for sending (587 with starttls, 465 with tls): `postroom profile set {profile} "
        "--smtp-host NAME --smtp-port NUMBER`.",
        proofs=2, reference="RFC 7504",
    ),
    permanent(
        "SMTP-321", Kind.SENDER_REJECTED, Level.MAILBOX, ADMINISTRATOR,
        "{host} takes no mail from {mailbox} and did not say clearly why",
        f"{SHOWN}. If they don't help, have the server's administrator find the refusal in its log and mend it, "
        f"{THEN_ENABLE}.",
        proofs=3, reference="RFC 5321 section 4.2.3",
    ),
    permanent(
        "SMTP-322", Kind.SENDER_REJECTED, Level.MAILBOX, ADMINISTRATOR,
        "{host} can't find the domain, or the address, that {mailbox} sends from",
        "Check that the domain is registered and has an MX or A record, and that the address takes answers, "
        f"{THEN_ENABLE}.",
        proofs=2, reference="RFC 3463 section 3.2",
    ),
    permanent(
        "SMTP-323", Kind.SERVER_ERROR, Level.PROFILE, ADMINISTRATOR,
        "{host} is not set up to take our mail",
        f"Have the server's administrator see its log and mend its settings, {THEN_PROFILE}.",
        proofs=2, reference="RFC 3463 section 3.4",
    ),
    permanent(
        "SMTP-324", Kind.PERMISSION_DENIED, Level.MAILBOX, ADMINISTRATOR,
        "{mailbox} may not send such mail through {host}",
        "Have the server's administrator grant this mailbox the right to send, or to send outside the organisation, "
        f"{THEN_ENABLE}.",
        proofs=2,
    ),
)  # fmt: skip

BETWEEN: tuple[Entry, ...] = (
    permanent(
        "SMTP-325", Kind.CONFIGURATION, Level.PROFILE, PROFILE_OWNER,
        "{host} does not offer STARTTLS for sending, so nothing was sent",
        "Use its TLS port if it has one: `postroom profile set {profile} --smtp-security tls --smtp-port 465`; else "
        "its administrator must switch STARTTLS on.",
        proofs=2, reference="RFC 3207 section 4",
    ),
    permanent(
        "SMTP-326", Kind.PROTOCOL_ERROR, Level.PROFILE, ADMINISTRATOR,
        "Something between this host and {host} overwrites what is said",
        "A firewall with an inspection of SMTP (Cisco calls it fixup or ESMTP inspection) blanks commands: switch that "
        "off for {host}, or send over its TLS port: `postroom profile set {profile} --smtp-security tls --smtp-port "
        "465`.",
        proofs=2,
    ),
)  # fmt: skip

OPERATOR_ACTS: tuple[Entry, ...] = (*SIGNING_IN, *OUR_HOST, *SENDERS, *BETWEEN)
