# What fish offers for the end of a command line.
command -v fish >/dev/null || skip "there is no fish here"
vibrary completion fish >vibrary.fish
fish -n vibrary.fish
touch unknown.txt
export HOME=$PWD
for line in "vibrary sea" "vibrary -q --threads 4 sea" "vibrary --th" \
    "vibrary search lib.vib --sco" "vibrary search lib.vib --format " \
    "vibrary search -k " "vibrary search lib.vib unk" "vibrary completion " \
    "vibrary help re" "vibrary manual "; do
    echo "$line:"
    fish --no-config -c "source vibrary.fish; complete -C '$line'"
done
