#!/bin/bash
# Make the library that this release leaves to all later ones, and what is in
# it as text: make_library.sh VIBRARY VERSION. Run once a release; what a release
# has left is never made again.
set -euo pipefail
vibrary=$(realpath "$1")
here=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)
out=$here/library-$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$here/../cli/prelude.sh"

"$vibrary" -q train --synthetic --steps 1 --batch 8 -o tiny.vibm \
    --pipeline "raman grid=100:1300:8 despike=8 snip=20 derivative=11,2" \
    --network "resnet in=3x151 stem=4k5 blocks=4/2 kernel=3 head=2 out=16"
"$vibrary" -q init lib.vib --model tiny.vibm
rruff a.txt Quartz R040031 128 206 464
rruff b.txt Quartz R050125 129 207 465
rruff c.txt Calcite R040070 156 282 713 1086
bands d.txt 144 399 515 639
columns e.txt 2 80
"$vibrary" -q add lib.vib a.txt b.txt c.txt
"$vibrary" -q add lib.vib d.txt --name Anatas --set "Fundort=Tavetsch, Graubünden"
"$vibrary" -q add lib.vib e.txt --set laser=785
"$vibrary" -q remove lib.vib 2
"$vibrary" -q tag lib.vib 1 3 --add mineral --add checked
"$vibrary" -q rename lib.vib 4 Anatase
"$vibrary" -q backup lib.vib "$out"
"$vibrary" -q index "$out" --factory Flat
"$vibrary" -q check "$out" >/dev/null
rm -f "$out/lock.mdb"
for id in $("$vibrary" list lib.vib --format tsv | tail -n +2 | cut -f 1); do
    echo "== $id"
    "$vibrary" export lib.vib "$id"
done >"$out.txt"
