#!/bin/bash
# run.sh COMMAND MODEL TEST.sh - run one golden test of the command.
#
# The test runs in an empty folder. What it writes must be what stands beside
# it: TEST.stdout and TEST.stderr, where * matches any text in a line and all
# else is literal; a file that is not there means: nothing is written.
# VIB_GOLDEN=write makes the files from what was written, to be looked over;
# what differs from run to run and model to model becomes a *.
set -euo pipefail

command=$(realpath "$1")
model=$2
test=$(realpath "$3")
here=$(dirname "$test")
name=${test%.sh}

work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/run"
ln -s "$command" "$work/bin/vibrary"

# What a user's settings would change is set here.
export PATH=$work/bin:$PATH LC_ALL=C.UTF-8 TERM=dumb MODEL=$model
export XDG_CONFIG_HOME=$work/config
unset NO_COLOR COLUMNS OMP_WAIT_POLICY

status=0
(cd "$work/run" && exec bash -eu -o pipefail -c \
    '. "$0"; . "$1"' "$here/prelude.sh" "$test") \
    >"$work/stdout" 2>"$work/stderr" </dev/null || status=$?
if [ $status = 77 ]; then
    echo "[SKIP] $(basename "$name"): $(tail -n 1 "$work/stderr")"
    exit 77
fi

# Whether file $1 is what the expectation $2 says.
same()
{
    local pattern line failed=0 number=0
    [ -e "$2" ] || set -- "$1" /dev/null
    exec 3<"$1" 4<"$2"
    while IFS= read -r line <&3; do
        number=$((number + 1))
        IFS= read -r pattern <&4 || pattern='(no more lines)'
        pattern=${pattern//\\/\\\\}
        pattern=${pattern//\[/\\[}
        pattern=${pattern//\?/\\?}
        # shellcheck disable=SC2053  # a pattern on purpose
        if [[ $line != $pattern ]]; then
            echo "line $number: $line" && failed=1
        fi
    done
    if IFS= read -r pattern <&4; then
        echo "missing: $pattern" && failed=1
    fi
    exec 3<&- 4<&-
    return $failed
}

if [ "${VIB_GOLDEN:-}" = write ]; then
    for stream in stdout stderr; do
        rm -f "$name.$stream"
        [ -s "$work/$stream" ] || continue
        sed -E -e 's/ [0-9.]+ s( \([0-9]+\/s\))?$/ * s\1/' \
            -e 's/\([0-9]+\/s\)/(*\/s)/' -e 's/[0-9a-f]{32}/*/' \
            -e 's/[0-9]+ bytes/* bytes/' -e 's/[0-9.]+ %/* %/g' \
            -e 's/loss of .*/loss of */' -e 's/-?[01]\.[0-9]{6}/*/g' \
            "$work/$stream" >"$name.$stream"
    done
    exit $status
fi

failed=0
for stream in stdout stderr; do
    if ! same "$work/$stream" "$name.$stream" >"$work/difference"; then
        echo "$stream is not as $(basename "$name").$stream says:"
        cat "$work/difference"
        failed=1
    fi
done
if [ $status != 0 ]; then
    echo "ended with status $status; stderr was:"
    cat "$work/stderr"
    failed=1
fi
exit $failed
