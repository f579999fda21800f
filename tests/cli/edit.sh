# Metadata is changed where it is: names, tags, any field.
library
vibrary rename lib.vib 1 "Rock crystal"
vibrary rename lib.vib --named Quartz Amethyst
vibrary list lib.vib | cut -f 1,2
vibrary search lib.vib minerals/b.txt -k 2 | cut -f 1-4
expect 1 vibrary rename lib.vib 2 99 Agate
expect 1 vibrary rename lib.vib --named Quartz Agate
expect 2 vibrary rename lib.vib Agate
expect 2 vibrary rename lib.vib two Agate

vibrary tag lib.vib 1 2 --add silicate --add checked
vibrary tag lib.vib 2 --remove checked --add todo
vibrary tag lib.vib 1 --add silicate
expect 2 vibrary tag lib.vib 1
vibrary show lib.vib 1 2 | grep tag

vibrary annotate lib.vib 3 --set laser=785 --set "found at=Davos"
vibrary annotate lib.vib 3 --clear URL
expect 2 vibrary annotate lib.vib 3 --set laser
expect 2 vibrary annotate lib.vib 3
expect 2 vibrary annotate lib.vib --set a=b
expect 1 vibrary annotate lib.vib 3 --set x_unit=um
expect 1 vibrary annotate lib.vib 3 --set x_unit=furlong
expect 1 vibrary annotate lib.vib 3 --set laser=abc
expect 1 vibrary annotate lib.vib 3 --set technique=infrared
vibrary show lib.vib 3 | grep -v '	[xy]_m'
vibrary check lib.vib
# What nobody could see is no name and no tag; a cleared name is told as none.
expect 1 vibrary rename lib.vib 1 ''
expect 1 vibrary rename lib.vib 1 ' '
expect 1 vibrary tag lib.vib 1 --add ''
expect 2 vibrary annotate lib.vib 1 --set tag= --set owner=me
expect 2 vibrary add lib.vib minerals --set tag=
expect 2 vibrary add lib.vib minerals --name ''
vibrary annotate lib.vib 1 --set remark= --clear name
vibrary search lib.vib minerals/a.txt -k 1 --format table |
    grep -o '(no name)'
vibrary search lib.vib minerals/a.txt -k 1 --format tsv | cut -f 2-4
