"""What a new password must be. Pure; the words are for people, and never hold the password."""

from __future__ import annotations

SHORTEST, LONGEST = 12, 1024  # characters
RULE = f"At least {SHORTEST} characters. A few words that only you would put together are easy to remember."
FEW = 4  # different characters

COMMONEST = frozenset({  # of those that are long enough, in lower case
    "123123123123", "1234567891011", "1234567890123", "123456789012", "12345678901234", "1234567890123456",
    "012345678901", "0123456789012", "987654321098", "098765432109", "1q2w3e4r5t6y", "1qaz2wsx3edc", "1qaz2wsx3edc4rfv",
    "zaq12wsxcde3", "qazwsxedcrfv", "qwertyuiop12", "qwertyuiop123", "qwertyuiop[]", "qwertyuiopasdf", "qwerty123456",
    "qwertyqwerty", "asdfghjkl123", "asdfghjkl;'", "abcdefghijkl", "abcdefghijklm", "abcd12345678", "abc123abc123",
    "password1234", "password12345", "password123!", "passwordpassword", "password1234!",
    "password2024", "password2025",
    "password2026", "passw0rd1234", "p@ssw0rd1234", "p@ssword1234", "mypassword123", "newpassword1", "letmeinletmein",
    "administrator", "administrator1", "admin1234567", "adminadminadmin", "adminpassword", "rootpassword",
    "changemechangeme", "changeme1234", "welcome12345", "welcome123456", "iloveyou1234", "iloveyouiloveyou",
    "iloveyouforever", "correcthorsebatterystaple", "correct horse battery staple", "postroom1234", "postroompostroom",
    "mailmailmail", "mailboxmailbox", "secretsecret", "supersecret1", "sunshine1234", "monkeymonkey",
    "footballfootball",
})  # fmt: skip


def wrong_with(password: str, address: str = "") -> str | None:
    """Why this can't be the new password of who has this address; None when it can."""
    plain = password.strip().casefold()
    if len(password) < SHORTEST:
        return f"That is too short: at least {SHORTEST} characters, please."
    if len(password) > LONGEST:
        return f"That is too long: at most {LONGEST} characters, please."
    if plain == address.strip().casefold():
        return "That is your address, which others know. Choose something else."
    if plain in COMMONEST or len(set(plain)) <= FEW:
        return "That is among the first that are guessed. Choose something that only you would think of."
    return None


def wrong_with_both(password: str, again: str, address: str = "") -> dict[str, str]:
    """By the names of the fields, which all forms for a new password have."""
    why = wrong_with(password, address)
    if why is not None:
        return {"new_password": why}
    return {} if password == again else {"new_password_again": "That is not the same as above. Type both again."}
