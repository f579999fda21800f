# What is no file is written to and stays what it is; links are followed.
library
bands one.txt 128 206 464
vibrary -q convert one.txt -o one.csv
vibrary -q convert one.txt -o one.npy
vibrary -q export lib.vib 1 -o quartz.txt
mkfifo pipe
ln -s pipe link.csv

# received FILE COMMAND...: what the command writes to the pipe is FILE.
received()
{
    local file=$1
    shift
    cat pipe >got &
    "$@"
    wait $!
    cmp got "$file"
    [ -p pipe ] && [ -h link.csv ]
}
received one.csv vibrary -q convert one.txt --format csv -o pipe
received one.csv vibrary -q convert one.txt -o link.csv
received one.npy vibrary -q convert one.txt --format npy -o pipe
received quartz.txt vibrary -q export lib.vib 1 -o pipe
received "$MODEL" vibrary -q export lib.vib --model -o pipe

# Standard output, where it is, whatever it is called.
{ echo first; vibrary convert one.txt --format csv -o -; echo last; } >out
sed '1d;$d' out | cmp - one.csv
sed -n '1p;$p' out
{ echo first; vibrary -q export lib.vib 1 -o /dev/fd/1; } >>out
tail -n +"$(($(wc -l <one.csv) + 4))" out | cmp - quartz.txt
vibrary -q export lib.vib 1 -o - | cmp - quartz.txt

# A link leads where it leads, also to what is not there yet.
mkdir there
ln -s ../there/answers.tsv there/link
ln -s there/link answers
ln -s there/plot.svg plot.svg
ln -s round round
vibrary -q match lib.vib one.txt -o answers
vibrary -q plot one.txt -o plot.svg
vibrary -q plot one.txt -o plot.svg
expect 1 vibrary -q export lib.vib 1 -o round
[ -h answers ] && [ -h there/link ] && [ -h plot.svg ] && [ -h round ]
ls there

# A file that is replaced keeps its permissions, a new one has the usual.
chmod 640 quartz.txt
(umask 027; for out in quartz.txt new.csv new.svg; do
    case $out in
    quartz.txt) vibrary -q export lib.vib 1 -o $out ;;
    *.svg) vibrary -q plot one.txt -o $out ;;
    *) vibrary -q convert one.txt -o $out ;;
    esac
    stat -c '%a %n' $out
done)

# What cannot be is told in a line.
expect 2 vibrary convert one.txt -o -
expect 2 vibrary match lib.vib one.txt -o -
expect 2 vibrary match lib.vib one.txt -o pipe
expect 2 vibrary match lib.vib one.txt -o there
expect 2 vibrary train one.txt -o pipe --steps 1
expect 2 vibrary plot one.txt -o -
expect 2 vibrary report lib.vib one.txt -o -
expect 1 vibrary convert one.txt --format csv -o there
expect 1 vibrary export lib.vib 99 -o none.txt
ls
