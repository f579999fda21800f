# A copy of a library, over nothing that is there.
library
vibrary -q index lib.vib --factory Flat
vibrary backup lib.vib copy.vib
vibrary remove lib.vib 1
vibrary check copy.vib
vibrary list copy.vib | cut -f 1,2
vibrary search copy.vib minerals/a.txt -k 1 | cut -f 1-4
expect 1 vibrary backup lib.vib copy.vib
expect 1 vibrary backup lib.vib no/copy.vib
expect 1 vibrary backup none.vib other.vib
expect 2 vibrary backup lib.vib
