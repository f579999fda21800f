# Nobody reads on: the command ends, quietly.
library
for i in $(seq 300); do
    cp minerals/a.txt "minerals/copy$i.txt"
done
set +o pipefail
vibrary inspect minerals | head -n 1
vibrary list lib.vib | head -n 1
