# The disk is full: nothing that was stored before is lost.
library
columns many.txt 300 300
size=$(du -k lib.vib/* | sort -n | tail -n 1 | cut -f 1)
(ulimit -f $((size + 64)); expect 1 vibrary add lib.vib many.txt)
vibrary list lib.vib | tail -n +2 | cut -f 2
vibrary check lib.vib
vibrary -q add lib.vib many.txt
vibrary list lib.vib | tail -n +2 | wc -l
