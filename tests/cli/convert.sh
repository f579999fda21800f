# Spectra into one file of a plain format.
printf 'nm,a,b\n500,1,2\n400.5,3,4\n300,-5,6\n' >two.csv
printf '100 7\n101 8\n102 8\n103 8.5\n' >one.txt
vibrary convert two.csv -o two.npy
vibrary convert one.txt -o one.jdx
cat one.jdx
vibrary convert two.csv one.txt -o all.dx
vibrary convert all.dx -o back --format csv || true
vibrary inspect all.dx two.npy
vibrary convert two.csv -o table.csv
cat table.csv
# A name and all tags come along.
printf '##vibrary=1\n##name=Anatase\n##tag=p\n##tag=q\n1, 2\n2, 3\n##END=\n' >tags.txt
vibrary convert tags.txt -o tags.jdx
grep tag tags.jdx
vibrary convert tags.txt -o tags.csv
vibrary inspect tags.csv | cut -f 1,12
: >empty.txt
expect 1 vibrary convert empty.txt one.txt -o rest.csv
expect 1 vibrary convert empty.txt -o none.csv
[ ! -e none.csv ]
expect 2 vibrary convert one.txt
expect 2 vibrary convert one.txt -o one.doc
