# An empty folder is no success.
mkdir empty
vibrary -q init lib.vib --model "$MODEL"
expect 1 vibrary add lib.vib empty
expect 1 vibrary search lib.vib empty
expect 1 vibrary match lib.vib empty -o out.tsv
expect 1 vibrary inspect empty
ls
