# Lists: columns, a part by name, formats.
library
vibrary list lib.vib
vibrary list lib.vib QUA --format table
vibrary list lib.vib calc --format json
vibrary list lib.vib gold
vibrary list lib.vib --named Calcit | wc -l
# By formula, element and tag.
vibrary -q annotate lib.vib 1 2 --set 'IDEAL CHEMISTRY=SiO_2_'
vibrary -q annotate lib.vib 3 --set 'IDEAL CHEMISTRY=CaCO_3_'
vibrary -q tag lib.vib 3 --add checked
vibrary list lib.vib qUARtz --element O,Si | cut -f 1,7
vibrary list lib.vib --element C | cut -f 1,2
vibrary list lib.vib --element S | cut -f 1,2
vibrary list lib.vib --formula CO_3_ | cut -f 1,2
vibrary list lib.vib --tag Checked | cut -f 1,2
