"""What entries of several protocols say: the same cause, the same words. Parts of remedies, without their full stop;
THEN_ follows a comma. What speaks to the owner of a mailbox names no command."""

from __future__ import annotations

GIVE = "give it to Postroom: it is tested at once, and mail goes on"
CHOOSE_TEST = "choose Test & Enable for this mailbox: mail goes on when the test passes"
THEN_TEST = f"then {CHOOSE_TEST}"
SHOWN = "The server's words are shown with this alert"

RIGHT_PASSWORD = (
    "Sign in at your provider's web site to see which password is right, or choose a new one there, then " + GIVE
)
NEW_PASSWORD = "Choose a new password at the provider's web site, then " + GIVE
APP_PASSWORD = (
    "Sign in at your provider's web site, open the account's security settings and make an app password there (some "
    "call it a password for other programs, or an authorization code; most want two-step verification switched on "
    "first), then " + GIVE
)
CONFIRM = (
    "Sign in at your provider's web site with a browser, answer what it asks and confirm that the sign-ins shown there "
    "were yours, or that you agree to its terms, " + THEN_TEST
)
UNLOCK = (
    "Sign in at your provider's web site and follow what it says about the lock, or call its support, "
    f"{THEN_TEST}. If somebody else may know your password, choose a new one, then {GIVE}"
)
MAKE_ROOM = (
    "Sign in at your provider's web site, delete mail that you no longer need and empty the trash folder, or order "
    "more space, " + THEN_TEST
)
MAKE_FOLDER = (
    "Make the folder anew in your mail program or at your provider's web site (the server's words, shown with this "
    "alert, may name it), " + THEN_TEST + ". If it was given up on purpose, ask whoever looks after profile {profile} "
    "to leave it out"
)
CONFIRM_AT_MICROSOFT = (
    "Sign in to Outlook on the web and follow the instructions that Microsoft left in your inbox to confirm the "
    "account, " + THEN_TEST
)
SIGN_IN = "Sign in at your provider again, through Postroom, and agree to what is asked there: mail goes on at once"
NEW_PASSWORD_AND_SIGN_IN = (
    "Choose a new password at your provider's sign-in page, then sign in there again, through Postroom: mail goes on "  # noqa: S105 (words)
    "at once"
)

# To those who look after profiles and servers.
THEN_ENABLE = "then `postroom mailbox enable {mailbox}` tests and resumes it"
THEN_PROFILE = "then `postroom profile test {profile}` resumes its mailboxes"
ASKED_AGAIN = "Nothing to do: it is asked again, ever more slowly, and work goes on by itself"
UNAVAILABLE = f"{ASKED_AGAIN}. If it lasts, ask the server's administrator"
BUSY = "Nothing to do: it is asked again later. If it lasts, the server is too weak for its work: ask its administrator"
SLOWER = (
    "Nothing to do: it is asked more slowly, for as long as the server wants. If it lasts, look for other programs "
    "that work on this mailbox, or poll less often: `postroom profile set {profile} --poll-interval SECONDS`"
)
FRESH_TOKEN = (
    "Nothing to do: a fresh one is fetched with the next try. If it lasts, check this host's clock, and have the owner "  # noqa: S105 (words)
    "sign in again, through Postroom"
)
ANOTHER_CHANGES = "If it lasts, another program changes this mailbox all the time"
SHORT = "Nothing to do while it is short: it is tried again. If it lasts,"
SEE_LOG = f"{SHORT} the server's administrator should see its log"
FEWER_SESSIONS = (
    f"{SHORT} close other programs that use this mailbox, or let profile {{profile}} take fewer connections: `postroom "
    "profile set {profile} --max-sessions NUMBER`"
)
FEWER_FROM_HERE = (
    f"{SHORT} take fewer connections (`postroom profile set {{profile}} --max-sessions NUMBER`), or have the limit for "
    "this host's address raised on the server"
)
REPORT = "Please report it with the server's words; asking the same again would not help"
