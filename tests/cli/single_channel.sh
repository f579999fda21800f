# What the detector of an FT-IR instrument saw is no spectrum to compare: it is
# passed over, though inspect shows it.
single() # FILE: a single channel
{
    printf '##vibrary=1\n##y_unit=Single Channel\n##x_unit=cm-1\n'
    bands /dev/stdout 300 800 | tr '\t' ' '
    echo '##END='
}
rruff quartz.txt Quartz R040031 128 206 464
single >background.txt
vibrary init -q lib.vib --model "$MODEL"
vibrary -v add lib.vib quartz.txt background.txt
vibrary list lib.vib | cut -f2
vibrary inspect background.txt | cut -f1,11
expect 1 vibrary add lib.vib background.txt
expect 1 vibrary search lib.vib background.txt
