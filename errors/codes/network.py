"""What can go wrong below a mail protocol: names, connections, encryption. NET- and TLS-; hundreds say who must act
(2xx nobody, 3xx whoever looks after the profile or its server)."""

from __future__ import annotations

from errors.entries import ADMINISTRATOR, PROFILE_OWNER, permanent, transient
from errors.model import Entry, Kind, Level
from errors.phrases import SEE_LOG, THEN_PROFILE, UNAVAILABLE

NETWORK: tuple[Entry, ...] = (
    transient(
        "NET-201", Kind.DNS_TEMPORARY, Level.PROFILE,
        "The name {host} could not be looked up just now",
        "Nothing to do: name servers fail for moments. If it lasts, check this host's DNS settings.",
    ),
    transient(
        "NET-202", Kind.CONNECTION_REFUSED, Level.PROFILE,
        "{host} refuses connections",
        "Nothing to do while it is short: the server is being restarted, or is down. If it lasts, see that the mail "
        "service runs and that the port of profile {profile} is right.",
    ),
    transient(
        "NET-203", Kind.CONNECTION_LOST, Level.PROFILE,
        "{host} closed the connection before anybody was signed in",
        "Nothing to do while it is short. If it lasts, see the server's own log, and that nothing between (a firewall, "
        "a proxy) cuts connections.",
    ),
    transient(
        "NET-204", Kind.CONNECTION_LOST, Level.PROFILE,
        "{host} closed the connection in the middle of the work",
        "Nothing to do: a fresh connection is made. If it lasts, see the server's own log.",
    ),
    transient(
        "NET-205", Kind.CONNECTION_LOST, Level.MAILBOX,
        "The connection to {host} broke while mail of {mailbox} was being copied",
        "Nothing to do: what was copied is kept, and the rest is fetched over a fresh connection. If it lasts, see "
        "the server's own log.",
    ),
    transient(
        "NET-206", Kind.CONNECTION_LOST, Level.PROFILE,
        "There is no way through the network to {host}",
        "Nothing to do while it is short. If it lasts, check the route, the firewall and the VPN between this host and "
        "{host}.",
    ),
    transient(
        "NET-207", Kind.SERVER_UNAVAILABLE, Level.PROFILE,
        "{host} took the call and asked to be called later",
        f"{UNAVAILABLE}.",
    ),
    transient(
        "NET-208", Kind.CONNECTION_LOST, Level.PROFILE,
        "The proxy between this host and {host} does not let the connection through",
        "Nothing to do while it is short. If it lasts, see that the proxy runs, that it may reach {host}, and that the "
        "proxy settings of this host (HTTPS_PROXY) are right.",
    ),
    transient(
        "NET-211", Kind.TIMEOUT, Level.PROFILE,
        "Looking up the name {host} took too long",
        "Nothing to do while it is short. If it lasts, check this host's DNS settings.",
    ),
    transient(
        "NET-212", Kind.TIMEOUT, Level.PROFILE,
        "{host} does not answer when it is called",
        "Nothing to do while it is short: the server is down or a firewall swallows the call. If it lasts, check host "
        "and port of profile {profile}.",
    ),
    transient(
        "NET-213", Kind.TIMEOUT, Level.PROFILE,
        "{host} did not finish setting up the encryption in time",
        "Nothing to do while it is short. If it lasts, check that the port of profile {profile} is one that begins "
        "with TLS.",
    ),
    transient(
        "NET-214", Kind.TIMEOUT, Level.PROFILE,
        "{host} took the call but said nothing",
        "Nothing to do while it is short: the server is overloaded. If it lasts, check the port and the security "
        "(tls, starttls or none) of profile {profile}.",
    ),
    transient(
        "NET-215", Kind.TIMEOUT, Level.PROFILE,
        "{host} did not answer the sign-in in time",
        "Nothing to do while it is short: the server, or what it asks for passwords, is overloaded. If it lasts, its "
        "administrator should see its log.",
    ),
    transient(
        "NET-216", Kind.TIMEOUT, Level.PROFILE,
        "{host} stopped answering in the middle of the work",
        "Nothing to do while it is short: the server is overloaded. If it lasts, give it more time: `postroom profile "
        "set {profile} --timeout SECONDS`.",
    ),
    transient(
        "NET-217", Kind.TIMEOUT, Level.MAILBOX,
        "{host} was too slow in handing over mail of {mailbox}",
        "Nothing to do: what was copied is kept. If it lasts, give the server more time: `postroom profile set "
        "{profile} --timeout SECONDS`.",
    ),
    permanent(
        "NET-301", Kind.DNS_FAILURE, Level.PROFILE, ADMINISTRATOR,
        "There is no server called {host}",
        "Check the host name of profile {profile} for a typing error (`postroom profile set {profile} --host NAME`); "
        "if it is right, its domain or its DNS record is gone and must be restored.",
        proofs=2,
    ),
    permanent(
        "NET-302", Kind.CONFIGURATION, Level.PROFILE, PROFILE_OWNER,
        "{host} can't be the name of a server",
        "Correct the host name of profile {profile}: `postroom profile set {profile} --host NAME`.",
        proofs=2,
    ),
    permanent(
        "NET-303", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "The proxy between this host and {host} refuses to let Postroom through",
        "Allow this host to reach {host} on the proxy, or give it the proxy's user and password (HTTPS_PROXY), "
        f"{THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "NET-304", Kind.PERMISSION_DENIED, Level.PROFILE, ADMINISTRATOR,
        "{host} took the call and turned this host away for good",
        "The server's words say why: most often its block list holds this host's address. Have it taken off, "
        f"{THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "NET-305", Kind.CONFIGURATION, Level.PROFILE, PROFILE_OWNER,
        "{host} sends calls from one address to the next without end",
        "The host name of profile {profile} is likely that of a web page, not of the mail server's interface: "
        "`postroom profile set {profile} --host NAME`.",
        proofs=2,
    ),
)  # fmt: skip

