# Another encoder for a library that is there.
library
vibrary -q train --synthetic --network "$network" --steps 1 --batch 8 \
    --seed 9 -o other.vibm
vibrary reencode lib.vib --model other.vibm
vibrary check lib.vib
vibrary search lib.vib minerals/c.txt -k 1 | cut -f 2-4
vibrary reencode lib.vib --model other.vibm
expect 1 vibrary reencode lib.vib --model none.vibm
# An encoder for the other technique is only for a library that is empty.
vibrary -q train --synthetic --technique infrared --network "$network" \
    --steps 1 --batch 8 -o infrared.vibm
expect 1 vibrary reencode lib.vib --model infrared.vibm
vibrary add lib.vib minerals/c.txt
vibrary -q init empty.vib --model other.vibm
vibrary reencode empty.vib --model infrared.vibm
expect 2 vibrary reencode lib.vib
