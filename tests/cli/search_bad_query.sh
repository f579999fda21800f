# A query that cannot be searched does not keep the others from it.
library
printf '500, 1\n' >one.txt
awk 'BEGIN { for (x = 5000; x < 5900; x++) print x, x % 70 }' >far.txt
expect 1 vibrary search lib.vib minerals/a.txt one.txt far.txt missing.txt \
    minerals/d.txt -k 1 | cut -f 1-4
