# Removed spectra are gone for good, all that were named or none.
library
vibrary remove lib.vib 1 3
vibrary list lib.vib | cut -f 1,2
expect 1 vibrary remove lib.vib 2 99
expect 1 vibrary remove lib.vib 3
vibrary list lib.vib | cut -f 1,2
vibrary search lib.vib minerals/a.txt | cut -f 3 | sort
vibrary add lib.vib minerals/a.txt
vibrary list lib.vib | cut -f 1,2
# The same id twice is one spectrum.
vibrary remove lib.vib 2 4 2
expect 1 vibrary show lib.vib 99
expect 1 vibrary export lib.vib 99 -o out.csv
expect 1 vibrary plot lib.vib:99 -o out.svg
