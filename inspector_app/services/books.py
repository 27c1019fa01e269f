"""Books beside the ledger: checks of purchases, what was made, what was put in (domain.md rows 2.6, 3.1)."""

from __future__ import annotations

from inspector_app.domain import input_checks
from inspector_app.domain.additives import AdditiveLimits
from inspector_app.domain.banned_substances import BannedSubstances
from inspector_app.domain.problems import Code, Problem, Severity
from inspector_app.domain.stock import missing_fields
from inspector_app.records.books import AdditiveUse, CheckVerdict, Gate, ProductionRecord, PurchaseCheck
from inspector_app.records.ledgers import LedgerEntry
from inspector_app.services import supplier_files
from inspector_app.services.acting import Acting, require
from inspector_app.services.rules import rule

SEEN = ("licence_seen", "proof_seen", "label_seen", "quantity_checked")
"""What a buyer looks at when goods come in (进货查验, FSL 53)."""


def lacks(act: Acting, check: PurchaseCheck) -> list[str]:
    """The fields of FSL 53 that the line does not give, what nobody looked at, and the supplier's papers that lacked
    on the day."""
    missing = [name for name in SEEN if not getattr(check, name)]
    if check.ledger_entry_id is None:
        return missing
    line = act.get(LedgerEntry, check.ledger_entry_id)
    missing += [problem.field for problem in missing_fields(line)]
    return missing + [need.id for need in supplier_files.missing_for(act, line)]


def check_purchase(act: Acting, check: PurchaseCheck) -> PurchaseCheck:
    """Write down what a seller looked at; what lacks is listed with it.

    Raises Refused for goods that are said to be accepted while something lacks: then they are refused, or kept apart
    until the papers are there.
    """
    missing = lacks(act, check)
    if check.verdict is CheckVerdict.ACCEPTED:
        require([Problem(name, Code.REQUIRED) for name in missing])
    require([Problem("checked_on", Code.DATE_FUTURE)] if check.checked_on > act.today else [])
    return act.save(check.changed(missing=tuple(missing), recorded_by=act.user.id, recorded_at=act.now))


def add_production(act: Acting, made: ProductionRecord) -> tuple[ProductionRecord, list[Problem]]:
    """Write down a batch as its maker did, at one of the three gates. What leaves the workshop was tested.

    A forbidden input warns: the record of it is evidence, and is kept.
    """
    problems = [] if made.product_name.strip() else [Problem("product_name", Code.REQUIRED)]
    if made.made_on > act.today:
        problems.append(Problem("made_on", Code.DATE_FUTURE))
    if made.gate is Gate.FACTORY_EXIT and not made.exit_test.strip():
        problems.append(Problem("exit_test", Code.REQUIRED, Severity.WARN))
    require(problems)
    saved = act.save(made.changed(recorded_by=act.user.id, recorded_at=act.now))
    found = input_checks.in_ingredients([saved], rule(BannedSubstances, made.made_on))
    return saved, problems + [each.problem("ingredients") for each in found]


def add_additive_use(act: Acting, use: AdditiveUse) -> tuple[AdditiveUse, list[Problem]]:
    """Write down an additive that was weighed in, and what the rules say of it."""
    problems = [] if use.additive.strip() else [Problem("additive", Code.REQUIRED)]
    problems += [Problem(name, Code.QUANTITY) for name in ("amount_mg", "food_g") if getattr(use, name) <= 0]
    if use.used_on > act.today:
        problems.append(Problem("used_on", Code.DATE_FUTURE))
    require(problems)
    saved = act.save(use.changed(recorded_by=act.user.id, recorded_at=act.now))
    found = input_checks.in_uses([saved], rule(BannedSubstances, use.used_on), rule(AdditiveLimits, use.used_on))
    return saved, [each.problem("additive") for each in found]
