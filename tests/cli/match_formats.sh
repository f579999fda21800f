# What OUT is called says its format; --format says more.
mkdir minerals
rruff minerals/a.txt 'Quartz, var. "smoky"' R040031 128 206 464
rruff minerals/b.txt Calcite R040070 156 282 713 1086
vibrary -q init lib.vib --model "$MODEL"
vibrary -q add lib.vib minerals
cp minerals/a.txt a,b.txt
match() { vibrary -q match lib.vib a,b.txt minerals/b.txt -k 1 "$@"; }
for out in answers answers.tsv answers.TXT dot.ted/answers answers.csv \
    answers.json; do
    mkdir -p dot.ted
    match -o $out
    echo "$out:"
    cut -c 1-25 $out
done
match -o answers.doc --format csv
cmp answers.csv answers.doc
match -o as.json --format tsv
cmp answers.tsv as.json
expect 2 match -o answers.html
expect 2 match -o answers.csv.gz
ls
# The same in any command.
vibrary list lib.vib --format csv | cut -d , -f 1-4
vibrary list lib.vib --where 'name=none' --format csv
