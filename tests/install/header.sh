#!/bin/bash
# header.sh INCLUDE_DIR - the public header compiles alone, as C and as C++,
# with every compiler that is here.
set -euo pipefail

include=$1
warnings="-Wall -Wextra -Wpedantic -Wstrict-prototypes -Werror"
compiled=0

# compile COMPILER LANGUAGE STANDARD WARNINGS...
compile()
{
    local compiler=$1 language=$2 standard=$3
    shift 3
    command -v "$compiler" >/dev/null || return 0
    echo '#include <vibrary.h>' |
        "$compiler" -x "$language" -std="$standard" "$@" -fsyntax-only \
            -I"$include" -
    echo "$compiler $standard"
    compiled=$((compiled + 1))
}

for standard in c11 c17; do
    for compiler in gcc clang; do
        # shellcheck disable=SC2086  # several words
        compile $compiler c $standard $warnings
    done
done
for compiler in g++ clang++; do
    compile $compiler c++ c++17 -Wall -Wextra -Wpedantic -Werror
done
[ $compiled -ge 3 ]
