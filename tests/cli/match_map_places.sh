# Every place that was measured is on the map, whatever was found there, and a
# line is one whatever its direction.
library
sed 's/, .*/, 0/' minerals/c.txt >dead.txt # as a dead detector writes it
place() # FOLDER NUMBER X Y FILE
{
    mkdir -p "$1"
    { printf '##vibrary=1\n##map_x=%s\n##map_y=%s\n' "$3" "$4"
      grep -v '^##' "$5"
      printf '##END=\n'; } >"$1/$2.txt"
}
draw() # FOLDER OPTIONS...
{
    local status=0
    echo "$1" >&2
    vibrary match lib.vib "$1" -k 1 -o out.tsv --map "$1.svg" "${@:2}" \
        2>said || status=$?
    grep -v 'is flat on\|^searched' said >&2 || true
    return $status
}
# The right column and the upper row are dead.
for k in 0 1 2 3 4 5 6 7 8 9 10 11; do
    what=minerals/c.txt
    [ $((k % 4)) != 3 ] && [ $k -lt 8 ] || what=dead.txt
    place dead $k $((k % 4)) $((k / 4)) $what
done
expect 1 draw dead
for k in 0 1 2 3 4 5; do
    # A stage that is a little off, up and down; a slope; a slope upwards.
    place row $k $k "0.0$((k % 3))" minerals/c.txt
    place column $k "0.0$((k % 3))" -$k minerals/c.txt
    place slope $k $((4 * k)) $((-3 * k)) minerals/c.txt
    place cliff $k -$k $((7 * k)) minerals/c.txt
done
place slope 3 12 -9 dead.txt
draw row
draw column
expect 1 draw slope
draw cliff
# Two rows are not a line, however near, nor are strays that files have a step.
for k in 0 1 2 3 4 5 6 7 8 9; do
    place rows $k $((10 * (k / 2))) $((k % 2)) minerals/c.txt
done
draw rows
place rows 10 20 1 minerals/c.txt
draw rows
# Nowhere in particular.
for k in 1 2 3 4 5 6 7 8 9 10 11 12; do
    place strewn $k $((k * k * 379 % 1009)) $((k * k * k * 7919 % 997)) \
        minerals/c.txt
done
expect 1 draw strewn
draw strewn --map-columns 6 --map-step 2
