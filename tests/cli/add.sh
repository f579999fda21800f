# Files, folders, archives and standard input are added; each spectrum once.
mkdir folder
rruff folder/a.txt Quartz R040031 128 206 464
rruff folder/b.txt Calcite R040070 156 282 1086
rruff c.txt Anatase R060277 144 399 515 639
bands d.txt 300 800
tar -czf more.tar.gz c.txt
vibrary init lib.vib --model "$MODEL"
vibrary add lib.vib folder more.tar.gz
vibrary add lib.vib d.txt folder/a.txt
vibrary -v add lib.vib folder
vibrary add lib.vib - <folder/b.txt
bands e.txt 350 900
vibrary add lib.vib - --name Mystery <e.txt
vibrary list lib.vib
