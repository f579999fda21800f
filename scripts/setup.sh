#!/bin/bash
# Install what Vibrary needs and print the prefix of the FAISS C library.
set -euo pipefail
scripts=$(cd -- "$(dirname -- "${BASH_SOURCE[0]}")" && pwd)

usage()
{
    cat <<'END'
usage: setup.sh [--tests] [--faiss-source PATH | --faiss-prefix DIR]

Set this machine up to build Vibrary. Debian packages that are missing are
installed with apt-get; the FAISS C library is built into a cache, once. When
nothing is missing nothing is done and no network is used. Talk goes to
stderr; the one line on stdout is the prefix of the FAISS C library.

  --tests              also what the tests need
  --faiss-source PATH  build FAISS from this source folder or release archive
                       instead of the distribution's source package;
                       also FAISS_SOURCE
  --faiss-prefix DIR   use the FAISS C library installed there, for example
                       "$CONDA_PREFIX"; one in CMAKE_PREFIX_PATH is also used

  VIBRARY_CACHE        where FAISS is kept; default ~/.cache/vibrary
END
}

say() { printf 'setup: %s\n' "$*" >&2; }
die() { say "$*"; exit 1; }

# Debian's name of each package, and what it stands for elsewhere.
build_packages='
gcc                     a C11 compiler
g++                     a C++17 compiler, for FAISS
cmake                   CMake 3.25 or newer
ninja-build             Ninja
pkg-config              pkg-config
dpkg-dev                dpkg-source, to unpack the source of FAISS
libopenblas-openmp-dev  OpenBLAS built with OpenMP, for FAISS
liblmdb-dev             LMDB
libblosc-dev            c-blosc
libarchive-dev          libarchive
libexpat1-dev           Expat
libhdf5-dev             HDF5
zlib1g-dev              zlib
libcairo2-dev           cairo, with SVG, PDF and PNG
libjansson-dev          jansson
libxxhash-dev           xxHash
'
test_packages='
libcriterion-dev        Criterion
libmatio-dev            matio, which writes files for the tests
clang                   clang, a second compiler for the warnings
universal-ctags         universal-ctags, to measure functions
zsh                     zsh, to try its completion
fish                    fish, likewise
groff-base              groff, to read the manual page
'

# The names in column one of table $1 that dpkg does not know as installed.
missing_packages()
{
    local package rest
    while read -r package rest; do
        [ -n "$package" ] || continue
        dpkg-query -W -f='${db:Status-Status}\n' "$package" 2>/dev/null |
            grep -qx installed || echo "$package"
    done <<< "$1"
}

apt_install()
{
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null ||
            die "not root and no sudo; as root run: apt-get install $*"
        root=(sudo)
    fi
    say "installing $*"
    local apt=("${root[@]}" env DEBIAN_FRONTEND=noninteractive
               apt-get -q -o DPkg::Lock::Timeout=300)
    "${apt[@]}" update >&2 || say "the package lists could not be refreshed"
    "${apt[@]}" install -y --no-install-recommends "$@" >&2 ||
        die "apt-get failed; as root run: apt-get install $*"
}

install_packages()
{
    local table=$1 missing
    if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null
    then
        say "no apt-get here; needed are (Debian's name, what it is):$table"
        say "going on with what is installed"
        return
    fi
    missing=$(missing_packages "$table")
    # Word splitting wanted: one package a word.
    [ -z "$missing" ] || apt_install $missing
}

# Whether prefix $1 holds the headers and the library.
holds_faiss()
{
    local library
    [ -f "$1/include/faiss/c_api/index_factory_c.h" ] || return 1
    for library in "$1"/lib*/libfaiss_c.* "$1"/lib/*/libfaiss_c.*; do
        [ -e "$library" ] && return 0
    done
    return 1
}

# Print the prefix to use: named, found in CMAKE_PREFIX_PATH, or built.
find_faiss()
{
    local source=$1 named=$2 prefix prefixes
    if [ -n "$named" ]; then
        holds_faiss "$named" ||
            die "no FAISS C library in $named: expected" \
                "include/faiss/c_api/ and lib/libfaiss_c.so or .a"
        realpath "$named"
        return
    fi
    IFS=: read -r -a prefixes <<< "${CMAKE_PREFIX_PATH:-}"
    for prefix in "${prefixes[@]}"; do
        if [ -z "$source" ] && holds_faiss "$prefix"; then
            echo "$prefix"
            return
        fi
    done
    "$scripts/build_faiss.sh" "$source"
}

main()
{
    local packages=$build_packages source=${FAISS_SOURCE:-} prefix=
    while [ $# -gt 0 ]; do
        case $1 in
            -h|--help) usage; return ;;
            --tests) packages+=$test_packages ;;
            --faiss-source) source=${2-}; shift ;;
            --faiss-prefix) prefix=${2-}; shift ;;
            *) usage >&2; exit 2 ;;
        esac
        shift || { usage >&2; exit 2; }
    done
    install_packages "$packages"
    find_faiss "$source" "$prefix"
}

main "$@"
