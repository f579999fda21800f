#!/bin/bash
# run.sh COMMAND LIKENESS PAGE.md - do what a page of the documents shows.
#
# Commands are run in their order in one new folder, where data/ is that of the
# project; beside this script PAGE.sh, if there is one, first puts there what
# the page takes for granted.
#
#   ```console   after "$ " commands, run as on a terminal 100 columns wide, then
#                what they say. It must be so: words literally, numbers to two of
#                their last digit, times not at all; "..." stands for any lines.
#   ```          lines "vibrary ..." are run and must not fail, nor be silent
#                unless they write a file. Those with ../shared are not run here
#                but by far.sh: they need data that is not part of the project.
#   ![..](x.png) must look like x.png, which some command on the page wrote.
#
# VIB_GOLDEN=write puts what was said, and the pictures, into the page.
set -euo pipefail

command=$(realpath "$1")
likeness=$2
page=$(realpath "$3")
here=$(cd -- "$(dirname -- "$0")" && pwd)
project=$(cd -- "$here/../.." && pwd)
writing=${VIB_GOLDEN:-}

script -qec true /dev/null </dev/null >/dev/null 2>&1 ||
    { echo "[SKIP] there are no pseudo-terminals here"; exit 77; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" "$work/run" "$work/steps"
ln -s "$command" "$work/bin/vibrary"
ln -s "$project/data" "$work/run/data"

# What a user's settings would change is set here.
export PATH=$work/bin:$PATH LC_ALL=C.UTF-8 TERM=dumb COLUMNS=100
export XDG_CONFIG_HOME=$work/config PROJECT=$project
unset NO_COLOR OMP_WAIT_POLICY

cd "$work/run"
name=$(basename "$page" .md)
# shellcheck source=/dev/null
[ ! -e "$here/$name.sh" ] || . "$here/$name.sh" >"$work/setup" 2>&1 ||
    { cat "$work/setup"; echo "$name.sh failed"; exit 1; }

# Steps of the page: N.run and, of a console, N.shown.
awk -v steps="$work/steps" '
    /^```/ {
        kind = kind ? "" : ($0 == "```console" ? "console" : "plain")
        open = 0
        next
    }
    kind == "console" && /^\$ / {
        file = sprintf("%s/%03d", steps, ++n)
        print substr($0, 3) > (file ".run")
        printf "" > (file ".shown")
        open = /\\$/
        next
    }
    kind == "console" && open {
        print > (file ".run")
        open = /\\$/
        next
    }
    kind == "console" && n { print > (file ".shown") }
    kind == "plain" && /^vibrary / && !/\.\.\/shared/ {
        print > sprintf("%s/%03d.run", steps, ++n)
    }' "$page"

failed=0
complain() { echo "$*"; failed=1; }
for step in "$work"/steps/*.run; do
    got=${step%.run}.got
    status=0
    SHELL=/bin/bash script -qec "$(cat "$step")" /dev/null </dev/null \
        >"$got" 2>&1 || status=$?
    sed -i 's/\r//g' "$got"
    if [ $status != 0 ]; then
        complain "failed with status $status: $(cat "$step")"
        cat "$got"
    elif [ -e "${step%.run}.shown" ]; then
        [ "$writing" = write ] ||
            awk -f "$here/agree.awk" "${step%.run}.shown" "$got" ||
            complain "that is not what '$(cat "$step")' says"
    elif [ ! -s "$got" ] && ! grep -q -- ' -o ' "$step"; then
        complain "silent: $(cat "$step")"
    fi
done
[ -e "$work/steps/001.run" ] || complain "no commands on this page"

while IFS= read -r picture; do
    if [ ! -s "$(basename "$picture")" ]; then
        complain "no command writes $picture"
    elif [ "$writing" = write ]; then
        cp "$(basename "$picture")" "$(dirname "$page")/$picture"
    else
        "$likeness" "$(dirname "$page")/$picture" "$(basename "$picture")" ||
            complain "$picture is another picture"
    fi
done < <(grep -oE '!\[[^]]*\]\([^)]*\.png\)' "$page" | sed 's/.*(//; s/)$//')

if [ "$writing" = write ]; then
    awk -v steps="$work/steps" '
        function said(  line, cut, file) {
            file = sprintf("%s/%03d", steps, n)
            while ((getline line < (file ".shown")) > 0)
                cut = cut || line ~ /^ *\.\.\.$/
            close(file ".shown")
            file = file (cut ? ".shown" : ".got")
            while ((getline line < file) > 0)
                print line
            close(file)
        }
        /^```/ {
            if (pending) said()
            pending = open = 0
            kind = kind ? "" : ($0 == "```console" ? "console" : "plain")
            print
            next
        }
        kind == "console" && /^\$ / {
            if (pending) said()
            n++
            pending = 1
            open = /\\$/
            print
            next
        }
        kind == "console" && open { open = /\\$/; print; next }
        kind == "console" && n { next }
        kind == "plain" && /^vibrary / && !/\.\.\/shared/ { n++ }
        { print }' "$page" >"$work/page"
    cp "$work/page" "$page"
fi
exit $failed
