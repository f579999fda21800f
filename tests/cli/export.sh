# What is exported is what was read, and is read again as the same spectrum.
library
vibrary export lib.vib 1 -o quartz.txt
grep '^##' quartz.txt
vibrary export lib.vib 1 | cmp - quartz.txt
vibrary add lib.vib quartz.txt
vibrary export lib.vib 1 2 | grep -c '^##END='
vibrary export lib.vib --model -o encoder.vibm
cmp encoder.vibm "$MODEL"
expect 1 vibrary export lib.vib 99 -o none.txt
expect 1 vibrary export lib.vib 1 -o no/such/folder.txt
expect 1 vibrary export lib.vib --model -o no/such/folder.vibm
ls
