# What a mixed spectrum is made of; what does not go together is refused.
library
bands quartz.txt 128 206 464
bands calcite.txt 156 282 713 1086
paste quartz.txt calcite.txt |
    awk '{ printf "%s\t%.4f\n", $1, 0.7 * $2 + 0.3 * $4 }' >mixed.txt
vibrary search lib.vib mixed.txt --mixture 3 --format table |
    sed 's/0\.[0-9][0-9]*/N/g'
vibrary search lib.vib mixed.txt --mixture 3 --format tsv | cut -f 1-4
vibrary search lib.vib mixed.txt --mixture 2 --format json |
    sed 's/0\.[0-9][0-9]*/N/g'
vibrary search lib.vib mixed.txt --mixture 3 --where 'name=anatase' \
    --format tsv | cut -f 4 | grep -c -e Quartz -e Calcite || true
# N may be left out, also where a file follows.
vibrary search lib.vib --mixture mixed.txt --format tsv | cut -f 4
vibrary search lib.vib mixed.txt --mixture=2 --format tsv | cut -f 4
vibrary search lib.vib mixed.txt mixed.txt --mixture --plot fit.svg >lines.tsv
for picture in fit.svg fit-2.svg; do
    head -c 5 $picture
    echo
done
expect 2 vibrary search lib.vib mixed.txt --mixture 9
expect 2 vibrary search lib.vib mixed.txt --mixture 2 --score hqi
