# References that share the query's field are hidden.
library
vibrary search lib.vib minerals/a.txt --leave-out rruffid | cut -f 3 |
    grep -cx 1 || true
vibrary search lib.vib minerals/a.txt --leave-out name | grep -c Quartz || true
