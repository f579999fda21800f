# The disk is full: the results that are there are kept and gone on from.
library
columns "unknowns from a file with a long name.txt" 300 100
vibrary -q match lib.vib unknowns* -o whole.tsv
(ulimit -f 64; expect 1 vibrary -q match lib.vib unknowns* -o out.tsv)
ls | grep out
vibrary match lib.vib unknowns* -o out.tsv
cmp whole.tsv out.tsv
