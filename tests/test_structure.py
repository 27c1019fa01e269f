"""The tree is as the README tells it, and every file keeps to the few rules that no linter knows."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from functools import cache
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).resolve().parents[1]
LONGEST_MODULE = 400

# In two parts, so that this file does not hold what it looks for.
MACHINE_PATHS = re.compile(r"(?<![\w.>)}])/" + r"(?:work|home|root|tmp)/\w|\.\./" + "shared")
PACKAGE_HOSTS = re.compile("pypi" + r"\.org|python" + r"hosted\.org|deb\.debian" + r"\.org|registry\.npm" + r"js\.org")


@cache
def tracked() -> tuple[PurePosixPath, ...]:
    """Every file under version control that is not deleted in the work tree."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return tuple(PurePosixPath(name) for name in listed.split("\0") if name and (ROOT / name).is_file())


def text_of(path: PurePosixPath) -> str | None:
    """A file's text; None for a picture or another file of bytes."""
    try:
        return (ROOT / path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return None


def modules(*folders: str) -> list[PurePosixPath]:
    return [path for path in tracked() if path.suffix == ".py" and path.parts[0] in folders]


def lines_of(path: PurePosixPath) -> int:
    return len((ROOT / path).read_text(encoding="utf-8").splitlines())


def readme() -> str:
    """The README without its comments."""
    return re.sub(r"<!--.*?-->", "", (ROOT / "README.md").read_text(encoding="utf-8"), flags=re.DOTALL)


def readme_folders() -> list[str]:
    return re.findall(r"^\| `([^`]+)/` \|", readme(), flags=re.MULTILINE)


def readme_commands() -> list[str]:
    """The commands of the README's code blocks, without their comments."""
    blocks = re.findall(r"^```sh\n(.*?)^```", readme(), flags=re.DOTALL | re.MULTILINE)
    return [command for line in "".join(blocks).splitlines() if (command := line.partition("#")[0].strip())]


def test_every_folder_stands_in_the_readme() -> None:
    folders = {str(path.parents[-2]) for path in tracked() if len(path.parts) > 1}
    folders |= {
        str(path.parents[-3])
        for path in tracked()
        if path.parts[0] in ("inspector_app", "sync", "resources") and len(path.parts) > 2
    }
    assert sorted(folders - set(readme_folders())) == []


def test_every_folder_of_the_readme_is_there_once() -> None:
    named = readme_folders()
    assert [name for name in named if not (ROOT / name).is_dir()] == []
    assert len(named) == len(set(named))


def test_every_file_and_picture_that_the_readme_points_to_is_there() -> None:
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", readme()) if "://" not in target]
    assert targets
    assert [target for target in targets if not (ROOT / target).is_file()] == []


@pytest.mark.parametrize("command", readme_commands())
def test_every_command_of_the_readme_is_known(command: str) -> None:
    words = [word for word in command.split() if "=" not in word]
    if words[0] == "make":
        call = ["make", "-n", *words[1:]]
    else:
        names = [word for word in words[1:] if re.fullmatch(r"[a-z][a-z-]*", word)]
        call = [str(ROOT / words[0]), *names, "--help"]
    done = subprocess.run(call, cwd=ROOT, check=False, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr


def test_help_names_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.*)$", makefile, flags=re.MULTILINE)
    shown = subprocess.run(["make", "help"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert re.findall(r"^  make (\S+) +\S", shown, flags=re.MULTILINE) == phony.split()


def test_no_file_names_a_place_on_one_machine_or_a_package_host() -> None:
    found = [
        f"{path}:{number}: {line.strip()[:80]}"
        for path in tracked()
        if (text := text_of(path)) is not None
        for number, line in enumerate(text.splitlines(), 1)
        if MACHINE_PATHS.search(line) or PACKAGE_HOSTS.search(line)
    ]
    assert found == []


def test_no_module_is_too_long_to_be_read_in_one_go() -> None:
    python = [path for path in tracked() if path.suffix == ".py"]
    assert {str(path): lines for path in python if (lines := lines_of(path)) > LONGEST_MODULE} == {}


def test_every_module_opens_with_what_it_is_for() -> None:
    silent = [
        str(path)
        for path in modules("inspector_app", "sync", "tests")
        if not ast.get_docstring(ast.parse((ROOT / path).read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_packaging_is_no_package() -> None:
    """It would hide the package `packaging` that others import."""
    assert not (ROOT / "packaging" / "__init__.py").exists()


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def pinned() -> dict[str, str]:
    lines = (ROOT / "packaging" / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return {normal(name): version for name, _, version in (line.partition("==") for line in lines if line[:1] != "#")}


def declared() -> set[str]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = [project["project"]["dependencies"], *project["project"]["optional-dependencies"].values()]
    return {normal(re.split(r"[\[<>=!~; ]", wanted)[0]) for group in groups for wanted in group}


def test_every_dependency_has_a_pinned_version_and_no_address() -> None:
    assert sorted(declared() - pinned().keys()) == []
    assert [name for name, version in pinned().items() if not re.fullmatch(r"[0-9][0-9a-z.]*", version)] == []


def test_every_dependency_stands_in_the_decisions() -> None:
    decisions = (ROOT / "DECISIONS.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([^|]+) \|.*\| [\d.]+ \|", decisions, flags=re.MULTILINE)
    named = {normal(name.strip()) for row in rows for name in row.split(",")}
    assert sorted(declared() - named) == []


def test_programs_for_the_shell_can_be_run() -> None:
    scripts = [path for path in tracked() if (text_of(path) or "").startswith("#!")]
    assert scripts
    assert [str(path) for path in scripts if not os.access(ROOT / path, os.X_OK)] == []
