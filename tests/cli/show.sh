# Everything known about a spectrum.
library
vibrary show lib.vib 1 3
vibrary show lib.vib 4 --format json
expect 1 vibrary show lib.vib 2 99 --format tsv | cut -f 1,2 | sort -u | wc -l
# A neighbour of the same specimen says so.
vibrary -q annotate lib.vib 2 --set specimen=R040031
vibrary show lib.vib 1 | grep -c 'own specimen$'
