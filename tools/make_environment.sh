#!/usr/bin/env bash
# Make a virtual environment with exactly the locked packages, and this package in it. Usage: PYTHON FOLDER LOCKFILE
set -euo pipefail
python=$1 folder=$2 lock=$3
if [ -z "$python" ]; then
  echo "Python 3.11 or newer was not found. Install it (Debian: apt-get install python3 python3-venv) and run make again." >&2
  exit 2
fi
start=$SECONDS
echo "Setting up $folder with $("$python" --version) (once; a minute or two) …"
if ! "$python" -m venv --clear "$folder" 2>/dev/null; then
  echo "$python cannot make environments (its venv module lacks ensurepip). Debian: apt-get install python3-venv" >&2
  exit 2
fi
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_INPUT=1
"$folder/bin/python" -m pip install --quiet --require-hashes -r "$lock"
"$folder/bin/python" -m pip install --quiet --no-deps --no-build-isolation -e .
# An editable package is not compiled by pip; without this each of a run's processes may compile it anew.
"$folder/bin/python" -m compileall -q src
echo "Set up in $((SECONDS - start)) s."
