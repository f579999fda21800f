# Nobody reads on: the command ends, quietly.
library
columns many.txt 500 120
vibrary -q add lib.vib many.txt
set +o pipefail
vibrary inspect many.txt | head -n 1
vibrary list lib.vib | head -n 1
