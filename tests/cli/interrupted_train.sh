# An interrupt ends training after a checkpoint, which the next run goes on
# from, and which is gone when the model is there.
set -- train -q --synthetic --batch 8 --network "$network"
vibrary "$@" --steps 100000 -o model.vibm &
catches $!
kill -INT $!
expect 130 wait $!
ls
vibrary "$@" --steps 100000 -o model.vibm &
catches $!
kill -TERM $!
expect 130 wait $!
rm model.vibm.checkpoint
vibrary "$@" --steps 2 -o model.vibm
ls
