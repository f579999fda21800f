#!/bin/bash
# Every accuracy figure of the README and docs/encoder.md, measured again.
# usage: benchmarks/accuracy/run.sh [--only PART]... [OUT]
#
# PART is raman, oriented, infrared, polymers, eval, rates, mixtures or demo; all,
# when none is named. OUT [build/accuracy] gets a table PART.tsv or PART.txt and,
# of the first three, pictures. Needs the build in build, or in BUILD, and the real
# spectra in ../shared/data, or in DATA. README.md of benchmarks says what is
# measured.
set -euo pipefail
export LC_ALL=C.UTF-8
project=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/../.." && pwd)
build=$(realpath -- "${BUILD:-$project/build}")
data=$(realpath -- "${DATA:-$project/../shared/data}")
vibrary=$build/bin/vibrary programs=$build/benchmarks
all=(raman oriented infrared polymers eval rates mixtures demo)
parts=()

usage()
{
    sed -n '2,9s/^# \?//p' "${BASH_SOURCE[0]}"
}

while [ $# -gt 0 ]; do
    case $1 in
        --only)
            [[ -n ${2-} && " ${all[*]} " == *" $2 "* ]] ||
                { usage >&2; exit 2; }
            parts+=("$2")
            shift 2 ;;
        -h | --help) usage; exit ;;
        -*) usage >&2; exit 2 ;;
        *) break ;;
    esac
done
[ $# -le 1 ] || { usage >&2; exit 2; }
[ ${#parts[@]} -gt 0 ] || parts=("${all[@]}")
mkdir -p -- "${1:-$build/accuracy}"
out=$(realpath -- "${1:-$build/accuracy}")
scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT

raman_model=$project/models/raman.vibm
infrared_model=$project/models/infrared.vibm
raman_spectra=$data/rruff_excellent_unoriented.tar.zst

# The library of an archive, made once: library_of NAME MODEL ARCHIVE
library_of()
{
    local library=$scratch/$1.vib

    if [ ! -d "$library" ]; then
        "$vibrary" init -q "$library" --model "$2"
        "$vibrary" add -q "$library" "$3"
    fi
    printf '%s' "$library"
}

# A table of `accuracy` as the README has it: first / among the first five.
as_pairs()
{
    awk -F'\t' -v OFS=' | ' '
        function line(cells) { print "| " cells " |" }
        NR == 1 {
            for (i = 3; i < NF; i += 2)
                if ($i ~ / 1$/) {
                    last = i
                    name = $i
                    sub(/ 1$/, "", name)
                    head = head OFS name
                    rule = rule "---|"
                }
            for (i = last + 2; i <= NF; i++)
                if ($i == "gain1")
                    gain = i
            if (gain) {
                head = head OFS "fused over aligned: first" OFS "five"
                rule = rule "---|---|"
            }
            line("queries | n" head)
            print "|---|---|" rule
            next
        }
        {
            cells = $1 OFS $2
            for (i = 3; i <= last; i += 2)
                cells = cells OFS $i " / " $(i + 1)
            for (i = gain; gain && i <= gain + 3; i += 3)
                cells = cells OFS $i " (" $(i + 1) " to " $(i + 2) ")"
            line(cells)
        }'
}

# table NAME LIB PROCESSED RAW TITLE
table()
{
    "$programs/accuracy" "$2" "$3" "$4" >"$out/$1.tsv"
    as_pairs <"$out/$1.tsv"
    for kind in svg png; do
        "$programs/chart" "$5" "$out/$1.tsv" "$out/$1.$kind"
    done
}

raman()
{
    table raman "$(library_of raman "$raman_model" "$raman_spectra")" \
        "$raman_spectra" "$data/rruff_lowres_raw.zip" \
        'Raman: minerals of RRUFF, their own specimens hidden'
}

oriented()
{
    table oriented "$(library_of raman "$raman_model" "$raman_spectra")" \
        "$data/rruff_excellent_oriented.tar.zst" - \
        'Raman: oriented crystals, their own specimens hidden'
}

infrared()
{
    local spectra=$data/rruff_infrared.zip

    table infrared "$(library_of infrared "$infrared_model" "$spectra")" \
        "$spectra" - 'Infrared: minerals of RRUFF, their own specimens hidden'
}

polymers()
{
    local spectra=$data/mpx_polymers.tar.zst

    for technique in Raman ATR; do
        printf '%s\n' "$technique"
        "$programs/polymers" "$([ $technique = ATR ] &&
            echo "$infrared_model" || echo "$raman_model")" \
            "$spectra" $technique "$scratch/polymers-$technique"
    done | tee "$out/polymers.txt"
}

eval_library()
{
    "$vibrary" eval --format table --queries 400 \
        "$(library_of raman "$raman_model" "$raman_spectra")" 2>&1 |
        tee "$out/eval.txt"
}

rates()
{
    "$programs/rates" "$(library_of raman "$raman_model" "$raman_spectra")" |
        tee "$out/rates.txt"
}

mixtures()
{
    "$programs/mixtures" "$raman_model" "$raman_spectra" \
        "$scratch/mixtures.vib" 100 2 | tee "$out/mixtures.txt"
}

demo()
{
    (cd "$project" && scripts/demo_search.sh 2>/dev/null) |
        tail -n 6 | tee "$out/demo.txt"
}

for part in "${parts[@]}"; do
    printf '\n== %s\n' "$part"
    case $part in
        eval) eval_library ;;
        *) "$part" ;;
    esac
done
printf '\nTables and pictures: %s\n' "$out"
