# Pictures of files and of what is stored; text where no file is named.
library
bands b.txt 300 900
vibrary plot lib.vib:1 minerals/c.txt b.txt -o a.svg --peaks --title "A & B"
head -c 5 a.svg && echo
vibrary plot b.txt -o a.png --size 100x80
od -An -c -N 4 a.png
vibrary plot minerals -o a.PDF --layout overlaid --show 200-600
head -c 5 a.PDF && echo
LC_ALL=C vibrary plot b.txt
vibrary plot lib.vib:3 b.txt | head -n 7
expect 2 vibrary plot b.txt -o a.gif
expect 2 vibrary plot b.txt --size 100
expect 2 vibrary plot b.txt --show 5-5
expect 1 vibrary plot b.txt --size 1x1 -o small.svg
expect 1 vibrary plot b.txt --show 5000-6000 -o none.svg
expect 1 vibrary plot lib.vib:99
expect 1 vibrary plot no.vib:1
expect 1 vibrary plot b.txt -o no/such/folder.svg
columns many.txt 101 50
expect 1 vibrary plot many.txt -o many.svg
ls
