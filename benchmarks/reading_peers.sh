#!/bin/bash
# Files read by Vibrary, by programs in node and by Gwyddion, in turns; MB/s of
# processor time on one core, medians, and how many points each gives.
# usage: benchmarks/reading_peers.sh [BUILD [ROUNDS [FORMATS]]]
# FORMATS: the shared folder of real files (../shared/formats), for WDF, SPC and
# SPE. The programs are installed from npm below /tmp, Gwyddion from Debian.
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

# Gwyddion's modules, and what its pkg-config asks for.
packages=(gwyddion libgwyddion20-dev libgtk2.0-dev libfftw3-dev
    libgtkglext1-dev)
if ! dpkg-query -s "${packages[@]}" >/dev/null 2>&1; then
    root=()
    [ "$(id -u)" -eq 0 ] || root=(sudo)
    "${root[@]}" apt-get -q update >&2
    "${root[@]}" apt-get -q install -y --no-install-recommends \
        "${packages[@]}" >&2
fi
# The modules take symbols of all of its libraries.
gcc -O2 -o reading_gwyddion "$here/reading_gwyddion.c" -Wl,--no-as-needed \
    $(pkg-config --cflags --libs gwyddion | sed 's/-I/-isystem /g')

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
    wdf/rosettasciio/renishaw_test_map2.wdf \
    wdf/rosettasciio/renishaw_test_zscan.wdf \
    wdf/ramanchada2/nCal_Qontor785_z005H12_100_1x3s.wdf \
    spc/hyspc/Witec-timeseries.spc spc/rohanisaac/4d_map.spc \
    spc/hyspc/LC_DIODE_ARRAY.SPC spc/hyspc/HCL.SPC spc/lightr/CRAIC.spc \
    spe/spe2py/small_roi.spe spe/hyperspec/spe_format_3.0.SPE; do
    [ ! -e "$formats/$real" ] || cp -f "$formats/$real" .
    [ ! -e "$formats/$real" ] || files+=("$(basename "$real")")
done

peers_of()
{
    case ${1,,} in
        *.jdx) echo jcampconverter ;;
        *.txt) echo xy-parser ;;
        *.spe) echo gwyddion ;;
        *.wdf | *.spc) echo "${1: -3}-parser gwyddion" ;;
    esac
}

# MB/s, points, numbers of images; nothing when it cannot read the file.
measure()
{
    case $2 in
        vibrary) "$build/benchmarks/reading" "$1" | awk '{ print $1, $9 }' ;;
        gwyddion) ./reading_gwyddion "$1" || true ;;
        *) node reading_peers.mjs "$1" || true ;;
    esac
}

for ((round = 0; round < rounds; round++)); do
    for file in "${files[@]}"; do
        for reader in vibrary $(peers_of "$file"); do
            echo "$file ${reader,,} $(measure "$file" "$reader")"
        done
    done
done | awk '{
    got[$1, $2] = got[$1, $2] " " $3
    points[$1, $2] = $4
    images[$1, $2] = $5
    readers[$1, $2]
}
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
    for (r in readers) {
        split(r, name, SUBSEP)
        file = name[1]
        if (name[2] == "vibrary")
            continue
        a = median(got[file, "vibrary"]); b = median(got[r])
        printf "%-36s %5.0f MB/s of %7d points  ", file, a,
            points[file, "vibrary"]
        if (b == "")
            printf "%-14s does not load it\n", name[2]
        else
            printf "%-14s %5.1f x (%.1f MB/s of %d points%s)\n", name[2],
                a / b, b, points[r],
                images[r] ? " and " images[r] " of images" : ""
    }
}' | sort
