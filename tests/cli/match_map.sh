# A map of the best answers, and how much there is of each.
library
mkdir map
place() # X Y FILE
{
    { printf '##vibrary=1\n##map_x=%s\n##map_y=%s\n' "$1" "$2"
      grep -v '^##' "$3"
      printf '##END=\n'; } >"map/$2-$1.txt"
}
for x in 0 5 10 15; do
    for y in 0 5 10; do
        place "$x" "$y" minerals/c.txt
    done
done
place 5 5 minerals/d.txt
place 15 0 minerals/d.txt
place 15 10 minerals/a.txt
vibrary -q match lib.vib map -k 1 -o out.tsv --map map.png
wc -l <out.tsv
head -c 4 map.png | od -An -c
vibrary -q match lib.vib map -k 1 -o out.json --format json --map map.svg
head -c 5 map.svg && echo
expect 1 vibrary -q match lib.vib minerals -k 1 -o out.tsv --map no.png
wc -l <out.tsv
expect 2 vibrary match lib.vib map -o out.tsv --map map.gif
expect 2 vibrary match lib.vib map -o out.tsv --map map.png --map-least much
vibrary match lib.vib map -k 1 -o out.tsv --map map.pdf --map-least 2
# Each answer says where it is.
cut -f 2,4,13,14 out.tsv
# A scan by rows that tells no places: two rows of two.
cp minerals/a.txt minerals/e.txt
expect 2 vibrary match lib.vib minerals -o row.tsv --map row.svg --map-columns 2
vibrary -q match lib.vib minerals/[acde].txt -k 1 -o row.tsv --map row.svg \
    --map-columns 2 --map-step 3
cut -f 2,4,13,14 row.tsv
ls
