# What a curator should look at: a line for each pair, nothing for a sound one.
library
vibrary audit lib.vib
cp minerals/a.txt other.txt
sed -i 's/NAMES=Quartz/NAMES=Moganite/' other.txt
rruff odd.txt Calcite R040031 300 500 900
vibrary -q add lib.vib other.txt odd.txt
vibrary audit lib.vib
vibrary -q audit lib.vib --format json | sed -n 1,3p
vibrary -q audit lib.vib --format table
