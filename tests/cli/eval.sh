# How often each score is right about the library's own spectra. Two specimens
# of each mineral, one of them with a band elsewhere; one mineral is alone.
mkdir pairs
for i in 1 2 3 4 5 6; do
    rruff pairs/a$i.txt Mineral$i R04000$i $((150 + 90 * i)) $((900 - 60 * i)) 1000
    rruff pairs/b$i.txt Mineral$i R05000$i $((152 + 90 * i)) $((901 - 60 * i)) 1040
done
rruff pairs/alone.txt Alone R060009 333 777
sed 's/^##NAMES=.*/##NAMES=Twin/' pairs/a1.txt | sed 's/R040001/R070001/' >pairs/twin.txt
vibrary -q init lib.vib --model "$MODEL"
vibrary -q add lib.vib pairs
vibrary eval lib.vib --scores hqi,pearson-root --format tsv |
    cut -f 1-4,7,8,11-16,21-28
vibrary -q eval lib.vib --scores hqi,pearson-root --format table |
    sed -n '/10 cm/,/^$/p'
vibrary -q eval lib.vib --scores hqi --queries 5 --format tsv | sed -n 2p |
    cut -f 1-4
expect 1 vibrary eval lib.vib --exclude-same laser
expect 1 vibrary eval lib.vib --by laser --methods hqi
expect 2 vibrary eval lib.vib --methods best
expect 2 vibrary eval lib.vib --scores hqi,best
