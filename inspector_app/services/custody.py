"""Who had a sample, seized goods or an original, and when: a chain without a gap (goals.md C.12)."""

from __future__ import annotations

from inspector_app.domain import samples
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.samples import Held
from inspector_app.domain.states import OFFICERS
from inspector_app.records.sampling import CustodyStep
from inspector_app.services.acting import Acting, Refused, require
from inspector_app.storage import custody
from sync.record import Instant, Record, new_id


def begin(act: Acting, subject: Record, holder: str, at: Instant, place: str = "") -> CustodyStep:
    """The chain begins with who took the thing."""
    if custody.of(act.session, subject):
        raise Refused([Problem("since", Code.ONLY_ONCE)])
    return _write(act, subject, holder, at, None, place)


def hand_on(
    act: Acting,
    subject: Record,
    holder: str,
    given_at: Instant,
    received_at: Instant | None = None,
    *,
    place: str = "",
    temperature_milli: int | None = None,
    seals_intact: bool | None = None,
) -> CustodyStep:
    """End the part of who has it now, and begin that of `holder`. Where it was received later than given, a gap shows
    until somebody fills it."""
    if not (parts := chain(act, subject)):
        raise Refused([Problem("since", Code.CUSTODY_GAP)])
    last = parts[-1]
    received_at = given_at if received_at is None else received_at
    if given_at < last.since or received_at < given_at:
        raise Refused([Problem("since", Code.TIME_ORDER)])
    _write(act, subject, last.holder, last.since, given_at)
    return _write(
        act, subject, holder, received_at, None, place, temperature_milli=temperature_milli, seals_intact=seals_intact
    )


def fill(act: Acting, subject: Record, holder: str, since: Instant, until: Instant, place: str = "") -> CustodyStep:
    """Tell who had it during a gap, such as a courier."""
    if until < since:
        raise Refused([Problem("since", Code.TIME_ORDER)])
    return _write(act, subject, holder, since, until, place)


def chain(act: Acting, subject: Record) -> list[Held]:
    """Who had it, the first one first."""
    found = custody.of(act.session, subject)
    return samples.chain_of(Held(each.holder, each.since, each.until) for each in found)


def gaps(act: Acting, subject: Record) -> list[tuple[Instant, Instant]]:
    """Times in which nobody had it."""
    return samples.gaps(chain(act, subject))


def _write(
    act: Acting,
    subject: Record,
    holder: str,
    since: Instant,
    until: Instant | None,
    place: str = "",
    *,
    temperature_milli: int | None = None,
    seals_intact: bool | None = None,
) -> CustodyStep:
    act.require_role(OFFICERS)
    problems = [] if holder.strip() else [Problem("holder", Code.REQUIRED)]
    if max(since, until or 0) > act.now:
        problems.append(Problem("since", Code.DATE_FUTURE))
    require(problems)
    return act.save(
        CustodyStep(
            id=new_id(),
            subject_kind=subject.kind,
            subject_id=subject.id,
            holder=holder.strip(),
            place=place,
            since=since,
            until=until,
            temperature_milli=temperature_milli,
            seals_intact=seals_intact,
            recorded_by=act.user.id,
        )
    )
