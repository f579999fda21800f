# There are several ways to ask for help, and one answer.
vibrary --help >a
vibrary help >b
cmp a b
vibrary add --help >a
vibrary help add >b
cmp a b
vibrary add lib.vib some.txt --help >b
cmp a b
vibrary -q --version
vibrary -q --help >b
vibrary help >a
cmp a b
