# Spectra in nm need the excitation wavelength for a Raman shift: given, found
# by the Rayleigh line, or by agreement with the library; else refused, with the
# option named.
library

# nm FROM FILE LASER LINE: the spectrum in nm of that laser, in front of it the
# dark, and the laser's own line, if LINE is its height.
nm()
{
    awk -v laser="$3" -v line="$4" 'BEGIN {
        print "nm,Intensity"
        for (i = 0; line && i < 75; i++) {
            x = laser - 6 + i * 0.1
            u = (x - laser) / 0.2
            printf "%.4f,%.4f\n", x, 5 + i % 3 / 10 + line * exp(-u * u)
        }
    }' >"$2"
    awk -v laser="$3" '$1 > 100 {
        printf "%.4f,%s\n", 1e7 / (1e7 / laser - $1), $2
    }' "$1" >>"$2"
}
bands quartz.txt 128 206 464
nm quartz.txt plain.csv 532.2 0
nm quartz.txt line.csv 784.8 60

expect 1 vibrary search lib.vib plain.csv -k 1 | cut -f 4
vibrary search lib.vib plain.csv -k 1 --laser 532.2 | cut -f 1,4
vibrary search lib.vib line.csv -k 1 --laser auto | cut -f 1,4
vibrary search lib.vib plain.csv -k 1 --laser auto 2>&1 | cut -f 1,4 |
    sed 's/(.*)/(score)/'
expect 1 vibrary add lib.vib plain.csv
vibrary -q add lib.vib line.csv --laser auto
vibrary show lib.vib 5 | grep -E "laser|x_unit" | sort
vibrary inspect line.csv --laser auto | cut -f 10
vibrary match lib.vib plain.csv -o out.tsv -k 1 --laser 532.2 2>/dev/null
cut -f 1,4 out.tsv
expect 2 vibrary search lib.vib plain.csv --laser green
