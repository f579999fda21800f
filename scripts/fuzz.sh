#!/bin/bash
# Fuzz one reader with libFuzzer under ASan and UBSan.
# usage: scripts/fuzz.sh FORMAT [MINUTES]
# What it learns stays in build/fuzz/corpus/FORMAT; an input that breaks the
# reader is left there as crash-*, and belongs to tests/fuzz/corpus/FORMAT
# together with the fix.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
[ $# -ge 1 ] || { sed -n '3s/^# //p' "$0" >&2; exit 2; }
target=fuzz_reader_$1 minutes=${2:-10}

faiss=$(scripts/setup.sh --tests)
cmake --preset fuzz -DFaissC_ROOT="$faiss" >&2
cmake --build build/fuzz -j2 --target "$target" >&2
learnt=build/fuzz/corpus/$1
mkdir -p "$learnt"
exec nice "build/fuzz/tests/$target" -max_total_time=$((minutes * 60)) \
    -max_len=16384 -timeout=10 -rss_limit_mb=4096 -print_final_stats=1 \
    -artifact_prefix="$learnt/" "$learnt" "tests/fuzz/corpus/$1"
