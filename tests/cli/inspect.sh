# A line for each spectrum, in file order.
rruff a.txt Quartz R040031 464 206
printf 'wave,one,"t\two"\n500,1,2\n400,3,4\n300,-5,6\n' >several.csv
mkdir folder
cp a.txt folder
tar -cf more.tar folder
vibrary inspect a.txt several.csv more.tar folder
vibrary inspect a.txt --format json
# What was left out is said.
printf 'nm,counts\n500,1\n501,nan\n502,inf\n503,\n504,5\n' >gaps.csv
vibrary inspect gaps.csv | cut -f 1,3,13
: >empty.txt
expect 1 vibrary inspect empty.txt a.txt none.txt | cut -f 1,3
