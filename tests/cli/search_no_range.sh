# Of what no reference measured there is no answer, and it is said.
library
awk 'BEGIN {
    for (x = 1500; x <= 2200; x += 2)
        printf "%d\t%.4f\n", x, 10 + 1000 / (1 + ((x - 1800) / 6) ^ 2)
}' >far.txt
vibrary search lib.vib far.txt minerals/a.txt -k 1 | cut -f 1-4
vibrary search lib.vib far.txt --format json
vibrary search lib.vib far.txt --score embedding | wc -l
vibrary match lib.vib far.txt -o out.tsv
wc -l <out.tsv
vibrary report lib.vib far.txt -o out.html
grep -o 'No answer[^<]*' out.html
