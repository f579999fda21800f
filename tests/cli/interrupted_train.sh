# An interrupt ends training after a checkpoint, which the next run goes on
# from to the same model as one that was never interrupted.
set -- train -q --synthetic --batch 8 --seed 3
vibrary "$@" --steps 6 -o whole.vibm
vibrary "$@" --steps 100000 -o part.vibm --checkpoint kept &
sleep 1
kill -INT $!
expect 130 wait $!
ls
