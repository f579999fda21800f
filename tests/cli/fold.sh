# What is wrong with many spectra of a file alike is told once, and how often.
library
# table FILE COLUMN...: spectra, of which those called flat are.
table()
{
    local file=$1
    shift
    awk -v kinds="$*" 'BEGIN {
        n = split(kinds, kind, " ")
        for (x = 100; x <= 1300; x += 2) {
            printf "%d", x
            for (k = 1; k <= n; k++)
                printf "\t%.3f", kind[k] == "flat" ? k : \
                    10 + 1000 / (1 + ((x - 300 - 50 * k) / 4) ^ 2)
            printf "\n"
        }
    }' >"$file"
}
table map.txt flat band flat band flat
table one.txt flat band
table flat.txt flat flat
vibrary inspect map.txt | wc -l
expect 1 vibrary search lib.vib map.txt one.txt -k 1 | cut -f 1,2
expect 1 vibrary search lib.vib flat.txt --mixture | cut -f 1,2
expect 1 vibrary match lib.vib map.txt one.txt -k 1 -o out.tsv
expect 1 vibrary report lib.vib map.txt one.txt -o out.html
expect 1 vibrary add lib.vib map.txt one.txt
