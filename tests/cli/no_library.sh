# Where there is no library every command says so, and how to make one.
bands a.txt 200 500
expect 1 vibrary add lib.vib a.txt
expect 1 vibrary search lib.vib a.txt
expect 1 vibrary match lib.vib a.txt -o out.tsv
expect 1 vibrary list lib.vib
expect 1 vibrary show lib.vib 1
expect 1 vibrary export lib.vib 1
expect 1 vibrary export lib.vib --model -o m.vibm
expect 1 vibrary remove lib.vib 1
expect 1 vibrary index lib.vib
expect 1 vibrary check lib.vib
mkdir folder
expect 1 vibrary list folder
expect 1 vibrary list a.txt
ls
# What was probably meant.
library
expect 1 vibrary list lib
expect 1 vibrary search minerals/a.txt lib.vib
expect 2 vibrary plot lib.vib
