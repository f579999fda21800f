# Damage is named, never believed, and the rest can be used again without it.
library
cp -r lib.vib short.vib
cp -r lib.vib torn.vib
at=$(grep -abo Calcite lib.vib/data.mdb | head -n 1 | cut -d : -f 1)
printf X | dd of=lib.vib/data.mdb bs=1 seek="$at" conv=notrunc status=none
expect 1 vibrary check lib.vib
expect 1 vibrary list lib.vib
expect 1 vibrary show lib.vib 3
expect 1 vibrary search lib.vib minerals/c.txt
vibrary remove lib.vib 3
vibrary check lib.vib
vibrary add lib.vib minerals
vibrary search lib.vib minerals/c.txt -k 1 | cut -f 1-4

# With --repair the rest becomes a sound library under the same ids, and the
# damaged one is kept.
at=$(grep -abo Anatase torn.vib/data.mdb | head -n 1 | cut -d : -f 1)
printf X | dd of=torn.vib/data.mdb bs=1 seek="$at" conv=notrunc status=none
vibrary check torn.vib --repair
vibrary check torn.vib
vibrary list torn.vib | cut -f 1,2
expect 1 vibrary list torn.vib.damaged | cut -f 1,2
vibrary check torn.vib --repair
cp -r lib.vib bare.vib
vibrary -q index bare.vib --factory Flat
truncate -s 100 bare.vib/index.faiss
expect 1 vibrary check bare.vib
vibrary check bare.vib --repair

truncate -s 9000 short.vib/data.mdb
expect 1 vibrary list short.vib
expect 1 vibrary check short.vib
expect 1 vibrary check short.vib --repair
awk 'BEGIN { for (i = 0; i < 9000; i++) printf "nonsense" }' \
    >short.vib/data.mdb
expect 1 vibrary list short.vib
expect 1 vibrary add short.vib minerals
