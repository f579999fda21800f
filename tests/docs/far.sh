#!/bin/bash
# far.sh COMMAND BENCHMARKS - do what the README and docs/encoder.md show that
# takes data beside the project and half an hour: with other data under the same
# names, and of one step. That the commands are right is what it tells.
set -euo pipefail

command=$(realpath "$1") benchmarks=$(realpath "$2")
project=$(cd -- "$(dirname -- "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
data=$work/shared/data
mkdir -p "$data" "$work/run/models" "$work/bin"
ln -s "$command" "$work/bin/vibrary"
export PATH=$work/bin:$PATH LC_ALL=C.UTF-8 XDG_CONFIG_HOME=$work/config
cd "$work/run"

# An archive of 24 minerals as RRUFF writes their infrared spectra.
infrared()
{
    mkdir "$work/infrared"
    for i in $(seq 1 24); do
        awk -v i="$i" 'BEGIN {
            print "##NAMES=Mineral " i
            for (x = 400; x <= 4000; x += 4)
                printf "%d, %.5f\n", x, exp(-((x - 1000 - 40 * i) / 30) ^ 2)
            print "##END="
        }' >"$work/infrared/Mineral__R$i-1__Infrared__Infrared_Data__1.txt"
    done
    tar -cf "$1" -C "$work/infrared" .
}

cp "$project/data/references.tar.zst" "$data/rruff_excellent_unoriented.tar.zst"
cp "$project/data/unknowns.tar.zst" "$data/rruff_lowres_raw.zip"
infrared "$data/rruff_infrared.zip"
cp "$data/rruff_infrared.zip" "$data/primpke_ftir.zip"
cp "$project"/models/*.unseen.txt models

# Commands of more than one line end in a backslash.
shown=$(sed -e ':a' -e '/\\$/N; s/\\\n *//; ta' "$project/README.md" \
    "$project/docs/encoder.md" |
    grep -oE 'vibrary train \.\./shared[^`|]*' | sort -u)
[ "$(wc -l <<<"$shown")" -ge 2 ] || { echo "no commands are shown"; exit 1; }
while IFS= read -r line; do
    sed 's/--steps [0-9]*/--steps 1/' <<<"$line" >step.sh
    bash -e step.sh >said 2>&1 || { cat step.sh said; exit 1; }
    [ -s "${line##* }" ] || { echo "${line##* } was not written"; exit 1; }
done <<<"$shown"

[ -x "$benchmarks/study" ] || { echo "study is not built"; exit 0; }
BUILD=$benchmarks/.. "$project/benchmarks/study.sh" folder name \
    ../shared/data/rruff_excellent_unoriented.tar.zst steps=1 \
    kin=specimen >rows 2>said || { cat said; exit 1; }
grep -q "^name	unseen" rows || { cat rows; exit 1; }
