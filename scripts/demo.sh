#!/bin/bash
# Set up, build, and show Vibrary at work. Options: see setup.sh --help.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."

case ${1:-} in
    -h|--help) exec scripts/setup.sh --help ;;
esac

faiss=$(scripts/setup.sh "$@")
cmake --preset default -DFaissC_ROOT="$faiss" -DVIB_TESTS=OFF >&2
cmake --build build --target vibrary >&2

build/bin/vibrary --help
