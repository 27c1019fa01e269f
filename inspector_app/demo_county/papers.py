"""Which papers a trade takes, with their numbers and how long they run."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.demo_county import numbers
from inspector_app.demo_county.chance import Chance
from inspector_app.records.operators import AgriKind, LicenceType, OperatorKind
from sync.record import Wire

FIRST_PRODUCER = 2000
"""Below are the licences of the makers of the county's goods."""


def papers(
    chance: Chance, kind: OperatorKind, operator: Wire, serial: int, nth: int
) -> Iterator[tuple[LicenceType, str, str, int]]:
    """(type, number, scope, years) of the papers that the trade takes; `nth` counts the operators of the kind."""
    match kind:
        case OperatorKind.SMALL_WORKSHOP:
            yield LicenceType.WORKSHOP_REGISTRATION, numbers.local("作坊登", nth), "workshop", 3
        case OperatorKind.FOOD_STALL:
            yield LicenceType.STALL_CARD, numbers.local("摊备", nth), "stall", 3
        case OperatorKind.RURAL_STORE if chance.happens(0.5):
            yield LicenceType.SMALL_SHOP_REGISTRATION, numbers.local("小店登", nth), "sales", 3
        case OperatorKind.RURAL_STORE | OperatorKind.FOOD_RETAILER if chance.happens(0.5):
            yield LicenceType.PREPACKED_FILING, numbers.yb(serial), "prepacked", 0
        case OperatorKind.RURAL_STORE | OperatorKind.FOOD_RETAILER | OperatorKind.FOOD_WHOLESALER:
            yield LicenceType.FOOD_OPERATION, numbers.jy("1", serial), "sales", 5
        case OperatorKind.SMALL_CATERING if chance.happens(0.5):
            yield LicenceType.SMALL_SHOP_REGISTRATION, numbers.local("小餐登", nth), "catering", 3
        case OperatorKind.SMALL_CATERING | OperatorKind.CATERING:
            yield LicenceType.FOOD_OPERATION, numbers.jy("2", serial), "catering", 5
        case OperatorKind.COLLECTIVE_CANTEEN:
            yield LicenceType.FOOD_OPERATION, numbers.jy("3", serial), "canteen", 5
        case OperatorKind.FOOD_PRODUCER:
            yield LicenceType.FOOD_PRODUCTION, numbers.sc("24", FIRST_PRODUCER + nth), "production", 5
        case OperatorKind.AGRI_INPUT_SHOP:
            if AgriKind.PESTICIDE in operator["agri_kinds"]:
                yield LicenceType.PESTICIDE, numbers.local("农药经许", nth), "pesticide", 5
            if AgriKind.VETERINARY_DRUG in operator["agri_kinds"]:
                yield LicenceType.VETERINARY_DRUG, numbers.local("兽药经许", nth), "veterinary", 5
            if AgriKind.SEED in operator["agri_kinds"]:
                yield LicenceType.SEED_FILING, numbers.local("种备", nth), "seed", 0
