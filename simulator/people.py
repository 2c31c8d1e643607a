"""Who writes to whom about what in simulated mail. Everybody lives at example.org or example.test."""

from __future__ import annotations

GIVEN = ("ana", "bram", "carla", "dmitri", "elif", "farid", "greta", "hugo", "ines", "jonas", "kaja", "liam")
FAMILY = ("novak", "berg", "okoye", "silva", "haddad", "lindt", "moreau", "tanaka", "weber", "rossi", "kaya")

SENDERS = (
    ("Ana Novák", "ana.novak@example.test"),
    ("Bram de Wit", "bram@example.test"),
    ("Þóra Jónsdóttir", "thora@example.test"),
    ("Elif Kaya", "elif.kaya@example.test"),
    ("Billing", "billing@example.test"),
    ("Nightly backup", "backup@example.test"),
    ("田中 健", "tanaka@example.test"),
    ("Greta Lindt", "greta@example.test"),
)

SUBJECTS = (
    "Minutes of Tuesday's meeting",
    "Invoice for March",
    "Rückfrage zur Bestellung",
    "Lunch on Thursday?",
    "Backup finished",
    "Réunion déplacée à vendredi",
    "Your parcel is on its way",
    "Re: Draft of the contract",
    "会議の資料",
    "Keys to the archive",
    "Fwd: Timetable",
    "Grüße aus Łódź",
)

SENTENCES = (
    "Thank you for the quick answer.",
    "The figures of last month are attached to the usual place.",
    "Könnten wir den Termin um eine Stunde verschieben?",
    "Please look at the second page before you sign.",
    "Nobody has found the other key so far.",
    "Je vous envoie la version corrigée demain.",
    "The backup took 42 minutes and nothing was left out.",
    "We meet in the room behind the library.",
    "Zażółć gęślą jaźń, as the printer's test says.",
    "If this is not for you, please pass it on.",
    ". A line that begins with a dot stays as it is.",
    "From here on everything goes by train.",
)
