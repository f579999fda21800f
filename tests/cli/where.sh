# Conditions on metadata choose what is listed and searched.
library
bands unknown.txt 157 283 714 1087
vibrary list lib.vib --where 'name~al and not specimen=R060277'
vibrary list lib.vib --where 'name=quartz or specimen=R060277' | wc -l
vibrary search lib.vib unknown.txt --where 'not name~quartz' -k 1 | cut -f 2-4
vibrary search lib.vib unknown.txt --where 'not name~quartz' -k 9 | wc -l
vibrary search lib.vib unknown.txt --where 'name=none' | tail -n +2
vibrary match lib.vib unknown.txt --where 'name=Calcite' -o out.tsv
cut -f 2-4 out.tsv
expect 2 vibrary search lib.vib unknown.txt --where 'name=alpha quartz'
expect 2 vibrary list lib.vib --where 'name'
