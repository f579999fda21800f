# Read `ctest --verbose` and report: a line a test program, the output of
# those that failed, every skipped test by name, and the counts. A Criterion
# program counts as the tests in it, any other as one.

# "12: text": a line program 12 printed.
/^[0-9]+: / {
    id = $1 + 0
    text = substr($0, index($0, ": ") + 2)
    output[id] = output[id] "    " text "\n"
    if (text ~ /^\[SKIP\] /) {
        skips[id] = skips[id] "    " text "\n"
        skip_count[id]++
    }
    if (text ~ /^\[====\] Synthesis:/) {
        gsub(/[^0-9]+/, " ", text)
        split(text, synthesis, " ")
        inner[id] = 1
        passing[id] += synthesis[2]
        failing[id] += synthesis[3]
    }
    next
}

# " 3/20 Test  #3: name ....   Passed    0.18 sec"
/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: / {
    id = $0
    sub(/^[^#]*#/, "", id)
    id = id + 0
    print
    count(id, $0)
}

# What the caller adds when ctest itself was not content.
/^ctest: / {
    discontent = 1
}

function count(id, verdict)
{
    programs++
    if (verdict ~ /\*\*\*(Skipped|Not Run \(Disabled\))/) {
        skipped++
        printf "%s", skips[id] ? skips[id] : output[id]
        return
    }
    skipped += skip_count[id]
    if (verdict ~ /   Passed +[0-9.]+ sec/) {
        passed += inner[id] ? passing[id] : 1
        printf "%s", skips[id]
    } else {
        passed += passing[id]
        failed += failing[id] ? failing[id] : 1
        printf "%s", output[id]
    }
}

END {
    if (!programs)
        print "no tests were run"
    if ((discontent || !programs) && !failed)
        failed = 1
    printf "%d passed, %d failed, %d skipped\n", passed, failed, skipped
}
