#!/bin/bash
# Hold the line on what CONTRIBUTING.md says and a compiler does not check.
# usage: check_style.sh [BUILD]    BUILD: a build folder, for its library
set -euo pipefail
build=$(realpath -- "${1:-build}")
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
export LC_ALL=C.UTF-8

max_columns=80
max_file_lines=600
max_function_lines=70

library_folders=(base spectrum formats encoder store index match plot database)
mapfile -t library < <(find "${library_folders[@]}" -name '*.[ch]' | sort)
mapfile -t others < <(find include cli examples benchmarks tests \
    -name '*.[ch]' | sort)
files=("${library[@]}" "${others[@]}")

# grep that takes "nothing found" for an answer, not for an error.
search() { grep -n "$@" || [ $? -eq 1 ]; }

# Each finds the places that break its rule and prints them, or nothing.

long_lines() { search -E "^.{$((max_columns + 1))}" "${files[@]}"; }
tabs() { search $'\t' "${files[@]}"; }
trailing_spaces() { search -E ' +$' "${files[@]}"; }
upward_includes() { search -E '^ *# *include +["<]\.\./' "${files[@]}"; }

long_files()
{
    wc -l "${files[@]}" |
        awk -v max=$max_file_lines '$2 != "total" && $1 > max {
            print $2 ": " $1 " lines"
        }'
}

long_functions()
{
    ctags -x --_xformat='%F %{line} %{end} %N' --kinds-C=f --fields=+ne \
        --languages=C --langmap=C:.c.h "${files[@]}" |
        awk -v max=$max_function_lines '$3 - $2 + 1 > max {
            print $1 ":" $2 ": " $4 "() has " $3 - $2 + 1 " lines"
        }'
}

# The library never prints, never exits, never reads the environment.
worldly_calls()
{
    local calls='printf|vprintf|puts|putchar|perror|exit|_exit|abort'
    calls+='|getenv|secure_getenv|setenv'
    search -E "\b($calls) ?\(|\b(stdout|stderr)\b" "${library[@]}" |
        sed -E '/^[^:]+:[0-9]+: *(\/\*|\*)/d'
}

# What the shared library offers the world starts with vib_.
foreign_symbols()
{
    nm -D --defined-only "$build/lib/libvibrary.so" |
        awk '$3 !~ /^vib_/ { print "libvibrary.so exports " $3 }'
}

failed=0
# check RULE-IN-WORDS FUNCTION
check()
{
    local found
    found=$("$2") || found+="the check itself failed"
    [ -n "$found" ] || return 0
    printf '[FAIL] %s\n%s\n' "$1" "$found"
    failed=1
}

check "no line is longer than $max_columns columns" long_lines
check "no tabs" tabs
check "no spaces at the end of a line" trailing_spaces
check "no include climbs out of its folder" upward_includes
check "no file is longer than $max_file_lines lines" long_files
check "the library does not print, exit or read the environment" worldly_calls
if ctags --version 2>/dev/null | grep -q Universal; then
    check "no function is longer than $max_function_lines lines" long_functions
else
    echo "[SKIP] the length of functions: no universal-ctags here"
fi
if [ -e "$build/lib/libvibrary.so" ]; then
    check "the library exports only vib_ names" foreign_symbols
else
    echo "[SKIP] the library's exports: no $build/lib/libvibrary.so"
fi
exit $failed
