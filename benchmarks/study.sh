#!/bin/bash
# Train an encoder with choices of the recipe made otherwise, and measure it:
# study.sh FOLDER NAME PATH... [CHOICE=VALUE]...
#
# FOLDER is where the model and its library are made; NAME is what the rows on
# standard output begin with. PATHs and choices are study's. The real spectra
# are expected in ../shared/data, or in DATA; the build in build, or in BUILD.
set -euo pipefail
build=$(realpath -- "${BUILD:-build}")
data=$(realpath -- "${DATA:-../shared/data}")
folder=$1 name=$2
shift 2

model=$folder/$name.vibm library=$folder/$name.vib
processed=$data/rruff_excellent_unoriented.tar.zst
raw=$data/rruff_lowres_raw.zip
mkdir -p "$folder"
[ -f "$model" ] || "$build/benchmarks/study" "$model" "$@"
rm -rf "$library"
"$build/bin/vibrary" init -q "$library" --model "$model"
"$build/bin/vibrary" add -q "$library" "$processed"
"$build/benchmarks/accuracy" "$library" "$processed" "$raw" ${SCORES-embedding} |
    sed "s/^/$name\t/"
rm -rf "$library"
