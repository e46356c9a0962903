#!/usr/bin/env bash
# Run once by Gradescope, when the image of the autograder is built.
set -euo pipefail
root="${AUTOGRADER_ROOT:-/autograder}"
if ! command -v python3 > /dev/null || ! python3 -m venv --help > /dev/null 2>&1; then
    apt-get update
    apt-get install --yes python3 python3-venv
fi
python3 -m venv "$root/venv"
"$root/venv/bin/python" -m pip install --editable "$root/source/referee"
