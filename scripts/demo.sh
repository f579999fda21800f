#!/bin/bash
# Set up, build, and show Vibrary at work. Options: see setup.sh --help.
set -euo pipefail
project=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

case ${1:-} in
    -h|--help) exec "$project/scripts/setup.sh" --help ;;
esac

# Paths in the options are the caller's: set up before going elsewhere.
faiss=$("$project/scripts/setup.sh" "$@")
cd "$project"
cmake --preset default -DFaissC_ROOT="$faiss" -DVIB_TESTS=OFF >&2
cmake --build build --target vibrary_cli >&2

scripts/demo_search.sh
