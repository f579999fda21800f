# What docs/instruments.md takes for granted: the unknown of data/ as other
# instruments would write it.
points() { grep -v '^##' data/unknown.txt | tr -d ' '; }

points | awk -F, 'NF == 2 { print "wavelength (nm)\tcounts" > "/dev/null"
    printf "%.4f\t%s\n", 1e7 / (1e7 / 532 - $1), $2 }' |
    sed '1i Wavelength (nm)\tcounts' >scan-nm.txt
points | awk -F, 'NF == 2 { print $1 ";" $2 }' | tr . , |
    sed '1i Raman shift (cm-1);Intensity' >semicolons.csv
points | awk -F, 'NF == 2 { printf "%.3f\t%s\n", $1 + 7, $2 }' >shifted.txt

# A map of calcite with quartz in a corner: a spectrum a row on a common axis.
rows()
{
    points | awk -F, -v places="$1" '
        NF == 2 { x[++n] = $1; y[n] = $2 }
        END {
            if (places)
                printf "x,y,"
            else
                printf "file,"
            for (i = 1; i <= n; i++)
                printf "%s%s", x[i], i < n ? "," : "\n"
            for (k = 0; k < 12; k++) {
                column = k % 4
                row = int(k / 4)
                quartz = column == 3 && row < 2
                if (places)
                    printf "%g,%g,", 2 * column, 2 * (2 - row)
                else
                    printf "scan %d,", k
                for (i = 1; i <= n; i++) {
                    q = 3e4 / (1 + ((x[i] - 464) / 5) ^ 2) + \
                        1e4 / (1 + ((x[i] - 206) / 9) ^ 2) + \
                        8e3 / (1 + ((x[i] - 128) / 4) ^ 2)
                    noise = 200 * (k * 7919 + i * i * 31) % 997 / 997
                    printf "%.1f%s", (quartz ? q : y[i]) + noise, \
                        i < n ? "," : "\n"
                }
            }
        }'
}
rows 1 >map.csv
rows 0 >rows.csv
