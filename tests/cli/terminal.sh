# On a terminal: a table that fits, names cut at their end, paths at their
# front; never a letter cut in half.
command -v script >/dev/null || skip "there is no command script here"
script -qec true /dev/null </dev/null >/dev/null 2>&1 ||
    skip "there are no pseudo-terminals here"
rruff a.txt "Ångström's mineral of a name that is long" R040031 128 206 464
mkdir -p a/long/path/to/the/references
bands a/long/path/to/the/references/b.txt 128 206 464
vibrary -q init lib.vib --model "$MODEL"
vibrary -q add lib.vib a.txt a
show() { script -qec "stty cols 60; $*" /dev/null </dev/null | tr -d '\r'; }
show vibrary list lib.vib
show LC_ALL=C vibrary list lib.vib
show COLUMNS=40 vibrary list lib.vib
show COLUMNS=40 TERM=dumb LC_ALL=C vibrary search lib.vib a.txt -k 1 \
    --score hqi
show TERM=xterm vibrary search lib.vib a.txt -k 1 | head -n 2 | od -c | head -n 4
show TERM=xterm NO_COLOR=1 vibrary search lib.vib a.txt -k 1 | head -n 2
# Help keeps to a narrow window, but for what is to be typed.
show COLUMNS=40 LC_ALL=C vibrary match --help | sed '/^examples/,$d' |
    awk 'length > 40 { print "too wide: " $0 }'
show COLUMNS=40 vibrary audit --help | head -n 12
