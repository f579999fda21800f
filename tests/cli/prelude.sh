# shellcheck shell=bash disable=SC2034
# prelude.sh - what every golden test may use. MODEL is a model file.

# A network that learns in no time, and nothing much.
network="stem=4k5 blocks=4,8/2 kernel=3 head=2 out=16"

# expect STATUS COMMAND...: run it; the test fails when it ends otherwise.
expect()
{
    local wanted=$1 status=0
    shift
    "$@" || status=$?
    if [ $status != "$wanted" ]; then
        echo "exit status $status, not $wanted: $*" >&2
        return 1
    fi
}

# skip WHY: the test cannot be run here.
skip()
{
    echo "$1" >&2
    exit 77
}

# bands FILE CENTRE...: a spectrum with bands there, 100 to 1300 cm-1.
bands()
{
    local file=$1
    shift
    awk -v centres="$*" 'BEGIN {
        n = split(centres, c, " ")
        for (x = 100; x <= 1300; x += 2) {
            y = 10
            for (i = 1; i <= n; i++)
                y += 1000 * (n + 1 - i) / (1 + ((x - c[i]) / 4) ^ 2)
            printf "%d\t%.4f\n", x, y
        }
    }' >"$file"
}

# columns FILE COUNT POINTS: a table of so many spectra, no two alike.
columns()
{
    awk -v count="$2" -v points="$3" 'BEGIN {
        for (i = 0; i < points; i++) {
            printf "%g", 100 + i * 1200 / points
            for (k = 1; k <= count; k++)
                printf "\t%.3f", (i * (k + 7) * 7919 + k * k) % 1009
            printf "\n"
        }
    }' >"$1"
}

# rruff FILE NAME ID CENTRE...: the same as RRUFF writes its files.
rruff()
{
    local file=$1 name=$2 id=$3
    shift 3
    bands "$file" "$@"
    { printf '##NAMES=%s\n##RRUFFID=%s\n' "$name" "$id"
      printf '##URL=rruff.info/%s\n\n' "$id"
      sed 's/\t/, /' "$file"
      printf '##END=\n'; } >"$file.new"
    mv "$file.new" "$file"
}

# library: lib.vib with four spectra of three minerals.
library()
{
    mkdir minerals
    rruff minerals/a.txt Quartz R040031 128 206 464
    rruff minerals/b.txt Quartz R050125 129 207 465
    rruff minerals/c.txt Calcite R040070 156 282 713 1086
    rruff minerals/d.txt Anatase R060277 144 399 515 639
    vibrary -q init lib.vib --model "$MODEL"
    vibrary -q add lib.vib minerals
}

# catches PID: wait until it handles an interrupt; started in the background, a
# program ignores it until then.
catches()
{
    local mask tries
    for ((tries = 0; tries < 1000; tries++)); do
        mask=$(sed -n 's/^SigCgt:[[:space:]]*//p' "/proc/$1/status")
        [ $((0x$mask & 2)) -eq 0 ] || return 0
        sleep 0.05
    done
}
