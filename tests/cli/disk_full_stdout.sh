# Results that do not arrive are a failure.
[ -w /dev/full ] || skip "there is no /dev/full here"
library
expect 1 vibrary list lib.vib >/dev/full
expect 1 vibrary search lib.vib minerals/a.txt >/dev/full
expect 1 vibrary export lib.vib 1 >/dev/full
expect 1 vibrary --help >/dev/full
