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
# What is worked out of a spectrum can be asked for as its fields can.
vibrary list lib.vib --where 'id>1 and id<4 and points=601' | cut -f 1,2
vibrary list lib.vib --where 'x_min<100 or x_max!=1300 or y_min>11' | wc -l
vibrary list lib.vib --where 'X_MIN=100 and x_max>1299 and y_max>2000' | wc -l
vibrary search lib.vib unknown.txt --where 'id=3' | cut -f 2-4
# No spectrum has such a field: one warning for each.
vibrary list lib.vib --where 'lasr=532 or specimen=R060277' | cut -f 2
vibrary search lib.vib unknown.txt --where 'not power>3' -k 1 | wc -l
# It cannot be set.
expect 2 vibrary annotate lib.vib 1 --set points=3
expect 2 vibrary add lib.vib unknown.txt --set ID=a
vibrary -q annotate lib.vib 1 --clear points
