# What an interrupted run left is gone on from; what is not whole is done again.
library
vibrary -q match lib.vib minerals -k 2 -o whole.tsv
# As a run that was killed while it wrote the third query leaves it.
facts=$(vibrary check lib.vib 2>&1 | sed 's/.*encoder \([0-9a-f]*\).*/\1/')
{ echo "# vibrary match: lib.vib, 4 spectra, encoder $facts, k 2, score 0," \
      "by 0, candidates 200, leave out nothing"
  sed -n '2,5p' whole.tsv
  sed -n '6p' whole.tsv | head -c 20; } >out.tsv.part
cp out.tsv.part saved
vibrary match lib.vib minerals -k 2 -o out.tsv
cmp whole.tsv out.tsv
# The beginning of another search is left alone.
cp saved out.tsv.part
expect 1 vibrary match lib.vib minerals -k 3 -o out.tsv
cmp saved out.tsv.part
