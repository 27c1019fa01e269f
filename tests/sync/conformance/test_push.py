"""What becomes of changes that a device sends."""

from __future__ import annotations

from typing import Any

TOWN_A = "330199101"


def test_a_new_row_reaches_another_laptop(hq: Any) -> None:
    a, b = hq.laptop(TOWN_A), hq.laptop(TOWN_A)
    shop = a.insert("shop", name="绿水便利店", division_code=TOWN_A, phone="0571-1")
    a.sync()
    b.sync()
    assert b.body("shop", shop) == a.body("shop", shop)
    assert b.body("shop", shop)["name"] == "绿水便利店"
    assert a.bodies == 0
