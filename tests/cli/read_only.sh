# A folder that may not be written to can be read, and refuses the rest.
library
cp "$MODEL" model.vibm # where it lies may be closed to other users
chmod -R a-w lib.vib
if [ "$(id -u)" = 0 ]; then # who may write everywhere
    command -v setpriv >/dev/null || skip "root, and there is no setpriv"
    chmod a+rx "$(dirname "$(dirname "$PWD")")" "$(dirname "$PWD")" .
    user() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
    user vibrary --version >/dev/null 2>&1 ||
        skip "root, and others may not run the command"
else
    chmod a-w .
    user() { "$@"; }
fi
user vibrary search lib.vib minerals/a.txt -k 1 | cut -f 1-4
user vibrary list lib.vib | wc -l
expect 1 user vibrary add lib.vib minerals/a.txt
expect 1 user vibrary remove lib.vib 1
expect 1 user vibrary init new.vib --model model.vibm
expect 1 user vibrary match lib.vib minerals -o out.tsv
