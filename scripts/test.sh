#!/bin/bash
# Set up, build with every preset, and run all tests. Options: see
# setup.sh --help. The last line says how many tests passed, failed and were
# skipped; the exit status is 0 when none failed.
set -euo pipefail
project=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)

case ${1:-} in
    -h|--help) exec "$project/scripts/setup.sh" --help ;;
esac

# Criterion then names the tests it skips.
export CRITERION_VERBOSITY_LEVEL=1
export UBSAN_OPTIONS=print_stacktrace=1

# Warnings are errors, but not where they come from the instrumentation.
build()
{
    local werror=ON
    [ "$1" != sanitize ] || werror=OFF
    cmake --preset "$1" -DFaissC_ROOT="$faiss" -DVIB_TESTS=ON \
        -DVIB_WERROR=$werror &&
    cmake --build --preset "$1"
}

# Build one preset and run its tests, or those that match $2. A preset that
# does not build counts as one failed test; the next is tried all the same.
check()
{
    local preset=$1 pattern=${2:-.}
    printf '\n== %s\n' "$preset"
    if ! build "$preset" >"$logs/build" 2>&1; then
        cat "$logs/build"
        echo "[FAIL] the preset $preset does not build"
        echo "0 passed, 1 failed, 0 skipped"
        return
    fi
    # One more than there are cores: some tests wait.
    { ctest --preset "$preset" -R "$pattern" --parallel $(($(nproc) + 1)) \
        --verbose 2>&1 || echo "ctest: exit status $?"; } |
        awk -f scripts/ctest_report.awk
}

# Paths in the options are the caller's: set up before going elsewhere.
faiss=$("$project/scripts/setup.sh" --tests "$@")
cd "$project"
logs=$(mktemp -d)
trap 'rm -rf "$logs"' EXIT

check default | tee "$logs/default"
check sanitize | tee "$logs/sanitize"
if command -v clang >/dev/null; then
    check clang '^base/' | tee "$logs/clang"
else
    echo "[SKIP] the preset clang: no clang here"
    echo "0 passed, 0 failed, 1 skipped" | tee "$logs/clang"
fi

# The last line of each report counts; the last line here is their sum.
tail -qn 1 "$logs"/{default,sanitize,clang} | awk '
    { passed += $1; failed += $3; skipped += $5 }
    END {
        printf "\n%d passed, %d failed, %d skipped\n", passed, failed, skipped
        exit failed > 0
    }'
