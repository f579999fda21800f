# An empty library has no answer, and that is no failure.
bands a.txt 200 500
vibrary -q init lib.vib --model "$MODEL"
vibrary search lib.vib a.txt
