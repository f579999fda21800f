# The user's name and fields replace the file's; without a name, the file's own
# name serves.
rruff a.txt Quartz R040031 128 206 464
bands plain.spectrum.txt 300 800
vibrary -q init lib.vib --model "$MODEL"
vibrary add lib.vib a.txt --name "Rock crystal" \
    --set laser=785 --set "found at=Davos"
vibrary add lib.vib plain.spectrum.txt --set technique=raman
vibrary list lib.vib
vibrary show lib.vib 1 | grep -v '	[xy]_m'
# A field is set once, tags are several.
bands other.txt 400 900
vibrary add lib.vib other.txt --set a=b --set a=c --set tag=p --set tag=q
vibrary list lib.vib --tag p --tag q | cut -f 1
vibrary show lib.vib 3 | grep '	a	\|	tag	'
