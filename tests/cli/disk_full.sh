# The disk is full: nothing that was stored before is lost.
library
mkdir many
for i in $(seq 400); do
    rruff "many/$i.txt" "Mineral $i" "R$i" "$((100 + 2 * i))" "$((101 + i))"
done
size=$(du -k lib.vib/* | sort -n | tail -n 1 | cut -f 1)
(ulimit -f $((size + 64)); expect 1 vibrary add lib.vib many)
vibrary list lib.vib | tail -n +2 | cut -f 2 | head -n 4
vibrary check lib.vib
vibrary -q add lib.vib many
vibrary list lib.vib | tail -n +2 | wc -l
