# What zsh makes of a command line when Tab is pressed.
command -v zsh >/dev/null || skip "there is no zsh here"
vibrary completion zsh >_vibrary
zsh -n _vibrary
# A zsh on a pseudo-terminal runs each line, with a function for the command.
cat >type.zsh <<'END'
zmodload zsh/zpty
zpty shell zsh -f -i
zpty -w shell "vibrary() { print -r -- \$* >>typed }; fpath=(\$PWD \$fpath)"
zpty -w shell "autoload -U compinit; compinit -u -D; PROMPT='go'' on'"
for line; do
    zpty -r shell seen "*go on*"
    zpty -w shell "vibrary $line"
done
zpty -r shell seen "*go on*"
END
timeout 60 zsh -f type.zsh $'sea\t' $'--thr\t4 sea\t' \
    $'search lib.vib --sco\thq\t' $'completion z\t' $'help rep\t'
cat typed
