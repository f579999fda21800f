#!/bin/bash
# Files read by Vibrary and by programs in node, in turns; MB/s of processor
# time on one core, medians.
# usage: benchmarks/reading_peers.sh [BUILD [ROUNDS [FORMATS]]]
# FORMATS: the shared folder of real files (../shared/formats), for maps and
# series in WDF and SPC. The programs are installed from npm below /tmp.
set -euo pipefail
build=$(realpath -- "${1:-build}") rounds=${2:-7}
here=$(dirname -- "$(realpath -- "$0")")
formats=$(realpath -m -- "${3:-$here/../../shared/formats}")
points=200000
work=/tmp/vibrary-reading-peers
mkdir -p $work
cd $work
npm install --silent --no-audit --no-fund --prefix . \
    jcampconverter@12.5.3 xy-parser@6.0.1 wdf-parser@0.3.0 \
    spc-parser@1.0.0 >&2
cp "$here/reading_peers.mjs" .

# A slow wave with noise, as counts.
awk -v n=$points 'BEGIN { srand(1); for (i = 0; i < n; i++)
    printf "%.3f\t%d\n", 100 + i / 50, 5000 + 3000 * sin(i / 300) + 40 * rand()
}' >two_columns.txt
"$build/bin/vibrary" -q convert two_columns.txt -o difdup.jdx

# The same ordinates in the other forms, seven a line.
form()
{
    sed '/^##XYDATA/q' difdup.jdx
    awk -v form="$1" '{ x[NR] = $1; y[NR] = $2 } END {
        letters = "@ABCDEFGHI"
        for (i = 1; i <= NR; i += 7) {
            printf "%s", x[i]
            for (k = i; k < i + 7 && k <= NR; k++)
                printf "%s", form == "affn" ? " " y[k] : \
                    substr(letters, substr(y[k], 1, 1) + 1, 1) substr(y[k], 2)
            printf "\n"
        }
        print "##END="
    }' two_columns.txt
}
form affn >affn.jdx
form sqz >sqz.jdx

files=(difdup.jdx sqz.jdx affn.jdx two_columns.txt)
for real in wdf/rosettasciio/renishaw_test_streamline.wdf \
    wdf/rosettasciio/renishaw_test_map2.wdf spc/hyspc/Witec-timeseries.spc \
    spc/rohanisaac/4d_map.spc spc/hyspc/LC_DIODE_ARRAY.SPC; do
    [ ! -e "$formats/$real" ] || cp -f "$formats/$real" .
    [ ! -e "$formats/$real" ] || files+=("$(basename "$real")")
done

for ((round = 0; round < rounds; round++)); do
    for file in "${files[@]}"; do
        echo "$file ours $("$build/benchmarks/reading" $file |
            awk '{ print $1 }')"
        echo "$file theirs $(node reading_peers.mjs $file)"
    done
done | awk '{ got[$1, $2] = got[$1, $2] " " $3; files[$1] }
function median(text, v, n, i, j, t)
{
    n = split(text, v, " ")
    for (i = 2; i <= n; i++)
        for (j = i; j > 1 && v[j] + 0 < v[j - 1] + 0; j--) {
            t = v[j]; v[j] = v[j - 1]; v[j - 1] = t
        }
    return v[int((n + 1) / 2)]
}
function peer(file)
{
    if (file ~ /jdx/)
        return "jcampconverter"
    return file ~ /txt/ ? "xy-parser" : substr(file, length(file) - 2) "-parser"
}
END {
    for (f in files) {
        a = median(got[f, "ours"]); b = median(got[f, "theirs"])
        printf "%-29s %6.0f MB/s  %6.1f MB/s of %-14s  %5.1f x\n", f, a, b,
            peer(tolower(f)), a / b
    }
}' | sort
