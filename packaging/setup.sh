#!/usr/bin/env bash
# Sets the project up in .venv: system packages, Python packages at pinned versions, compiled translations.
# Says what it installs. A run that finds nothing changed takes a moment; `make` calls it before every target.
set -euo pipefail
shopt -s nullglob
cd "$(dirname "${BASH_SOURCE[0]}")/.."
root=$(pwd -P)
stamp=.venv/.set-up

say() { printf 'setup: %s\n' "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 1; }
mapfile -t wanted < <(sed 's/#.*//' packaging/system-packages | xargs -n 1)
recipe() { echo "$root" && cat pyproject.toml packaging/constraints.txt packaging/setup.sh; }

# The Debian packages of "$@" that are not installed. A renamed package counts under its old name too (libzbar0t64).
missing() {
    dpkg-query -W -f '${db:Status-Status} ${Package} ${Provides}\n' |
        awk -v wanted="$*" '
            $1 == "installed" { gsub(/\([^)]*\)|,/, " "); for (i = 2; i <= NF; i++) here[$i] }
            END { n = split(wanted, names, " "); for (i = 1; i <= n; i++) if (!(names[i] in here)) print names[i] }'
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi; }

system_packages() {
    if ! command -v dpkg-query >/dev/null; then
        [ -e "$stamp" ] || say "not Debian or Ubuntu: see that these are there, by your system's names: ${wanted[*]}"
        return
    fi
    local absent
    mapfile -t absent < <(missing "$@")
    [ ${#absent[@]} -gt 0 ] || return 0
    if ! as_root true 2>/dev/null; then
        say "missing, and only an administrator can install them: sudo apt-get install ${absent[*]}"
        return
    fi
    say "installing Debian packages: ${absent[*]}"
    local said apt=(as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -o DPkg::Lock::Timeout=300)
    if ! said=$({ "${apt[@]}" update && "${apt[@]}" install -y --no-install-recommends "${absent[@]}"; } 2>&1); then
        tail -n 5 <<<"$said" >&2
        say "these could not be installed; going on without them"
    fi
}

# Python 3.11 or newer: $PYTHON if set, else the first one that fits.
find_python() {
    local python
    for python in ${PYTHON:-python3 python3.13 python3.12 python3.11}; do
        if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            echo "$python"
            return
        fi
    done
    die "Python 3.11 or newer is needed (set PYTHON to name one)"
}

environment() {
    # A copied or moved environment still runs the programs of its old place.
    if .venv/bin/python -c 'import pip' 2>/dev/null && grep -qF "$root/.venv" .venv/pyvenv.cfg; then
        return
    fi
    local python
    python=$(find_python)
    "$python" -c 'import ensurepip' 2>/dev/null || system_packages "${python##*/}-venv"
    say "making .venv with $("$python" --version)"
    "$python" -m venv --clear .venv
}

python_packages() {
    if recipe | cmp -s - "$stamp"; then
        return
    fi
    environment
    local pins=packaging/constraints.txt
    local pip=(.venv/bin/python -m pip --disable-pip-version-check --no-input)
    [ -t 1 ] || pip+=(-qq)
    export PIP_ROOT_USER_ACTION=ignore PYTHONWARNINGS=ignore  # the builder warns of each editable install
    say "installing Python packages into .venv, as pinned in $pins (some 250 MB to download the first time)"
    "${pip[@]}" install -c "$pins" pip
    "${pip[@]}" install -c "$pins" --build-constraint "$pins" -e '.[desktop,hq,dev]'
    say "in .venv now: $(.venv/bin/python -m pip freeze -q --exclude-editable | xargs)"
    recipe >"$stamp"
}

translations() {
    local text compiled
    for text in resources/i18n/*.ts; do
        compiled=${text%.ts}.qm
        if [ ! "$compiled" -nt "$text" ]; then
            say "compiling $text"
            .venv/bin/pyside6-lrelease -silent "$text" -qm "$compiled"
        fi
    done
}

system_packages "${wanted[@]}"
python_packages
translations
