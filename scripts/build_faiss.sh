#!/bin/bash
# Build the FAISS C library into the cache, once, and print its prefix.
#
# Debian ships FAISS without its C library and without AVX2, so both are built
# here, from the distribution's own source package or from a source given by
# the user. Only what is linked is built: libfaiss_c.a and one flavour of
# libfaiss. The result appears in the cache by one rename, so this script may
# be killed and run again at any time.
set -euo pipefail

usage()
{
    cat <<'END'
usage: build_faiss.sh [SOURCE]

Build the FAISS C library (static, with AVX2 where the processor has it) and
print the folder it was installed to. Nothing is done when it is there.

  SOURCE   a FAISS source folder or release archive; also FAISS_SOURCE.
           Without it the source package of the distribution is fetched with
           apt, through a private source list: the system's is not touched.

  VIBRARY_CACHE   where built libraries are kept;
                  default ${XDG_CACHE_HOME:-~/.cache}/vibrary
END
}

note() { printf 'faiss: %s\n' "$*" >&2; }
die() { note "$*"; exit 1; }

cache=${VIBRARY_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/vibrary}

# The instruction set FAISS is built for, in the words of FAISS_OPT_LEVEL.
opt_level()
{
    local flag
    for flag in avx2 fma f16c popcnt; do
        grep -qsw "$flag" /proc/cpuinfo || { echo generic; return; }
    done
    echo avx2
}

# A prefix in the cache that serves this processor, the newest first.
cached_prefix()
{
    local found
    found=$(find "$cache" -maxdepth 1 -name "faiss-*-$1" 2>/dev/null |
        sort -V | tail -n 1)
    [ -n "$found" ] && echo "$found"
}

# Fetch the distribution's source package and unpack it to $1/source.
fetch_debian_source()
{
    local work=$1 file
    command -v apt-get >/dev/null && command -v dpkg-source >/dev/null ||
        die "no apt-get and dpkg-source here to fetch the source of FAISS;" \
            "name a source folder or release archive with --faiss-source"
    mkdir -p "$work"/apt/{parts,lists/partial,cache/archives/partial}
    # The system's own sources, asked for source packages.
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ -r "$file" ] || continue
        sed -n -E 's/^[[:space:]]*deb[[:space:]]/deb-src /p' "$file" \
            > "$work/apt/parts/${file##*/}.list"
    done
    for file in /etc/apt/sources.list.d/*.sources; do
        [ -r "$file" ] || continue
        sed -E 's/^Types:.*/Types: deb-src/' "$file" \
            > "$work/apt/parts/${file##*/}"
    done
    local options=(
        -qq -o "Dir::Etc::SourceList=/dev/null"
        -o "Dir::Etc::SourceParts=$work/apt/parts"
        -o "Dir::State::Lists=$work/apt/lists"
        -o "Dir::Cache=$work/apt/cache"
        -o "APT::Sandbox::User=root"
    )
    note "fetching the source package"
    # Sources of others may have no source packages: only the fetch decides.
    apt-get "${options[@]}" update || true
    (cd "$work" && apt-get "${options[@]}" source --download-only faiss) ||
        die "cannot fetch the source package of FAISS;" \
            "check the network, or name a source with --faiss-source"
    # apt has checked the files against the signed index.
    dpkg-source --no-check -x "$work"/faiss_*.dsc "$work/source" >/dev/null
}

# Put the source named $2 (folder or archive) at $1/source.
take_source()
{
    local work=$1 source=$2
    if [ -d "$source" ]; then
        ln -s "$(realpath "$source")" "$work/source"
    elif [ -f "$source" ]; then
        mkdir "$work/source"
        tar -xf "$source" -C "$work/source" --strip-components=1 ||
            die "cannot unpack $source; a tar archive is expected"
    else
        die "no such folder or archive: $source"
    fi
    [ -f "$work/source/c_api/CMakeLists.txt" ] ||
        die "$source is not a FAISS source: it has no c_api/CMakeLists.txt"
}

# The version FAISS's project() call states.
source_version()
{
    sed -n -E 's/^[[:space:]]*VERSION[[:space:]]+([0-9.]+).*/\1/p' \
        "$1/CMakeLists.txt" | head -n 1
}

# Compile in $1/build for level $2. OPTIMIZE_DEPENDENCIES drops the tie of the
# C wrapper to the plain library: it goes with any flavour, they share layouts.
compile()
{
    local work=$1 level=$2 library=faiss
    [ "$level" = avx2 ] && library=faiss_avx2
    cmake -S "$work/source" -B "$work/build" \
        -DCMAKE_BUILD_TYPE=Release \
        -DCMAKE_POSITION_INDEPENDENT_CODE=ON \
        -DCMAKE_CXX_VISIBILITY_PRESET=hidden \
        -DCMAKE_VISIBILITY_INLINES_HIDDEN=ON \
        -DCMAKE_OPTIMIZE_DEPENDENCIES=ON \
        -DBUILD_SHARED_LIBS=OFF -DBUILD_TESTING=OFF \
        -DFAISS_ENABLE_C_API=ON -DFAISS_OPT_LEVEL="$level" \
        -DFAISS_ENABLE_GPU=OFF -DFAISS_ENABLE_PYTHON=OFF &&
    cmake --build "$work/build" --parallel "$(nproc)" \
        --target faiss_c "$library"
}

# Lay out what compile() made as a prefix at $2.
install_prefix()
{
    local work=$1 prefix=$2
    mkdir -p "$prefix/lib" "$prefix/include/faiss/c_api"
    find "$work/build" -name 'libfaiss*.a' -exec cp {} "$prefix/lib/" \;
    (cd "$work/source/c_api" &&
        find . -name '*.h' -not -path './gpu/*' \
            -exec cp --parents {} "$prefix/include/faiss/c_api/" \;)
    cp "$work/source/LICENSE" "$prefix/"
}

build()
{
    local source=$1 level version prefix
    level=$(opt_level)
    mkdir -p "$cache"
    # One builder at a time; what a killed one left is swept away.
    exec 9>"$cache/lock"
    flock 9
    rm -rf "$cache"/work.*
    if [ -z "$source" ] && cached_prefix "$level"; then
        return
    fi
    work=$(mktemp -d "$cache/work.XXXXXX")
    trap 'rm -rf "$work"' EXIT
    if [ -n "$source" ]; then
        take_source "$work" "$source"
    else
        fetch_debian_source "$work"
    fi
    version=$(source_version "$work/source")
    prefix=$cache/faiss-${version:-unknown}-$level
    if [ ! -d "$prefix" ]; then
        note "building $version for $level, once; a few minutes"
        compile "$work" "$level" >"$cache/faiss-build.log" 2>&1 9>&- || {
            tail -n 20 "$cache/faiss-build.log" >&2
            die "the build failed; all of it is in $cache/faiss-build.log"
        }
        install_prefix "$work" "$work/prefix"
        mv -T "$work/prefix" "$prefix"
        note "installed in $prefix"
    fi
    echo "$prefix"
}

case ${1:-} in
    -h|--help) usage ;;
    -*) usage >&2; exit 2 ;;
    *) build "${1:-${FAISS_SOURCE:-}}" ;;
esac
