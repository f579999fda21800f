# What is read is never replaced by what is made of it.
library
bands one.txt 128 206 464
cp one.txt kept.txt
mkdir scans
cp one.txt scans/one.txt
cp one.txt scans/old.png
ln -s one.txt link.txt
ln one.txt other.csv
refused() { expect 2 vibrary -q "$@"; }
refused match lib.vib one.txt -o one.txt
refused match lib.vib one.txt -o ./link.txt
refused match lib.vib link.txt -o "$PWD/one.txt"
refused match lib.vib other.csv -o one.txt
refused match lib.vib - -o one.txt <one.txt
refused convert one.txt --format csv -o one.txt
refused convert other.csv -o other.csv
refused convert scans --format csv -o scans/one.txt
refused convert . --format csv -o scans/one.txt
refused plot scans/old.png -o scans/old.png
cp one.txt scans/old.html
refused report lib.vib scans/old.html -o scans/../scans/old.html
refused search lib.vib scans/old.png --plot scans/old.png
refused match lib.vib scans/old.png -o out.tsv --map scans/old.png
refused export lib.vib 1 -o lib.vib/data.mdb
refused train one.txt -o one.txt --steps 1
refused train one.txt -o new.vibm --checkpoint one.txt --steps 1
# Answers are kept in OUT.part, which must not be read either.
cp one.txt out.part
refused match lib.vib out.part -o out
refused match lib.vib scans -o scans/answers.tsv
for file in one.txt link.txt other.csv scans/one.txt scans/old.png out.part; do
    cmp kept.txt $file
done
ls
vibrary -q check lib.vib
# A new file beside what was read is none of it.
vibrary -q convert scans/one.txt -o scans/one.csv
vibrary -q plot scans -o scans/both.svg
ls scans
