# Lists: columns, a part by name, formats.
library
vibrary list lib.vib
vibrary list lib.vib --name QUA --format table
vibrary list lib.vib --name calc --format json
vibrary list lib.vib --name gold
