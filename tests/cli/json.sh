# JSON is JSON whatever the text in it.
rruff a.txt 'A "quoted\" name	with tab' R1 128 206
vibrary -q init lib.vib --model "$MODEL"
vibrary -q add lib.vib a.txt --set laser="532 nm" --set bad="$(printf '\377')"
vibrary -q add lib.vib a.txt --name none --set laser=532.1
vibrary -q annotate lib.vib 2 --clear name
vibrary list lib.vib --format json
vibrary show lib.vib 1 --format json | grep -o '"bad": "[^"]*"'
