"""Areas (示范县、放心乡镇、放心社区): score cards from counted figures, and a township's sheet for meetings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from inspector_app.documents.forms import Form
from inspector_app.documents.papers import paper
from inspector_app.domain.areas import AreaCards, Card, Counted, Indicator, Scored, score
from inspector_app.domain.figures import Figure, Figures
from inspector_app.domain.problems import Code, Problem
from inspector_app.domain.states import LEAD
from inspector_app.records.areas import AreaScore
from inspector_app.services import quality
from inspector_app.services.acting import Acting, require
from inspector_app.services.quality import Quality
from inspector_app.services.rules import named, rule
from inspector_app.services.supervision import Neglected, neglected
from inspector_app.storage import figures, reference, rows
from inspector_app.storage.figures import Period
from inspector_app.storage.tables import TABLES
from sync.record import Id, new_id

_SCORE = TABLES["area_score"]


@dataclass(frozen=True, slots=True)
class Shown:
    """An indicator as it stands, with the figure whose formula says what is counted."""

    indicator: Indicator
    figure: Figure
    counted: Counted

    @property
    def met(self) -> bool:
        return self.indicator.met(self.counted)


@dataclass(frozen=True, slots=True)
class AreaSheet:
    card: Card
    division_code: str
    period: Period
    lines: tuple[Shown, ...]
    rule_version: str

    def scored(self, answers: Mapping[str, bool]) -> Scored:
        """The score with what the area says of itself."""
        return score(self.card, {each.indicator.id: each.counted for each in self.lines}, answers)


def indicators(session: Session, card_id: str, division_code: str, period: Period) -> AreaSheet:
    """The indicators of an area, counted anew. Raises Refused for an area of another level than the card's."""
    pack, known = rule(AreaCards, period.today, division_code), rule(Figures, period.today)
    card = pack.card(card_id)
    require([] if len(division_code) == card.level else [Problem("division_code", Code.DIVISION_LEVEL)])
    by_id = {each.id: each for each in known.figures}
    lines = (_shown(session, each, by_id, division_code, period) for each in card.indicators)
    return AreaSheet(card, division_code, period, tuple(lines), pack.version_name)


def _shown(
    session: Session, indicator: Indicator, known: Mapping[str, Figure], division_code: str, period: Period
) -> Shown:
    figure = known[indicator.figure]
    count = figures.within(session, figure, period, division_code)
    whole = figures.within(session, known[figure.of], period, division_code) if figure.of else None
    return Shown(indicator, figure, Counted(count, whole))


def rows_behind(session: Session, area: AreaSheet, line: Shown) -> list[Id]:
    """The records that an indicator counts."""
    return figures.behind(session, line.figure, area.period, area.division_code)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """What a township's meeting looks at."""

    name: str
    lines: tuple[tuple[Figure, Counted], ...]
    quality: Quality
    overdue: tuple[Neglected, ...]
    """Operators of the township whom nobody visited in time."""


def dashboard(session: Session, township: str, period: Period) -> Dashboard:
    """Every figure of a township, as it stands on the day of counting."""
    known = {each.id: each for each in rule(Figures, period.today).figures}
    counts = {each: figures.within(session, figure, period, township) for each, figure in known.items()}
    lines = tuple((each, Counted(counts[each.id], counts[each.of] if each.of else None)) for each in known.values())
    late = tuple(each for each in neglected(session, period.today) if each.division_code.startswith(township))
    region = reference.region(session, township, period.today)
    index = quality.of_area(session, township, period)
    return Dashboard(region.name if region else township, lines, index, late)


def dashboard_paper(act: Acting, township: str, period: Period, *, demo: bool) -> Form:
    """The sheet to print for a meeting of the township's government."""
    shown = dashboard(act.session, township, period)
    return paper("township", act.user, None, demo=demo, shown=shown, period=period)


def indicator_paper(act: Acting, card_id: str, division_code: str, period: Period, *, demo: bool) -> Form:
    """The sheet of indicators, each with its formula, to hand in."""
    area = indicators(act.session, card_id, division_code, period)
    region = reference.region(act.session, division_code, period.today)
    return paper("indicators", act.user, None, demo=demo, area=area, place=region.name if region else division_code)


def assess(
    act: Acting, card_id: str, division_code: str, period: Period, answers: Mapping[str, bool], note: str = ""
) -> AreaScore:
    """Count the indicators, take down what the area says of itself, and keep both with the score.

    Raises Refused for an area of another level, AppError not_allowed for who leads nobody.
    """
    act.require_role(LEAD)
    area = indicators(act.session, card_id, division_code, period)
    if unknown := answers.keys() - {each.id for each in area.card.questions}:
        raise ValueError(f"the card asks nothing of {', '.join(sorted(unknown))}")
    found = area.scored(answers)
    return act.save(
        AreaScore(
            id=new_id(),
            division_code=division_code,
            card=card_id,
            first_day=period.first,
            last_day=period.last,
            counted_on=period.today,
            numbers={each.indicator.id: [each.counted.count, each.counted.of] for each in area.lines},
            answers=dict(answers),
            points=found.points,
            passed=found.passed,
            rule_version=area.rule_version,
            note=note.strip(),
            assessed_by=act.user.id,
            assessed_at=act.now,
        )
    )


def again(kept: AreaScore) -> Scored:
    """The score reckoned anew from what was stored, by the card that it was given by. Raises NotHere without that."""
    card = named(AreaCards, kept.rule_version).card(kept.card)
    return score(card, {name: Counted(*each) for name, each in kept.numbers.items()}, kept.answers)


def scores_of(session: Session, division_code: str) -> list[AreaScore]:
    """Every score of an area, the last one first."""
    query = rows.columns(AreaScore).where(_SCORE.c.division_code == division_code, _SCORE.c.voided_at.is_(None))
    return rows.records(session, AreaScore, query.order_by(_SCORE.c.assessed_at.desc(), _SCORE.c.id))
