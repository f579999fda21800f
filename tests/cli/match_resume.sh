# What a stopped run did is gone on from; what is not whole is done again.
library
vibrary -q match lib.vib minerals -k 2 -o whole.tsv
ln -s no/where out.tsv # all is done, but it cannot end
expect 1 vibrary match lib.vib minerals -k 2 -o out.tsv
rm out.tsv
truncate -s -20 out.tsv.part # as when it was killed while it wrote
cp out.tsv.part saved
expect 1 vibrary match lib.vib minerals -k 3 -o out.tsv
# Other paths for the same file are another search.
expect 1 vibrary match lib.vib minerals/a.txt -k 2 -o out.tsv
expect 1 vibrary match lib.vib minerals -k 2 --map-columns 2 --map-step 1 \
    -o out.tsv
cmp saved out.tsv.part # the beginning of another search is left alone
printf 'notes\n' >mine.tsv.part
expect 1 vibrary match lib.vib minerals -o mine.tsv
cat mine.tsv.part
vibrary match lib.vib minerals -k 2 -o out.tsv
cmp whole.tsv out.tsv
ls
