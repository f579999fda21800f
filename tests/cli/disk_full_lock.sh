# A full disk has no room for LMDB's lock file: that is told, and kills nobody.
# In name spaces of its own a user may mount what root may.
library
cp "$MODEL" model.vibm
mkdir small
can='mount -t tmpfs -o size=4m tmpfs small'
unshare --map-root-user --mount sh -c "$can" 2>/dev/null ||
    skip "no file system can be mounted here"
cat >inside <<'END'
set -eu
mount -t tmpfs -o size=4m tmpfs small
expect() { rc=0; "$@" || rc=$?; [ $rc = $wanted ] || echo "exit status $rc: $*"; }
cp -r lib.vib small/lib.vib
cp -r lib.vib small/bare.vib
rm small/bare.vib/lock.mdb
head -c 8m /dev/zero >small/filler 2>/dev/null || true
wanted=1
expect vibrary init small/new.vib --model model.vibm
expect vibrary list small/bare.vib
expect vibrary search small/bare.vib minerals/a.txt
expect vibrary backup lib.vib small/copy.vib
ls -A small
wanted=0
expect vibrary list small/lib.vib | wc -l
rm small/filler
expect vibrary list small/bare.vib | wc -l
END
unshare --map-root-user --mount sh inside
