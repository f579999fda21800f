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
vibrary -q match lib.vib map -k 1 -o out.tsv --map map.pdf --map-least 2
ls
