"""What the terminal says: every error has its sentence, in both languages, and our programs are named as called."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import inspector_app.hq
from inspector_app import paths
from inspector_app.domain.duplicates import Sign
from inspector_app.domain.problems import Code
from inspector_app.errors import AppError
from inspector_app.hq import texts
from inspector_app.hq.housekeeping import CHORES
from inspector_app.hq.sentences import SENTENCES, sentence
from inspector_app.hq.texts import TEXTS, text
from inspector_app.hq.web import _STATUS
from inspector_app.services.erasure import RULES
from sync.faults import Wipe
from sync.hq.auth import DeviceStatus
from sync.hq.division_rules import Why

ROOT = Path(inspector_app.hq.__file__).parent
SOURCES = "".join(path.read_text(encoding="utf-8") for path in ROOT.glob("*.py"))
BELOW = {"not_here", "picture_refused", "refused"}
"""Raised by storage, capture and services."""
OVER_THE_NETWORK = {*_STATUS, "enrolment_expired", "enrolment_unknown", "enrolment_used"}
"""Said to a laptop, which has sentences of its own."""


def test_every_error_has_its_sentence() -> None:
    raised = set(re.findall(r'AppError\(\s*"([a-z_]+)"', SOURCES)) - OVER_THE_NETWORK
    assert raised - set(SENTENCES) == set()
    assert {f"division_refused_{why}" for why in Why} - set(SENTENCES) == set()
    assert set(SENTENCES) - raised - {f"division_refused_{why}" for why in Why} == BELOW


def test_everything_that_is_said_has_its_text() -> None:
    said = set(re.findall(r'\b(?:say|text)\(\s*"([a-z_]+)"', SOURCES))
    said |= {f"laptop_{status.value}" for status in DeviceStatus if status is not DeviceStatus.HQ}
    said |= {f"laptop_wipe_{wipe.value}" for wipe in Wipe}
    said |= {f"division_{what}" for what in ("rename", "merge", "split")}
    said |= {f"chore_{name}{done}" for name in CHORES for done in ("", "_done")} | {f"erase_{rule}" for rule in RULES}
    said |= {"operator_merge", "operator_unmerge", "likely_ASK_HQ", "likely_SAME"}
    said |= {f"sign_{sign}" for sign in Sign if sign is not Sign.FAR and not sign.startswith("OTHER_")}
    assert said - set(TEXTS) == set()
    assert set(TEXTS) - said <= {f"problem_{code}" for code in Code}


@pytest.mark.parametrize("key", [*SENTENCES, *TEXTS])
def test_both_languages_tell_the_same_facts(key: str) -> None:
    english, chinese = (SENTENCES | TEXTS)[key]
    assert set(re.findall(r"{(\w+)", english)) == set(re.findall(r"{(\w+)", chinese))
    assert english.isascii() or not re.search("[\u4e00-\u9fff]", english)


@pytest.mark.parametrize(
    ("names", "is_chinese"),
    [
        ({}, False),
        ({"LANG": "zh_CN.UTF-8"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_HK"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_MESSAGES": ""}, True),
    ],
)
def test_the_language_is_that_of_the_system(
    names: dict[str, str], is_chinese: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in names.items():
        monkeypatch.setenv(name, value)
    assert texts.is_chinese() is is_chinese
    assert ("无" in text("nobody")) is is_chinese
    assert ("没有用户" in sentence(AppError("unknown_user", username="x"))) is is_chinese


def test_commands_are_named_as_they_can_be_called_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "our own"
    folder.mkdir()
    for name in ("inspector-hq", "inspector-app"):
        (folder / name).touch(mode=0o755)
    monkeypatch.setattr("sys.argv", [str(folder / "inspector-hq"), "serve"])
    monkeypatch.setenv("PATH", "/nowhere")
    assert paths.program("inspector-app") == f"'{folder}/inspector-app'"
    assert sentence(AppError("no_hq", folder="x")).endswith(f"'{folder}/inspector-hq' init --data x")
    monkeypatch.chdir(tmp_path)
    assert paths.program("inspector-hq") == "'our own/inspector-hq'"
    monkeypatch.setenv("PATH", str(folder))
    assert paths.program("inspector-hq") == "inspector-hq"
