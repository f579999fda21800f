#!/bin/bash
# The most memory a command had: its own, and with the files it mapped, which
# the system takes back when it needs them. Looked at fifty times a second.
#
#     memory.sh COMMAND [ARGUMENT...]
set -euo pipefail
[ $# -gt 0 ] || { sed -n '5s/# *//p' "$0" >&2; exit 2; }

"$@" >/dev/null &
own=0 all=0
while facts=$(cat "/proc/$!/status" 2>/dev/null); do
    now=$(awk '/^RssAnon/ { print $2 }' <<<"$facts")
    [ -n "$now" ] || break # it has ended
    [ "$now" -le "$own" ] || own=$now
    all=$(awk '/^VmHWM/ { print $2 }' <<<"$facts")
    sleep 0.02
done
wait $! || echo "memory.sh: the command failed" >&2
printf '%d MB its own, %d MB with mapped files\n' $((own / 1024)) $((all / 1024))
