#!/bin/bash
# Fuzz one reader with libFuzzer under ASan and UBSan, for so many minutes of
# processor time (10), however busy the machine is.
# usage: scripts/fuzz.sh FORMAT [CPU-MINUTES]
# What it learns stays in build/fuzz/corpus/FORMAT; an input that breaks the
# reader is left there as crash-*, and belongs to tests/fuzz/corpus/FORMAT
# together with the fix. The last line says how long it really ran, and whether
# all of that was clean.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
[ $# -ge 1 ] || { sed -n '4s/^# //p' "$0" >&2; exit 2; }
format=$1 minutes=${2:-10}
target=fuzz_reader_$format learnt=build/fuzz/corpus/$format

if [ ! -f build/fuzz/build.ninja ]; then
    faiss=$(scripts/setup.sh --tests)
    cmake --preset fuzz -DFaissC_ROOT="$faiss" >&2
fi
cmake --build build/fuzz -j2 --target "$target" >&2
mkdir -p "$learnt"

# The system ends it by SIGXCPU when its processor time is used up; libFuzzer's
# own limit counts the time that others ran, too. The system counts in ticks, up
# to a tenth too many on a busy machine.
out_of_time=$((128 + $(kill -l XCPU)))
before=$(awk '{ print $16 + $17 }' /proc/$$/stat)
status=0
(
    ulimit -S -t $((minutes * 66)) -c 0
    exec nice "build/fuzz/tests/$target" -max_len=16384 -timeout=60 \
        -rss_limit_mb=4096 -artifact_prefix="$learnt/" \
        "$learnt" "tests/fuzz/corpus/$format"
) || status=$?
# Children's processor time is in the shell's own account, in ticks.
after=$(awk '{ print $16 + $17 }' /proc/$$/stat)
[ $status -eq $out_of_time ] && how=clean || how="ended with status $status"
awk -v ticks=$((after - before)) -v hz="$(getconf CLK_TCK)" -v how="$how" \
    -v format="$format" 'BEGIN {
    printf "%s: %.1f CPU-minutes, %s\n", format, ticks / hz / 60, how }'
[ "$how" = clean ]
