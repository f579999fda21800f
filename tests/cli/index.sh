# The index is rebuilt as asked, and finds the same.
library
vibrary search lib.vib minerals -k 4 >before
vibrary index lib.vib
vibrary index lib.vib --factory Flat
vibrary search lib.vib minerals -k 4 | cmp - before
expect 1 vibrary index lib.vib --factory Nonsense
vibrary search lib.vib minerals -k 4 | cmp - before
vibrary check lib.vib
