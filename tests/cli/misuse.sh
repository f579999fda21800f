# Misuse ends with status 2, one line on stderr and nothing on stdout.
expect 2 vibrary
expect 2 vibrary serch lib.vib a.txt
expect 2 vibrary frobnicate
expect 2 vibrary help frobnicate
expect 2 vibrary --frobnicate list
expect 2 vibrary init
expect 2 vibrary init a.vib b.vib
expect 2 vibrary add lib.vib
expect 2 vibrary add lib.vib a.txt --nmae Quartz
expect 2 vibrary add lib.vib a.txt --name
expect 2 vibrary add lib.vib a.txt --set colour
expect 2 vibrary search lib.vib
expect 2 vibrary search lib.vib a.txt -k 0
expect 2 vibrary search lib.vib a.txt -k many
expect 2 vibrary search lib.vib a.txt -k 99999999999999999999
expect 2 vibrary search lib.vib a.txt --score best
expect 2 vibrary search lib.vib a.txt -z
expect 2 vibrary search lib.vib a.txt --quiet=yes
expect 2 vibrary match lib.vib a.txt
expect 2 vibrary train
expect 2 vibrary train -o m.vibm
expect 2 vibrary train a.txt --synthetic -o m.vibm
expect 2 vibrary train --synthetic --seed -1 -o m.vibm
expect 2 vibrary show lib.vib
expect 2 vibrary show lib.vib one
expect 2 vibrary export lib.vib
expect 2 vibrary export lib.vib --model
expect 2 vibrary export lib.vib 1 --model -o m.vibm
expect 2 vibrary remove lib.vib 1x
expect 2 vibrary inspect
expect 2 vibrary completion
expect 2 vibrary completion tcsh
expect 2 vibrary manual search
[ -z "$(ls)" ]
