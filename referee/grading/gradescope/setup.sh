#!/usr/bin/env bash
# Run once by Gradescope, when the image of the autograder is built.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"

# The referee needs Python 3.11; the image's own python3 may be older, or lack venv.
find_python() {
    local candidate
    for candidate in python3.14 python3.13 python3.12 python3.11 python3; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' \
            > /dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

if ! python="$(find_python)"; then
    apt-get update
    apt-get install --yes python3.11 python3.11-venv ||
        apt-get install --yes python3 python3-venv || true
    if ! python="$(find_python)"; then
        echo "setup.sh: no Python 3.11 or newer; choose an image with Ubuntu 22.04 or newer" >&2
        exit 1
    fi
fi
"$python" -m venv "$root/venv"
"$root/venv/bin/python" -m pip install --editable "$root/source/referee"
# run_autograder starts by the name of python3.
command -v python3 > /dev/null || ln -s "$root/venv/bin/python" /usr/local/bin/python3
