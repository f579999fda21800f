# Everything known about a spectrum.
library
vibrary show lib.vib 1 3
vibrary show lib.vib 4 --format json
expect 1 vibrary show lib.vib 2 99 --format tsv | cut -f 1,2 | sort -u | wc -l
