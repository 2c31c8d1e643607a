"""The mailboxes of a scenario: who they belong to and how they are signed in to."""

from __future__ import annotations

from .mailstore import Account
from .message import dice
from .people import FAMILY, GIVEN
from .scenario import ProfilePlan, Scenario


def open_accounts(scenario: Scenario, seed: int, total: int | None = None) -> list[Account]:
    """All mailboxes; total instead of what the scenario says, shared out in its proportions."""
    counts = [plan.mailboxes for plan in scenario.profiles]
    if total is not None:
        counts = _share_out(total, counts)
    return [
        account
        for plan, count in zip(scenario.profiles, counts, strict=True)
        for account in _accounts_of(plan, count, seed)
    ]


def _accounts_of(plan: ProfilePlan, count: int, seed: int) -> list[Account]:
    chance = dice(seed, plan.name, "people")
    numbered = [
        f"{chance.choice(GIVEN)}.{chance.choice(FAMILY)}.{number:04d}@{plan.domain}" for number in range(1, count + 1)
    ]
    return [_account(plan, address, seed) for address in (*plan.addresses, *numbered)]


def _account(plan: ProfilePlan, address: str, seed: int) -> Account:
    password = plan.password or f"{dice(seed, address, 'password').getrandbits(64):016x}"
    return Account(address, plan.name, password, plan.folders, plan.messages, plan.arrivals)


def _share_out(total: int, weights: list[int]) -> list[int]:
    """Largest remainders first, so that the sum is right."""
    whole = sum(weights) or len(weights)
    exact = [total * (weight or whole == len(weights)) / whole for weight in weights]
    shares = [int(part) for part in exact]
    order = sorted(range(len(weights)), key=lambda at: shares[at] - exact[at])
    for at in order[: total - sum(shares)]:
        shares[at] += 1
    return shares
