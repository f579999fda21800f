# agree.awk SHOWN GOT - does a command say what the page shows? Words literally;
# decimal numbers to two of the last digit shown; times not at all; a line "..."
# stands for any lines.

# The line without what differs from run to run.
function plain(line)
{
    gsub(/[0-9.]+ s( \([0-9]+\/s\))?/, "TIME", line)
    gsub(/[ \t]+/, " ", line)
    sub(/^ /, "", line)
    sub(/ $/, "", line)
    return line
}

# Take the first decimal number out of rest[which]: what stands before it.
function next_number(which,    before)
{
    if (!match(rest[which], /-?[0-9]+\.[0-9]+/)) {
        before = rest[which]
        rest[which] = number[which] = ""
        return before
    }
    before = substr(rest[which], 1, RSTART - 1)
    number[which] = substr(rest[which], RSTART, RLENGTH)
    rest[which] = substr(rest[which], RSTART + RLENGTH)
    return before
}

function agree(a, b,    digits, difference)
{
    rest[1] = plain(a)
    rest[2] = plain(b)
    while (rest[1] != "" || rest[2] != "") {
        if (next_number(1) != next_number(2))
            return 0
        if (number[1] == number[2])
            continue
        if (number[1] == "" || number[2] == "")
            return 0
        digits = length(number[1]) - index(number[1], ".")
        difference = number[1] - number[2]
        if (difference < 0)
            difference = -difference
        if (difference > 2.01 * 10 ^ -digits)
            return 0
    }
    return 1
}

FNR == NR { shown[++n] = $0; next }
{ got[++m] = $0 }

END {
    at = 1
    for (i = 1; i <= n; i++) {
        if (shown[i] ~ /^ *\.\.\.$/) {
            any = 1
            continue
        }
        while (any && at <= m && !agree(shown[i], got[at]))
            at++
        any = 0
        if (at > m || !agree(shown[i], got[at])) {
            print "shown: " shown[i]
            print "said:  " (at > m ? "(no more lines)" : got[at])
            exit 1
        }
        at++
    }
    if (!any && at <= m) {
        print "not shown: " got[at]
        exit 1
    }
}
