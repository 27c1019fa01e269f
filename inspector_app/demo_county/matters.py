"""What befell operators: complaints, samples and their reports, incidents; and notices of recalls (domain.md 9.1)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from inspector_app.demo_county.chance import DAY, Chance, Choice, instant
from inspector_app.demo_county.courses import Act, course
from inspector_app.demo_county.numbers import COUNTY
from inspector_app.demo_county.operators import Shop
from inspector_app.demo_county.products import Good
from inspector_app.demo_county.staff import AUTHORITY
from inspector_app.demo_county.words import Words
from inspector_app.domain import complaints, incidents, samples
from inspector_app.domain.barcodes import gtin14
from inspector_app.domain.measures import BEGIN
from inspector_app.records.complaints import Complaint, ComplaintKind, ComplaintSource
from inspector_app.records.incidents import Incident, IncidentLevel, IncidentReport, ReportStage
from inspector_app.records.operators import OperatorKind
from inspector_app.records.recalls import RecallLevel, RecallNotice
from inspector_app.records.sampling import Laboratory, ReportVerdict, Sample, TestReport
from sync.record import Wire, defaults

DAYS_BACK = 730
CATERING = frozenset({OperatorKind.SMALL_CATERING, OperatorKind.CATERING})
WITHOUT_FOOD = frozenset({OperatorKind.AGRI_INPUT_SHOP, OperatorKind.CONSUMER_GOODS_SHOP})
COMPLAINTS = 0.08 / 1.44
"""In two years, an operator; of catering three times as many, which makes 0.08 in the mean."""
SAMPLES = 0.1 / 0.91
INCIDENTS = 12 / 30_000 / 0.24
"""Of catering and canteens, a quarter of all operators."""
OPERATORS_A_RECALL = 500
FAILS = 0.04
KINDS = Choice.of(
    {ComplaintKind.COMPLAINT: 55, ComplaintKind.REPORT: 30, ComplaintKind.ENQUIRY: 10, ComplaintKind.NOT_OURS: 5}
)
SOURCES = Choice.of(
    {
        ComplaintSource.PLATFORM_12315: 50,
        ComplaintSource.PHONE: 30,
        ComplaintSource.VISIT: 10,
        ComplaintSource.FIELD: 10,
    }
)
HOUR = DAY // 24

_COMPLAINT, _SAMPLE, _REPORT = defaults(Complaint), defaults(Sample), defaults(TestReport)
_INCIDENT, _TOLD, _NOTICE = defaults(Incident), defaults(IncidentReport), defaults(RecallNotice)
_LABORATORY = defaults(Laboratory)

Rows = Iterator[tuple[str, Wire]]


@dataclass(frozen=True)
class Matters:
    seed: int
    reference_date: date
    words: Words
    foods: Sequence[Good]
    laboratories: tuple[Wire, ...]
    desk: str
    """Who decides for the county."""

    @classmethod
    def of(cls, seed: int, reference_date: date, words: Words, foods: Sequence[Good], desk: str) -> Matters:
        chance = Chance.at(seed, "laboratories")
        since = instant(reference_date - timedelta(days=1000), 600)
        made = (
            _LABORATORY
            | {"id": chance.id_at(since), "county_code": COUNTY, "name": name, "approval_number": f"CMA9901{n:05}"}
            | {"scope": list(words.test_items), "distance_km": 5 + 40 * n, "turnaround_days": 7 + 3 * n}
            for n, name in enumerate(words.laboratories)
        )
        return cls(seed, reference_date, words, foods, tuple(made), desk)

    def rows(self, operators: int) -> Rows:
        """Laboratories, and the notices of the past two years."""
        yield from ((Laboratory.kind, each) for each in self.laboratories)
        chance = Chance.at(self.seed, "recalls")
        coded = [good.row for good in self.foods if good.row["gtin"] and gtin14(good.row["gtin"]) == good.row["gtin"]]
        for number in range(max(1, operators // OPERATORS_A_RECALL) if coded else 0):
            product, at = chance.one(coded), self._moment(chance)
            produced = self.reference_date - timedelta(days=60 + chance.below(DAYS_BACK))
            yield (
                RecallNotice.kind,
                _NOTICE
                | {
                    "id": chance.id_at(at),
                    "published_in": COUNTY,
                    "number": f"云岭召回〔演示〕{number + 1:03}号",
                    "title": f"召回{product['name']}",
                    "level": chance.one(tuple(RecallLevel)).value,
                    "product_name": product["name"],
                    "gtin": product["gtin"],
                    "maker_name": product["maker_name"],
                    "produced_from": produced.isoformat(),
                    "produced_to": (produced + timedelta(days=10)).isoformat(),
                    "reason": chance.one(self.words.recall_reasons),
                    "issuer": AUTHORITY,
                    "known_at": at - 6 * HOUR,
                    "published_at": at,
                },
            )

    def befall(self, serial: int, shop: Shop) -> Rows:
        """Everything of one operator."""
        chance, kind = Chance.at(self.seed, "matters", serial), OperatorKind(shop.row["operator_kind"])
        for _ in range(chance.poisson(COMPLAINTS * (3 if kind in CATERING else 1))):
            yield from self._complaint(chance, shop)
        if kind not in WITHOUT_FOOD and self.foods:
            for _ in range(chance.poisson(SAMPLES)):
                yield from self._sample(chance, shop)
        if kind in CATERING | {OperatorKind.COLLECTIVE_CANTEEN} and chance.happens(INCIDENTS):
            yield from self._incident(chance, shop)

    def _moment(self, chance: Chance) -> int:
        """A working hour of the past two years."""
        day = self.reference_date - timedelta(days=1 + chance.below(DAYS_BACK))
        return instant(day, 540 + chance.below(480))

    def _so_far(self, *acts: Act) -> list[Act]:
        """The acts that are over by today."""
        return [act for act in acts if act.at < instant(self.reference_date, 0)]

    def _complaint(self, chance: Chance, shop: Shop) -> Rows:
        at, kind = self._moment(chance), chance.draw(KINDS)
        lead, inspector = shop.station.lead["id"], chance.one(shop.station.inspectors)["id"]
        answer, reason = chance.one(self.words.complaint_answers), self.words.complaint_reason
        settled = "settle" if chance.happens(0.7) else "end"
        days = [at + days * DAY for days in (2, 4, 9 + chance.below(20), 32)]
        courses = {
            ComplaintKind.COMPLAINT: [Act("accept", lead, days[1]), Act(settled, inspector, days[2], reason)],
            ComplaintKind.REPORT: [
                Act("verify", inspector, days[1], reason),
                Act("file_case" if chance.happens(0.3) else "file_no_case", lead, days[2], reason),
                Act("close", inspector, days[3]),
            ],
            ComplaintKind.ENQUIRY: [Act("answer", inspector, days[1])],
            ComplaintKind.NOT_OURS: [Act("transfer", inspector, days[1])],
        }
        acts = self._so_far(Act(BEGIN, inspector, at), Act("classify", lead, days[0]), *courses[kind])
        row_id, ended = chance.id_at(at), len(acts) == 2 + len(courses[kind])
        state, steps = course(chance, Complaint.kind, row_id, complaints.STATES[kind], acts)
        yield (
            Complaint.kind,
            _COMPLAINT
            | {
                "id": row_id,
                "operator_id": shop.row["id"],
                "complaint_kind": kind.value if len(acts) > 1 else None,
                "state": state,
                "source": chance.draw(SOURCES).value,
                "is_real_name": chance.happens(0.6),
                "facts": chance.one(self.words.complaint_facts),
                "product_name": chance.one(self.foods).row["name"] if self.foods and chance.happens(0.5) else "",
                "received_at": at,
                "received_by": inspector,
                "assigned_to": inspector,
                "answer": answer if ended else "",
                "agreement": answer if ended and settled == "settle" and kind is ComplaintKind.COMPLAINT else "",
                "answered_at": acts[-1].at if ended else None,
                "authority": self.words.transfer_authority if ended and kind is ComplaintKind.NOT_OURS else "",
            },
        )
        yield from steps

    def _sample(self, chance: Chance, shop: Shop) -> Rows:
        at, product, laboratory = self._moment(chance), chance.one(self.foods).row, chance.one(self.laboratories)
        lead, (first, second) = shop.station.lead["id"], [e["id"] for e in chance.sample(shop.station.inspectors, 2)]
        fails, tested = chance.happens(FAILS), at + (10 + chance.below(12)) * DAY
        after = [(14, "notify", first), (24, "confirm", lead), (27, "dispose", first), (40, "close", lead)]
        acts = self._so_far(
            Act(BEGIN, lead, at - DAY), Act("take", first, at), Act("hand_over", first, at + DAY),
            Act("receive", first, at + 2 * DAY), Act("fail" if fails else "pass", first, tested),
            *(Act(action, by, tested + days * DAY, "演示") for days, action, by in (after if fails else [])),
        )  # fmt: skip
        row_id, number = chance.id_at(at - DAY), f"YL{chance.below(10**8):08}"
        state, steps = course(chance, Sample.kind, row_id, samples.STATES, acts)
        produced = date.fromordinal(date(1970, 1, 1).toordinal() + at // DAY) - timedelta(days=5 + chance.below(60))
        seals, reported = [f"{number}-1", f"{number}-2"], len(acts) > 4
        same = ("brand", "specification", "gtin", "shelf_life", "shelf_life_unit", "maker_name", "maker_address")
        yield Sample.kind, _SAMPLE | {name: product[name] for name in same} | {
            "id": row_id,
            "operator_id": shop.row["id"],
            "state": state,
            "number": number,
            "items": chance.sample(self.words.test_items, 3),
            "product_id": product["id"],
            "product_name": product["name"],
            "batch_no": f"{produced:%Y%m%d}",
            "production_date": produced.isoformat(),
            "quantity_milli": 6000,
            "unit": product["unit"],
            "price_fen": 6 * (300 + chance.below(3000)),
            "place": shop.row["name"],
            "seal_numbers": seals,
            "backup_seal_number": f"{number}-B",
            "planned_by": lead,
            "taken_by": first if len(acts) > 1 else None,
            "second_user_id": second,
            "taken_at": at if len(acts) > 1 else None,
            "laboratory_id": laboratory["id"],
            "handed_over_at": at + DAY if len(acts) > 2 else None,
            "receipt_number": f"SD{number}" if len(acts) > 3 else "",
            "seals_intact": True if len(acts) > 3 else None,
            "report_number": f"BG{number}" if reported else "",
            "notified_at": tested + 14 * DAY if fails and len(acts) > 5 else None,
        }  # fmt: skip
        yield from steps
        if reported:
            yield (
                TestReport.kind,
                _REPORT
                | {
                    "id": chance.id_at(tested),
                    "sample_id": row_id,
                    "laboratory_id": laboratory["id"],
                    "number": f"BG{number}",
                    "laboratory_approval": laboratory["approval_number"],
                    "signatory": self.words.signatory,
                    "seal_numbers": seals,
                    "reported_on": date.fromordinal(date(1970, 1, 1).toordinal() + tested // DAY).isoformat(),
                    "verdict": (ReportVerdict.NONCONFORM if fails else ReportVerdict.CONFORM).value,
                    "failed_items": [chance.one(self.words.test_items)] if fails else [],
                    "file_sha256": hashlib.sha256(number.encode()).hexdigest(),
                    "entered_by": first,
                    "entered_at": tested,
                },
            )

    def _incident(self, chance: Chance, shop: Shop) -> Rows:
        at, words, lead = self._moment(chance), self.words, shop.station.lead["id"]
        inspector, ill = chance.one(shop.station.inspectors)["id"], 3 + chance.below(20)
        acts = self._so_far(
            Act(BEGIN, inspector, at), Act("report", inspector, at + HOUR), Act("confirm", self.desk, at + 3 * HOUR),
            Act("control", inspector, at + DAY), Act("conclude", inspector, at + 9 * DAY),
            Act("review", lead, at + 20 * DAY),
        )  # fmt: skip
        row_id, place = chance.id_at(at), shop.row["address"]
        state, steps = course(chance, Incident.kind, row_id, incidents.STATES, acts)
        symptoms, meal = chance.one(words.symptoms), chance.one(words.meals)
        yield (
            Incident.kind,
            _INCIDENT
            | {
                "id": row_id,
                "operator_id": shop.row["id"],
                "state": state,
                "place": place,
                "happened_at": at - 4 * HOUR,
                "ill_count": ill,
                "exposed_count": ill + chance.below(60),
                "in_hospital": chance.below(ill),
                "dead": 0,
                "symptoms": symptoms,
                "suspected_meal": meal,
                "discovered_at": at,
                "discovered_by": inspector,
                "reported_at": at + HOUR if len(acts) > 1 else None,
                "level": IncidentLevel.ORDINARY.value if len(acts) > 2 else None,
                "measures": words.incident_measures if len(acts) > 3 else "",
                "conclusion": words.incident_conclusion if len(acts) > 4 else "",
                "review": words.incident_conclusion if len(acts) > 5 else "",
            },
        )
        yield from steps
        if len(acts) > 1:
            text = f"{place}：{ill}人{symptoms}，可疑餐次：{meal}"
            told = {
                "id": chance.id_at(at + HOUR),
                "incident_id": row_id,
                "stage": ReportStage.FIRST.value,
                "text": text,
            }
            yield IncidentReport.kind, _TOLD | told | {"by": inspector, "at": at + HOUR}
