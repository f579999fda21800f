# Parts of the axis count, or do not, or more; an axis that is off is found; any
# score can rank.
library
bands mixed.txt 128 206 464 1086
top() { vibrary search lib.vib "$@" -k 1 | tail -n 1 | cut -f 4; }
top mixed.txt --score hqi --range 100-500
top mixed.txt --score hqi --range 1000-1200
top mixed.txt --score hqi --range 100-300,400-500 --exclude 110-220
top mixed.txt --score hqi --weight 1050-1120=100
bands off.txt 136 214 472
vibrary search lib.vib off.txt -k 1 --shift auto | cut -f 4,10
for score in pearson cosine pearson-root cosine-root pearson-d1 cosine-d1 \
    pearson-d2 cosine-d2 euclidean shifted peaks; do
    echo "$score $(top minerals/c.txt --score $score)"
done
expect 1 vibrary search lib.vib mixed.txt --range 2000-2100
expect 2 vibrary search lib.vib mixed.txt --range 500-100
expect 2 vibrary search lib.vib mixed.txt --exclude 100
expect 2 vibrary search lib.vib mixed.txt --weight 100-200
