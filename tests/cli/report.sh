# A report is one file that needs no other; what files say cannot break it.
library
rruff evil.txt '<script>alert("&")</script>' R040031 128 206 464
vibrary -q add lib.vib evil.txt
cp evil.txt 'evil <b>.txt'
vibrary report lib.vib minerals 'evil <b>.txt' -o all.html -k 3
grep -c '<h2' all.html
grep -c '<svg' all.html
grep -o '<title>.*' all.html
grep -c '&lt;script&gt;' all.html
expect 1 grep -E '<script|<b>|(src|href)="?(http|//|file)' all.html
# No id is given twice, and all that are meant are there.
grep -o ' id="[^"]*"' all.html | sort | uniq -d
grep -oE '(href="#|url\(#)[^")]+' all.html | sed 's/.*#//' | sort -u >meant
grep -oE ' id="[^"]+' all.html | sed 's/.*"//' | sort -u >given
[ -s meant ]
comm -23 meant given
rm meant given
sed -e 's/<[^>]*>/ /g' all.html | grep -E 'points used|grid|Pipeline|Beware' |
    sort | uniq -c | head -n 3
vibrary report lib.vib minerals -o all.pdf --by compound
head -c 5 all.pdf && echo
printf '500, 1\n' >one.txt
expect 1 vibrary report lib.vib one.txt minerals/a.txt -o some.html
expect 2 vibrary report lib.vib minerals
expect 2 vibrary report lib.vib minerals -o all.txt
expect 1 vibrary report lib.vib minerals -o no/such/folder.pdf
ls
