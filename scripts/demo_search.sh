#!/bin/bash
# Show Vibrary at work, once it is built: a library of the references in data/,
# one search, and all unknowns beside plain correlation. Needs no network.
# usage: demo_search.sh [init option...]
set -euo pipefail
export LC_ALL=C.UTF-8
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
demo=build/demo
library=$demo/minerals.vib
answers=$demo/answers.tsv

# Say what is done as the command that one would type.
run()
{
    printf '\n$ vibrary %s\n' "$*"
    build/bin/vibrary "$@"
}

rm -rf -- "$demo"
mkdir -p -- "$demo"

run init "$library" "$@"
run add "$library" data/references.tar.zst

printf '\nWhat is this mineral? Its specimen is not in the library.\n'
run search "$library" data/unknown.txt -k 5 --by compound --format table

printf '\nThe same for %s unknowns, all of specimens not in the library:\n' \
    "$(build/bin/vibrary inspect data/unknowns.tar.zst | sed 1d | wc -l)"
for score in fused hqi; do
    run match "$library" data/unknowns.tar.zst --score "$score" \
        --by compound -k 5 -o "$demo/$score.tsv"
done

# One line an unknown: its name, then for each score the answer, how well it
# agrees, and the rank of the right name, 0 when it is not among the five.
awk -F'\t' -v OFS='\t' '
    function plain(name) {
        gsub(/[^A-Za-z0-9]/, "", name)
        return tolower(name)
    }
    FNR == 1 { file++; next }
    {
        truth = $1
        sub(/^.*:/, "", truth)
        sub(/__.*/, "", truth)
        if (!($1 in number)) {
            number[$1] = ++count
            name[count] = truth
        }
        i = number[$1]
        if ($2 == 1) {
            answer[i, file] = $4
            score[i, file] = $5
        }
        if (plain($4) == plain(truth) && !rank[i, file])
            rank[i, file] = $2
    }
    END {
        print "unknown", "vibrary", "score", "rank", "correlation", "score",
            "rank"
        for (i = 1; i <= count; i++)
            print name[i], answer[i, 1], score[i, 1], rank[i, 1] + 0,
                answer[i, 2], score[i, 2], rank[i, 2] + 0
    }' "$demo/fused.tsv" "$demo/hqi.tsv" > "$answers"

# Some 25 of them spread over the alphabet, and the sums of all.
awk -F'\t' -v rows=25 '
    function verdict(rank) { return rank == 1 ? "right" : "wrong" }
    FNR == 1 { file++; next }
    file == 1 { count++; next }
    FNR == 2 {
        format = "%-20s %-20s %-6s %-6s %-20s %-6s %s\n"
        every = int((count + rows - 1) / rows)
        printf "\n" format, "unknown", "Vibrary says", "score", "",
            "plain correlation", "score", ""
    }
    {
        first[1] += $4 == 1; first[2] += $7 == 1
        five[1] += $4 > 0; five[2] += $7 > 0
        if ((FNR - 2) % every == 0)
            printf format, substr($1, 1, 20), substr($2, 1, 20),
                sprintf("%.3f", $3), verdict($4), substr($5, 1, 20),
                sprintf("%.3f", $6), verdict($7)
    }
    END {
        printf "\nOf %d unknowns\n", count
        split("Vibrary:plain correlation:", who, ":")
        for (i = 1; i <= 2; i++)
            printf "%-20s names %d right (%.1f %%), %d among its first five" \
                " (%.1f %%)\n", who[i], first[i], 100 * first[i] / count,
                five[i], 100 * five[i] / count
    }' "$answers" "$answers"
printf '\nAll answers: %s. The spectra are from RRUFF: see data/README.md.\n' \
    "$answers"
