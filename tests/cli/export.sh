# What is exported is what was read, and is read again as the same spectrum.
library
vibrary export lib.vib 1 -o quartz.txt
grep '^##' quartz.txt
vibrary export lib.vib 1 | cmp - quartz.txt
vibrary add lib.vib quartz.txt
vibrary export lib.vib 1 2 | grep -c '^##END='
# All of them, with every point and field, from one library into another.
vibrary tag lib.vib 2 --add checked --add "by hand"
vibrary export lib.vib --all -o all.txt
vibrary inspect all.txt | cut -f 1,3
vibrary -q init other.vib --model "$MODEL"
vibrary add other.vib all.txt
vibrary export other.vib --all | cmp - all.txt
vibrary list other.vib --tag checked --tag "by hand" | cut -f 1,2
vibrary show other.vib 2 --format json | grep -o '"tag": [^]]*]'
expect 1 vibrary add other.vib lib.vib
expect 2 vibrary export lib.vib --all 1
expect 2 vibrary export lib.vib
vibrary export lib.vib --model -o encoder.vibm
cmp encoder.vibm "$MODEL"
expect 1 vibrary export lib.vib 99 -o none.txt
expect 1 vibrary export lib.vib 1 -o no/such/folder.txt
expect 1 vibrary export lib.vib --model -o no/such/folder.vibm
ls
