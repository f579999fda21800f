# References that share the query's field are hidden.
library
vibrary search lib.vib minerals/a.txt --exclude-same rruffid | cut -f 3 |
    grep -cx 1 || true
vibrary search lib.vib minerals/a.txt --exclude-same name | grep -c Quartz || true
