# A sound library passes; a damaged one is named, never believed.
library
vibrary check lib.vib
vibrary -q check lib.vib --format tsv
