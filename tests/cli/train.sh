# A model is trained on a library or files; names may be left out. What cannot
# be learned from is counted.
library
set -- --steps 2 --batch 8 --network "$network"
vibrary train lib.vib "$@" -o a.vibm
echo quartz >names
vibrary train lib.vib "$@" -o b.vibm --exclude-names names
mkdir more
mv minerals/c.txt minerals/d.txt more
vibrary train -q more "$@" -o c.vibm
vibrary init -q other.vib --model b.vibm
vibrary add -q other.vib more
vibrary search other.vib more -k 1 | cut -f 1-4
flat() { awk -v x="$1" 'BEGIN { while (i++ < 500) print x + i "\t0.1" }'; }
flat 100 >more/flat.txt
flat 5000 >more/outside.txt
vibrary train more "$@" -o c.vibm
expect 1 vibrary train lib.vib "$@" -o d.vibm --exclude-names none
expect 1 vibrary train nowhere "$@" -o d.vibm
expect 1 vibrary train lib.vib "$@" -o no/such/folder.vibm
expect 1 vibrary train lib.vib "$@" -o d.vibm --pipeline nonsense
ls
