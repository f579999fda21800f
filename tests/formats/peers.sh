#!/bin/bash
# peers.sh COMMAND - others' readers read the JCAMP-DX that we write.
#
# jcampconverter (npm, MIT) is installed for this test alone, below the user's
# cache folder; JSpecView (LGPL) is part of Debian's libjmol-java. A peer that
# cannot be had is skipped, without any the test is.
set -euo pipefail

vibrary=$(realpath "$1")
here=$(dirname "$(realpath "$0")")
version=12.5.3
npm=${XDG_CACHE_HOME:-$HOME/.cache}/vibrary/npm-$version
jar=/usr/share/java/Jmol.jar
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

missing() { echo "SKIPPED: no $1" >&2; return 1; }

have_jcampconverter()
{
    command -v node >/dev/null && command -v npm >/dev/null ||
        missing "node or npm, so no jcampconverter" || return
    [ -d "$npm/node_modules/jcampconverter" ] ||
        timeout 300 npm install --silent --no-audit --no-fund \
            --prefix "$npm" "jcampconverter@$version" >&2 ||
        missing "jcampconverter: npm cannot install it"
}

have_jspecview()
{
    command -v javac >/dev/null && [ -e $jar ] ||
        missing "javac or libjmol-java, so no JSpecView"
}

# table EXPRESSION_OF_X EXPRESSION_OF_Y...: 500 points.
table()
{
    local x=$1 columns=
    shift
    printf -v columns ', %s' "$@"
    awk -v OFS=, "BEGIN { CONVFMT = OFMT = \"%.12g\"; srand(3)
        for (i = 0; i < 500; i++) print $x$columns }"
}

cd "$work"
table '400 + i / 4' 'int(60000 * rand())' >counts.csv
table '4000 - i * 0.5' 'int(1e6 * rand()) / 1e4 - 50' >decimals.csv
table '100 + i' 'i % 40 == 0 ? 900 : 7' >runs.csv
table '100 + i + i * i / 7' 'int(1e6 * rand()) / 1e4' >uneven.csv
table '100 + i' 'int(900 * rand())' 'i * 0.125' '5' >several.csv
for table in *.csv; do
    "$vibrary" -q convert "$table" -o "${table%.csv}.jdx"
done

tried=0
if have_jcampconverter; then
    cp "$here/jcampconverter.mjs" "$npm"
    for table in counts decimals runs several; do # it does not know XYPOINTS
        node "$npm/jcampconverter.mjs" $table.jdx $table.csv
    done
    tried=1
fi
if have_jspecview; then
    javac -cp $jar -d . "$here/JSpecView.java"
    for table in *.csv; do
        java -cp $jar:. JSpecView "${table%.csv}.jdx" "$table"
    done
    tried=1
fi
[ $tried = 1 ] || exit 77
