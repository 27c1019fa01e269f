"""A laptop out of reach for longer than its lease: sign-in asks for HQ, or for a file that HQ has signed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from typer.testing import CliRunner

from inspector_app import app as desktop
from inspector_app.errors import AppError
from inspector_app.hq.cli import app
from inspector_app.hq.laptops import set_standing
from inspector_app.hq.office import Office
from inspector_app.services import lease, provisioning
from inspector_app.services.laptop import Laptop
from sync.hq.auth import DeviceStatus
from tests.running_hq import PASSWORD, clock, enrolled, file_for, make_office, serving

DAY_US = 86_400_000_000


@dataclass
class Away:
    """A laptop that has seen HQ once, and what its clock says."""

    office: Office
    folder: Path
    laptop: Laptop
    days: int = 0

    def now(self) -> int:
        return clock() + self.days * DAY_US

    def sign_in(self) -> None:
        provisioning.sign_in(self.folder, self.laptop, "wang", PASSWORD, self.now).sessions.close()

    def renewal(self, days: int) -> Path:
        """The file of the command, which is run today."""
        file = self.folder.parent / f"renewal-{days}.json"
        words = ["renew", self.laptop.device_id, "--days", str(days), "--out", str(file)]
        done = CliRunner().invoke(app, [*words, "--data", str(self.office.folder)])
        assert done.exit_code == 0, done.output
        return file


@pytest.fixture
def away(tmp_path: Path) -> Iterator[Away]:
    office = make_office(tmp_path / "hq")
    with serving(office) as port:
        laptop = enrolled(tmp_path / "laptop", file_for(office, port, "wang"), "wang")
        laptop.close()
    yield Away(office, tmp_path / "laptop", laptop.signed_in.laptop)
    office.close()


def test_a_renewal_opens_the_sign_in_until_its_day_and_no_longer(away: Away, monkeypatch: pytest.MonkeyPatch) -> None:
    away.days = 44
    away.sign_in()
    away.days = 46
    with pytest.raises(AppError, match="lease_ended"):
        away.sign_in()
    monkeypatch.setattr(desktop, "now_us", away.now)
    with pytest.raises(AppError, match="lease_ended"):  # HQ is out of reach: the sentence tells both ways on
        desktop._sign_in(away.folder, "wang", PASSWORD)
    assert provisioning.renew(away.folder, away.renewal(60), away.now())
    away.sign_in()
    assert provisioning.renew(away.folder, away.renewal(50), away.now()), "an older file, found again, takes nothing"
    away.days = 59
    away.sign_in()
    away.days = 61
    with pytest.raises(AppError, match="lease_ended"):
        away.sign_in()


def test_a_renewal_is_for_its_laptop_of_its_hq_and_its_time_alone(away: Away, tmp_path: Path) -> None:
    away.days = 46
    genuine = json.loads(away.renewal(60).read_text())
    other_key = lease.sign(Ed25519PrivateKey.generate(), away.laptop.device_id, away.now() + 90 * DAY_US)
    for code, change in (
        ("renewal_other", {"device_id": "01900000-0000-7000-8000-000000000000"}),
        ("renewal_forged", {"until": genuine["until"] + 1}),
        ("renewal_forged", {"sig": "zz"}),
        ("renewal_forged", {"sig": other_key.sig, "until": other_key.until}),
    ):
        (tmp_path / "altered.json").write_text(json.dumps(genuine | change))
        with pytest.raises(AppError, match=code):
            provisioning.renew(away.folder, tmp_path / "altered.json", away.now())
        (away.folder / lease.FILE).write_text(json.dumps(genuine | change))  # past the check, straight to its place
        with pytest.raises(AppError, match="lease_ended"):
            away.sign_in()
    with pytest.raises(AppError, match="renewal_over"):
        provisioning.renew(away.folder, away.renewal(30), away.now())


def test_an_enrolment_file_is_no_renewal(away: Away, tmp_path: Path) -> None:
    file = tmp_path / "enrolment.json"
    file.write_text(file_for(away.office, 1, "wang").model_dump_json())
    assert not provisioning.renew(away.folder, file, away.now())
    assert provisioning.read_file(file).users


def test_a_blocked_laptop_gets_no_renewal(away: Away) -> None:
    set_standing(away.office, away.laptop.device_id, DeviceStatus.REVOKED, clock())
    words = ["renew", away.laptop.device_id, "--data", str(away.office.folder)]
    refused = CliRunner().invoke(app, words)
    assert refused.exit_code == 1
    assert not Path("renewal.json").exists()
