"""What the pages in docs/ name exists: files, tests, pictures."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parent.parent
PAGES = sorted((ROOT / "docs").glob("*.md"))


def test_every_link_leads_somewhere() -> None:
    links = [(page, link) for page in PAGES for link in re.findall(r"\]\(([^)#]+)\)", page.read_text("utf-8"))]
    assert links
    assert [f"{page.name}: {link}" for page, link in links if not (page.parent / link).exists()] == []


def test_every_promise_names_tests_that_exist() -> None:
    rows = re.findall(
        r"^\| (?!Promise|-)(.+) \| (.+) \|$", (ROOT / "docs/promises.md").read_text("utf-8"), re.MULTILINE
    )
    assert rows
    for promise, tests in rows:
        named = re.findall(r"`(tests/[^`]+)`", tests)
        assert named, promise
        for name in named:
            assert _exists(*name.partition("::")[::2]), f"{promise}: {name}"


def _exists(file: str, test: str) -> bool:
    path = ROOT / file
    if not path.exists():
        return False
    names = {node.name for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.FunctionDef)}
    return test in names if test else any(name.startswith("test_") for name in names)
