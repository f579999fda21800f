# What cannot be read or used is told, counted and passed over; the rest is
# stored. Then the exit status is 1.
mkdir in
rruff in/a.txt Quartz R040031 128 206 464
head -c 3000 /bin/sh >in/b_binary.txt
: >in/c_empty.txt
printf '500, 1\n' >in/d_one_point.txt
bands in/e_nan.txt 300 800
sed -i '100s/\t.*/\tnan/' in/e_nan.txt
awk 'BEGIN { for (x = 100; x < 900; x++) print x, 7 }' >in/f_flat.txt
rruff in/g.txt Calcite R040070 156 282 1086
vibrary -q init lib.vib --model "$MODEL"
expect 1 vibrary add lib.vib in no-such-file.txt
vibrary list lib.vib
vibrary check lib.vib
