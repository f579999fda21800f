#!/bin/bash
# Text files read by Vibrary and by programs in node, in turns; MB/s of
# processor time on one core, medians.
# usage: benchmarks/reading_peers.sh [BUILD [ROUNDS]]
# jcampconverter and xy-parser (npm) are installed below /tmp.
set -euo pipefail
build=$(realpath -- "${1:-build}") rounds=${2:-7}
here=$(dirname -- "$(realpath -- "$0")")
points=200000
work=/tmp/vibrary-reading-peers
mkdir -p $work
cd $work
npm install --silent --no-audit --no-fund --prefix . \
    jcampconverter@12.5.3 xy-parser@6.0.1 >&2
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

for ((round = 0; round < rounds; round++)); do
    for file in difdup.jdx sqz.jdx affn.jdx two_columns.txt; do
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
END {
    for (f in files) {
        a = median(got[f, "ours"]); b = median(got[f, "theirs"])
        printf "%-16s %6.0f MB/s  %6.1f MB/s of %-14s  %5.1f x\n", f, a, b,
            f ~ /jdx/ ? "jcampconverter" : "xy-parser", a / b
    }
}' | sort
