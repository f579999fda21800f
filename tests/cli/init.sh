# A library is made once, from a model that is named or a file.
vibrary init lib.vib --model "$MODEL"
vibrary list lib.vib
expect 1 vibrary init lib.vib --model "$MODEL"
expect 1 vibrary init other.vib --model nowhere
expect 1 vibrary init other.vib --model no/where.vibm
echo "not a model" >text.vibm
expect 1 vibrary init other.vib --model text.vibm
head -c 1000 "$MODEL" >short.vibm
expect 1 vibrary init other.vib --model short.vibm
expect 1 vibrary init no/such/folder.vib --model "$MODEL"
ls
