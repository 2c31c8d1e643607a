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

FORGOTTEN: dict[str, object] = {
    "halted_at": None, "halt_rule": None, "halt_spent": False, "halt_code": None, "halt_catalogue": None,
    "halt_signal": None, "halt_saw": None,
}  # fmt: skip
ENOUGH = 2  # proofs: the halt was one, the test that was refused is another


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
    """Of a test of a halted direction: a refusal is why it stays halted from now on; what passes by itself tells
    nothing of the halt, which stays as it was remembered."""
    if is_shared(case.fault) and case.health is not Health.HEALTHY:
        return {}
    proven = replace(case, proofs=max(case.proofs, case.fault.entry.proofs, ENOUGH))
    return remembered(proven) if refuse(proven) is not None else {}


def marked(attempt: Attempt, fault: Fault) -> Attempt:
    """One that met what no rule knows, with its fingerprint; the text stays where it is, in its response."""
    if fault.rule != UNCLASSIFIED:
        return attempt
    signal = fault.signal
    return replace(attempt, fingerprint=fingerprint(signal), signal=signal_document(signal, text=False))
