# The manual page has every command, and nothing that roff takes ill.
vibrary manual >vibrary.1
vibrary completion bash | sed -n "s/^    '\(..*\)')$/\1/p" >commands
[ "$(wc -l <commands)" -gt 20 ]
while read -r command; do
    grep -qx ".SS vibrary $command" vibrary.1
done <commands
if LC_ALL=C grep -n '[^ -~]' vibrary.1; then exit 1; fi
head -n 6 vibrary.1
sed -n '/^.SS vibrary export/,/^.EE/p' vibrary.1
command -v groff >/dev/null || skip "there is no groff here"
groff -man -Tascii -ww vibrary.1 >page 2>warnings || skip "no groff -man here"
[ -s page ] && [ ! -s warnings ]
