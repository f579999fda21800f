# The unknown and its matches as a picture, one for each unknown.
library
vibrary -q search lib.vib minerals/a.txt minerals/c.txt -k 2 --plot found.svg \
    --peaks --exclude 300-400 | wc -l
ls ./*.svg
head -c 5 found.svg && echo
expect 2 vibrary search lib.vib minerals/a.txt --plot found.jpg
expect 1 vibrary search lib.vib minerals/a.txt --plot no/found.svg | wc -l
