#!/bin/bash
# run.sh SOURCE_DIR BUILD_DIR MODEL - install into a folder, move the folder,
# and use what is there as others would: the command, and the libraries through
# CMake and pkg-config, shared and static.
set -euo pipefail

source=$1
build=$2
model=$3
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

step() { echo "== $*"; }

step "install, then move: nothing may depend on where it was"
cmake --install "$build" --prefix "$work/first" >/dev/null
mv "$work/first" "$work/prefix"
prefix=$work/prefix
lib=$(dirname "$(find "$prefix" -name libvibrary.a)")

step "only what the headers declare is exported"
nm -D --defined-only "$lib/libvibrary.so" | awk '{ print $3 }' |
    sed 's/@.*//' | sort >"$work/exported"
grep -oh 'vib_[a-z_]*(' "$prefix"/include/vibrary*.h | tr -d '(' | sort -u \
    >"$work/declared"
if comm -23 "$work/exported" "$work/declared" | grep .; then
    echo "exported, but not declared"
    exit 1
fi
[ "$(wc -l <"$work/exported")" -gt 25 ]

step "the command"
cd "$work"
vibrary=$prefix/bin/vibrary
"$vibrary" --version
for band in 200 400 600; do
    awk -v c=$band 'BEGIN { for (x = 100; x < 1300; x += 2)
        print x, 10 + 1000 / (1 + ((x - c) / 5) ^ 2) }' >$band.txt
done
if [ -e "$prefix/share/vibrary/models/raman.vibm" ]; then
    "$vibrary" -q init lib.vib
else
    "$vibrary" -q init lib.vib --model "$model"
fi
"$vibrary" -q add lib.vib 200.txt 400.txt 600.txt
"$vibrary" search lib.vib 400.txt -k 1 | grep "	400	" >/dev/null

step "completion and the manual page, as the command writes them"
share=$prefix/share
"$vibrary" completion bash |
    cmp - "$share/bash-completion/completions/vibrary"
"$vibrary" completion zsh | cmp - "$share/zsh/site-functions/_vibrary"
"$vibrary" completion fish |
    cmp - "$share/fish/vendor_completions.d/vibrary.fish"
"$vibrary" manual | cmp - "$share/man/man1/vibrary.1"

# The example's first answer for a stored spectrum is that spectrum.
answers()
{
    "$1" lib.vib 400.txt | tee answers
    head -n 1 answers | grep -w 400 >/dev/null
}

for kind in vibrary static; do
    step "find_package, Vibrary::$kind"
    cmake -S "$source/examples" -B "$work/$kind" \
        -DCMAKE_PREFIX_PATH="$prefix" -DVIBRARY=Vibrary::$kind >/dev/null
    cmake --build "$work/$kind" >/dev/null
    answers "$work/$kind/search"
done
ldd "$work/vibrary/search" | grep libvibrary >/dev/null
if ldd "$work/static/search" | grep libvibrary; then exit 1; fi

step "pkg-config, shared"
export PKG_CONFIG_PATH=$lib/pkgconfig
# shellcheck disable=SC2046  # several words
cc "$source/examples/search.c" -o pc_shared \
    $(pkg-config --cflags --libs vibrary) -Wl,-rpath,"$lib"
answers ./pc_shared

step "pkg-config --static, where only the static library is"
rm "$lib"/libvibrary.so*
# shellcheck disable=SC2046
cc "$source/examples/search.c" -o pc_static \
    $(pkg-config --static --cflags --libs vibrary)
answers ./pc_static
