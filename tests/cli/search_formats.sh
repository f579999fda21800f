# The same answers as a table and as JSON.
library
vibrary search lib.vib minerals/a.txt minerals/c.txt -k 1 --format table |
    sed 's/[01]\.[0-9][0-9][0-9]/N.NNN/g'
vibrary search lib.vib minerals/a.txt minerals/c.txt -k 1 --format json
vibrary search lib.vib minerals/a.txt -k 1 --format json |
    grep -c '"query": "minerals/a.txt", "rank": 1, "id": 1, "name": "Quartz"'
