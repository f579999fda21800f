# Only answers that can be relied on, of unknowns half of which are not there.
mkdir known unknown
for i in $(seq 40); do
    a=$((140 + 13 * i)) b=$((1250 - 17 * i)) c=$((200 + i * i % 37 * 27))
    rruff known/a$i.txt Mineral$i R0400$((i + 10)) $a $b $c
    rruff known/b$i.txt Mineral$i R0500$((i + 10)) $((a + 1)) $b $((c + 1))
    bands unknown/in$i.txt $a $((b + 1)) $c
    bands unknown/out$i.txt $((150 + i * 211 % 1100)) $((150 + i * 457 % 1100))
done
vibrary -q init lib.vib --model "$MODEL"
vibrary -q add lib.vib known
vibrary match lib.vib unknown --fdr 20% -o sure.tsv
cut -f 2 sure.tsv | sort | uniq
test "$(grep -c unknown/in sure.tsv)" -gt 30
test "$(grep -c unknown/out sure.tsv)" -lt 20
