"""What is written down so that a verdict can be given anew when rules have changed. Nothing is judged here."""

from __future__ import annotations

from dataclasses import replace

from errors.classify import UNCLASSIFIED
from errors.decide import refuse
from errors.evidence import is_shared
from errors.fingerprint import fingerprint
from errors.memory import saw_document, signal_document
from errors.model import Case, Fault, Health
from errors.version import catalogue_version
from store.records import Attempt


def remembered(case: Case) -> dict[str, object]:
    """Of a halt, into its direction."""
    return {
        "halt_rule": case.fault.rule,
        "halt_code": case.fault.code,
        "halt_catalogue": catalogue_version(),
        "halt_signal": signal_document(case.fault.signal),
        "halt_saw": saw_document(case),
    }


def confirmed(case: Case) -> dict[str, object]:
    """Of a test of a halted direction: a refusal that is proven is why it stays halted from now on. What passes by
    itself, may be everybody's or is not proven yet tells nothing of the halt, which stays as it was remembered."""
    everybodys = case.doubted or (is_shared(case.fault) and case.health is not Health.HEALTHY)
    return remembered(case) if not everybodys and refuse(case) is not None else {}


def marked(attempt: Attempt, fault: Fault, names: frozenset[str]) -> Attempt:
    """One that met what no rule knows, with its fingerprint; the text stays where it is, in its response. names: what
    the mailbox is called."""
    if fault.rule != UNCLASSIFIED:
        return attempt
    signal = fault.signal
    return replace(attempt, fingerprint=fingerprint(signal, names), signal=signal_document(signal, text=False))