TLS: tuple[Entry, ...] = (
    transient(
        "TLS-201", Kind.TLS_FAILURE, Level.PROFILE,
        "{host} hung up while the encryption was being set up",
        "Nothing to do while it is short. If it lasts, check that the port of profile {profile} is one that speaks "
        "TLS, and see the server's own log.",
    ),
    transient(
        "TLS-202", Kind.TLS_FAILURE, Level.PROFILE,
        "{host} met an error of its own while the encryption was being set up",
        f"{SEE_LOG}.",
    ),
    transient(
        "TLS-203", Kind.TLS_FAILURE, Level.PROFILE,
        "What came from {host} was damaged on the way",
        "Nothing to do: a fresh connection is made. If it lasts, something between (a proxy, a virus scanner) changes "
        "what passes.",
    ),
    transient(
        "TLS-204", Kind.TLS_FAILURE, Level.PROFILE,
        "{host} offers STARTTLS but will not begin it just now",
        "Nothing to do while it is short; nothing was sent in clear. If it lasts, the server's certificate or key is "
        "likely not readable: its administrator should see its log.",
        reference="RFC 9051 section 6.2.1",
    ),
    transient(
        "TLS-205", Kind.TLS_FAILURE, Level.PROFILE,
        "The encryption with {host} failed",
        "Nothing to do while it is short. If it lasts, the server's words say what its TLS set-up lacks.",
    ),
    permanent(
        "TLS-301", Kind.TLS_CERTIFICATE, Level.PROFILE, ADMINISTRATOR,
        "The certificate of {host} has expired",
        f"Have the certificate renewed on the server (no password is concerned, and none was sent), {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "TLS-302", Kind.TLS_CERTIFICATE, Level.PROFILE, ADMINISTRATOR,
        "The certificate of {host} is not valid yet",
        "Check the clock of this host first; if it is right, the server's certificate begins in the future, and its "
        f"administrator must install one that is valid, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "TLS-303", Kind.TLS_CERTIFICATE, Level.PROFILE, PROFILE_OWNER,
        "{host} shows a certificate that it signed itself",
        "If that is meant, give the certificate to the profile: `postroom profile set {profile} --ca-file FILE`. If "
        "not, somebody may be listening in: ask the server's administrator.",
        proofs=2,
    ),
    permanent(
        "TLS-304", Kind.TLS_CERTIFICATE, Level.PROFILE, PROFILE_OWNER,
        "The certificate of {host} comes from an authority that is not known here",
        "If the authority is your own, give it to the profile: `postroom profile set {profile} --ca-file FILE`. If it "
        "is a public one, the server does not send its intermediate certificates: its administrator must add them.",
        proofs=2,
    ),
    permanent(
        "TLS-305", Kind.TLS_CERTIFICATE, Level.PROFILE, PROFILE_OWNER,
        "The certificate of {host} is made out for another name",
        "Use the name that the certificate is made out for: `postroom profile set {profile} --host NAME`, or have the "
        "server's certificate made out for {host} too.",
        proofs=2,
    ),
    permanent(
        "TLS-306", Kind.TLS_CERTIFICATE, Level.PROFILE, ADMINISTRATOR,
        "The certificate of {host} can't be trusted",
        "Have a proper certificate installed on the server (the server's words, shown with this alert, say what this "
        f"one lacks), {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "TLS-307", Kind.TLS_FAILURE, Level.PROFILE, ADMINISTRATOR,
        "{host} and this host share no safe way to encrypt",
        "The server is likely too old (TLS 1.2 is the least) or allows too little: have its administrator bring its "
        f"TLS settings up to date, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "TLS-308", Kind.CONFIGURATION, Level.PROFILE, PROFILE_OWNER,
        "{host} does not speak TLS on this port",
        "Use the port that begins with TLS (for IMAP 993), or, if the server wants STARTTLS (for IMAP 143): `postroom "
        "profile set {profile} --security starttls`.",
        proofs=2,
    ),
    permanent(
        "TLS-309", Kind.CONFIGURATION, Level.PROFILE, ADMINISTRATOR,
        "{host} asks for a certificate of ours",
        "The server lets in only those who show a certificate, which Postroom does not have: have its administrator "
        f"open a port without that, {THEN_PROFILE}.",
        proofs=2,
    ),
    permanent(
        "TLS-310", Kind.CONFIGURATION, Level.PROFILE, PROFILE_OWNER,
        "The server does not answer to the name {host}",
        "Use the name that the server knows itself by: `postroom profile set {profile} --host NAME`.",
        proofs=2,
    ),
    permanent(
        "TLS-311", Kind.CONFIGURATION, Level.PROFILE, PROFILE_OWNER,
        "{host} does not offer STARTTLS, so nothing was sent",
        "Use its TLS port if it has one: `postroom profile set {profile} --security tls --port 993`; else its "
        "administrator must switch STARTTLS on.",
        proofs=2, reference="RFC 9051 section 6.2.1",
    ),
    permanent(
        "TLS-312", Kind.TLS_FAILURE, Level.PROFILE, ADMINISTRATOR,
        "Somebody put words into the connection with {host} before it was encrypted",
        "Nothing was sent. Either the server is broken, or somebody between tampers with the connection: find out "
        "which, and use the server's TLS port meanwhile: `postroom profile set {profile} --security tls --port 993`.",
        proofs=2, reference="RFC 9051 section 11.1",
    ),
    permanent(
        "TLS-313", Kind.CONFIGURATION, Level.PROFILE, PROFILE_OWNER,
        "The certificate authority that profile {profile} names can't be used",
        "Give the profile a file with certificates in PEM form: `postroom profile set {profile} --ca-file FILE`.",
        proofs=2,
    ),
)  # fmt: skip
