# Another encoder for a library that is there.
library
vibrary -q train --synthetic --network "$network" --steps 1 --batch 8 \
    --seed 9 -o other.vibm
vibrary reencode lib.vib --model other.vibm
vibrary check lib.vib
vibrary search lib.vib minerals/c.txt -k 1 | cut -f 2-4
vibrary reencode lib.vib --model other.vibm
expect 1 vibrary reencode lib.vib --model none.vibm
expect 2 vibrary reencode lib.vib
