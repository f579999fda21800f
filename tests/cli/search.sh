# The columns are those that programs rely on; what is stored finds itself; a
# library may be asked by compound.
library
vibrary search lib.vib minerals/a.txt minerals/c.txt -k 1
vibrary search lib.vib minerals/a.txt -k 3 | wc -l
echo
vibrary search lib.vib minerals/a.txt --by compound --score hqi |
    cut -f 1,2,4 | sort -k 2,2n -k 3 | cut -f 1,2
echo
vibrary search lib.vib minerals -k 1 --score embedding | cut -f 1-4
echo
vibrary search lib.vib - -k 1 <minerals/d.txt | cut -f 1-4
