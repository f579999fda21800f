# What bash offers for the last word of a command line.
vibrary completion bash >vibrary.bash
bash -n vibrary.bash
. ./vibrary.bash
offers()
{
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _vibrary || : # it ends with 1 when it has nothing to offer
    echo "$*: ${COMPREPLY[*]}"
}
offers vibrary sea
offers vibrary -q --threads 4 sea
offers vibrary --threads = 4 sea
offers vibrary --th
offers vibrary search lib.vib --sco
offers vibrary search lib.vib --format ''
offers vibrary search lib.vib --format = j
offers vibrary search lib.vib --format =
offers vibrary search lib.vib -k ''
offers vibrary search lib.vib unk
offers vibrary completion ''
offers vibrary help re
offers vibrary manual ''
