# Space comes back; what is stored stays, and answers as before.
library
vibrary -q index lib.vib --factory Flat
vibrary remove lib.vib 1
vibrary search lib.vib minerals -k 3 >before
vibrary compact lib.vib
vibrary search lib.vib minerals -k 3 | cmp - before
vibrary check lib.vib
vibrary compact lib.vib/
ln -s lib.vib link.vib
vibrary compact link.vib
vibrary search link.vib minerals -k 3 | cmp - before
test -L link.vib
ls
ls lib.vib
expect 1 vibrary compact none.vib
expect 2 vibrary compact
