# Streams that are closed, as cron and some daemons leave them: what would have
# been told must not be written into the library, whose file has their number.
bands a.txt 128 206 464
bands b.txt 128 300 464
vibrary -q init lib.vib --model "$MODEL" <&- >&- 2>&-
vibrary add lib.vib a.txt <&- >&- 2>&-
vibrary add lib.vib b.txt - <&- >&- 2>&- || echo "no standard input: $?"
vibrary match lib.vib a.txt -o answers.tsv <&- >&- 2>&-
vibrary search lib.vib nothing.txt 2>&- >/dev/null || echo "nothing: $?"
expect 1 vibrary list lib.vib >&-
env -i "$(command -v vibrary)" list lib.vib <&- | cut -f 1,2
vibrary check lib.vib
wc -l <answers.tsv
