#!/bin/bash
# Make data/references.tar.zst, data/unknowns.tar.zst and, from these,
# data/unknown.txt of RRUFF's processed, unoriented Raman spectra of excellent
# quality. The same archive gives the same bytes. How: data/README.md.
# usage: choose_demo_data.sh [SHARED]    SHARED: the shared data folder
set -euo pipefail
export LC_ALL=C
project=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." && pwd)
shared=${1:-$project/../shared}
archive=$shared/data/rruff_excellent_unoriented.tar.zst
twice_named=$shared/data/rruff_cross_name_duplicates.tsv
minerals=265 # with two specimens or more

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
mkdir "$scratch/all"
tar --zstd -xf "$archive" -C "$scratch/all" --transform 's|.*/||'

# mineral, specimen, rank of the laser, file: one line for each spectrum that
# may be chosen. Rows of the shared table are spectra filed under two names.
tr '\t' '\n' < "$twice_named" | sed 's/^[^=]*=//' > "$scratch/twice"
find "$scratch/all" -name '*Raman_Data_Processed*' -printf '%f\n' | sort |
    awk -F__ -v OFS='\t' '
        FILENAME != "-" { twice[$0]; next }
        $0 in twice || $1 ~ /^(unknown|Tourmaline)$/ { next }
        $2 !~ /^[A-Z][0-9][0-9][0-9][0-9][0-9][0-9](-[0-9]+)?$/ { next }
        {
            rank["532"] = 1; rank["780"] = 2; rank["785"] = 3; rank["514"] = 4
            print $1, substr($2, 1, 7), ($3 in rank ? rank[$3] : 9), $0
        }' "$scratch/twice" - |
    sort -t $'\t' -k1,1 -k2,2 -k3,3n -k4,4 > "$scratch/spectra"

# One spectrum for each specimen, best laser first; then two specimens for each
# mineral, three for a listed one that has five. The last is an unknown.
grep -v '^#' "$project/scripts/demo_minerals.txt" | tr -s ' ' '\n' |
    awk -F'\t' -v minerals=$minerals -v folder="$scratch" '
        function choose(name, most,    n, i, part) {
            n = count[name] < most ? count[name] : most
            for (i = 1; i <= n; i++) {
                part = i > 1 && i == n ? "unknowns" : "references"
                print file[name, i] > (folder "/" part)
            }
            if (n > 1)
                chosen++
            count[name] = 0
        }
        FILENAME == "-" { listed[++lists] = $1; next }
        { file[$1, ++count[$1]] = $4 }
        END {
            for (i = 1; i <= lists; i++)
                choose(listed[i], count[listed[i]] < 5 ? 2 : 3)
            for (n = 20; n > 1; n--) {
                rest = 0
                for (name in count)
                    if (count[name] == n)
                        names[++rest] = name
                for (; chosen < minerals && rest > 0; rest--) {
                    least = 1
                    for (i = 2; i <= rest; i++)
                        if (names[i] < names[least])
                            least = i
                    choose(names[least], 2)
                    names[least] = names[rest]
                }
            }
        }' <(sort -t $'\t' -u -k1,2 "$scratch/spectra" |
                sort -t $'\t' -k1,1 -k3,3n -k2,2) -

for part in references unknowns; do
    sort -o "$scratch/$part" "$scratch/$part"
    tar -C "$scratch/all" -cf - --files-from="$scratch/$part" --mode=0644 \
        --owner=0 --group=0 --numeric-owner --mtime=2015-01-01 |
        zstd -q -19 --force -o "$project/data/$part.tar.zst"
    echo "data/$part.tar.zst: $(wc -l < "$scratch/$part") spectra of" \
        "$(sed 's/__.*//' "$scratch/$part" | sort -u | wc -l) minerals"
done

cp -- "$scratch/all/$(grep "^Calcite__" "$scratch/unknowns")" \
    "$project/data/unknown.txt"
chmod 644 "$project/data/unknown.txt"
