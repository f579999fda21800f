# An interrupt ends a match with what is done kept.
library
mkfifo pipe
vibrary match lib.vib minerals/a.txt - -o out.tsv <pipe &
exec 3>pipe # held open: standard input does not end yet
catches $!
sleep 0.5
kill -INT $!
exec 3>&-
expect 130 wait $!
ls
vibrary match lib.vib minerals/a.txt - -k 1 -o other.tsv <minerals/d.txt
vibrary match lib.vib minerals/a.txt - -o out.tsv <minerals/d.txt
ls
