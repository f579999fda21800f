# Results for many go to a file that appears when all is done.
library
vibrary match lib.vib minerals -o out.tsv -k 2
cut -f 1,2 out.tsv
vibrary -q match lib.vib minerals -o out.json --format json -k 1
grep -c '"rank": 1' out.json
printf '500, 1\n' >one.txt
expect 1 vibrary match lib.vib one.txt minerals/a.txt -o out.tsv -k 1
cut -f 1-4 out.tsv
expect 1 vibrary match lib.vib minerals -o no/such/folder.tsv
ls
expect 1 vibrary match lib.vib minerals --fdr 5% -o sure.tsv
expect 2 vibrary match lib.vib minerals --fdr 0.05 -o sure.tsv
expect 2 vibrary match lib.vib minerals --fdr 5% --score hqi -o sure.tsv
