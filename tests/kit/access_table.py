"""Who may open which page and change what: every route of the application, for everybody.

A cell is what is answered: a status, or "in" for being sent to sign in. Two, "own / others'": where it makes a
difference; "both" is an administrator who owns. One's own are one's mailbox and all that belongs to it; a profile
owner's are their profile, and what belongs to the mailboxes on it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.kit.village import ROLES

TABLE = """
route                                       nobody  stranger  mailbox owner  profile owner  administrator  both
GET /                                       in      303       303            303            303            303
GET /wall                                   in      200       200            200            200            200
GET /admin                                  in      404       404            404            200            200
GET /live wall:admin                        401     404       404            404            503            503
GET /live mailbox:{mailbox_id}              401     404       503 / 404      404            503            503
GET /live profile:{profile_id}              401     404       404            503 / 404      503            503
GET /live email:{email_id}                  401     404       503 / 404      404            503            503

GET /alerts/{alert_id} email                in      404       200 / 404      404            200            200
GET /alerts/{alert_id} mailbox              in      404       200 / 404      404            200            200
GET /alerts/{alert_id} profile              in      404       200 / 404      200 / 404      200            200
GET /alerts/{alert_id} system               in      404       404            404            200            200
POST /alerts/{alert_id}/acknowledge mailbox in      404       303 / 404      404            303            303
POST /alerts/{alert_id}/acknowledge profile in      404       404            303 / 404      303            303
POST /alerts/{alert_id}/acknowledge system  in      404       404            404            303            303
POST /alerts/{alert_id}/dismiss mailbox     in      404       303 / 404      404            303            303
POST /alerts/{alert_id}/dismiss profile     in      404       303 / 404      303 / 404      303            303
POST /alerts/{alert_id}/restore mailbox     in      404       303 / 404      404            303            303
POST /alerts/{alert_id}/restore profile     in      404       303 / 404      303 / 404      303            303

GET /mailboxes                              in      200       200            200            200            200
GET /mailboxes/{mailbox_id}                 in      404       200 / 404      404            200            200
POST /mailboxes/{mailbox_id}                in      404       422 / 404      404            422            422
POST /mailboxes/{mailbox_id}/test           in      404       303 / 404      404            303            303
POST /mailboxes/{mailbox_id}/sync           in      404       503 / 404      404            503            503
POST /mailboxes/{mailbox_id}/disable        in      404       503 / 404      404            503            503
GET /mailboxes/{mailbox_id}/test            in      303       303            303            303            303
GET /mailboxes/{mailbox_id}/sync            in      303       303            303            303            303
GET /mailboxes/{mailbox_id}/disable         in      303       303            303            303            303

GET /profiles                               in      200       200            200            200            200
GET /profiles/{profile_id}                  in      404       404            200 / 404      200            200
POST /profiles/{profile_id}                 in      404       404            422 / 404      422            422
POST /profiles/{profile_id}/test            in      404       404            303 / 404      303            303
GET /profiles/{profile_id}/test             in      303       303            303            303            303

GET /emails                                 in      200       200            200            200            200
GET /emails/{email_id}                      in      404       200 / 404      404            200            200
GET /emails/{email_id}/raw                  in      404       200 / 404      404            404            200 / 404
POST /emails/{email_id}/retry               in      404       409 / 404      404            409            409

GET /overview                               in      404       404            404            200            200
GET /queues                                 in      404       404            404            200            200
GET /queues/retries                         in      404       404            404            503            503
GET /queues/failed                          in      404       404            404            503            503
POST /queues/preview                        in      404       404            404            503            503
POST /queues/do                             in      404       404            404            503            503
GET /queues/preview                         in      303       303            303            303            303
GET /queues/do                              in      303       303            303            303            303

GET /errors                                 in      200       200            200            200            200
GET /errors/{code}                          in      200       200            200            200            200
GET /errors/explain                         in      200       200            200            200            200
POST /errors/explain                        in      200       200            200            200            200
GET /errors/unclassified                    in      404       404            404            200            200

GET /people                                 in      404       404            404            200            200
POST /people                                in      404       404            404            303            303
POST /people/{person_id}/link               in      404       404            404            200            200
GET /people/{person_id}/link                303     303       303            303            303            303
POST /people/{person_id}/sign-out           in      404       404            404            303            303
GET /settings                               in      404       404            404            200            200
POST /settings                              in      404       404            404            422            422
GET /audit                                  in      404       404            404            200            200

GET /account                                in      200       200            200            200            200
GET /account/password                       303     303       303            303            303            303
POST /account/password                      in      422       422            422            422            422
POST /account/sign-out                      in      303       303            303            303            303
GET /sign-in                                200     303       303            303            303            303
POST /sign-in                               403     403       403            403            403            403
POST /sign-out                              in      303       303            303            303            303
GET /welcome/{token}                        200     200       200            200            200            200
POST /welcome/{token}                       403     403       403            403            403            403
GET /looks/{theme}                          303     303       303            303            303            303
"""  # 503: it may be had, but there is no queue here, and no feed; 409: this email was not set aside; 403: these forms
# carry another token


@dataclass(frozen=True, slots=True)
class Row:
    """answers: by role, of one's own and of others'."""

    route: str
    which: str
    answers: dict[str, tuple[str, str]]


def read(table: str) -> list[Row]:
    head, *lines = (re.split(r"  +", line.strip()) for line in table.splitlines() if line.strip())
    return [_row(head[1:], *_split(line)) for line in lines]


def _split(line: list[str]) -> tuple[str, list[str]]:
    """A long name leaves but one blank before the first cell."""
    found = re.fullmatch(r"(.+) (in|\d{3})", line[0])
    return (found[1], [found[2], *line[1:]]) if found else (line[0], line[1:])


def _row(roles: list[str], name: str, cells: list[str]) -> Row:
    assert len(cells) == len(roles) == len(ROLES), name
    method, path, *which = name.split(" ")
    pairs = (cell.split(" / ") for cell in cells)
    answers = {role: (one[0], one[-1]) for role, one in zip(roles, pairs, strict=True)}
    return Row(f"{method} {path}", " ".join(which), answers)


ROWS = read(TABLE)
DOWNLOADS = ("/emails/{email_id}/raw",)
FOR_ANYBODY = tuple(row.route.removeprefix("GET ") for row in ROWS if row.answers["nobody"][0] == "200")
FOR_SOMEBODY = tuple(dict.fromkeys(
    row.route.removeprefix("GET ") for row in ROWS if row.route.startswith("GET ") and row.answers["both"][0] == "200"
))  # fmt: skip
PAGES = tuple(place for place in dict.fromkeys((*FOR_SOMEBODY, *FOR_ANYBODY)) if place not in DOWNLOADS)
NEED_THE_QUEUE = tuple(
    row.route.removeprefix("GET ") for row in ROWS
    if row.route.startswith("GET /queues") and row.answers["both"][0] == "503"
)  # fmt: skip
