# An interrupt ends an add after what was read is stored.
rruff a.txt Quartz R040031 128 206 464
vibrary -q init lib.vib --model "$MODEL"
mkfifo pipe
vibrary add lib.vib a.txt - <pipe &
exec 3>pipe # held open: standard input does not end yet
catches $!
sleep 0.5
kill -INT $!
exec 3>&-
expect 130 wait $!
vibrary list lib.vib | cut -f 1,2
