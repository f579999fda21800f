# A library is of one technique: a spectrum whose file says that it is of the
# other is neither answered nor stored, until the user says that this is wrong.
library
bands "atr of quartz.txt" 128 206 464
expect 1 vibrary search lib.vib "atr of quartz.txt"
expect 1 vibrary search lib.vib "atr of quartz.txt" --mixture
expect 1 vibrary add lib.vib "atr of quartz.txt"
vibrary add lib.vib "atr of quartz.txt" --set technique=Raman
vibrary search lib.vib "atr of quartz.txt" --set technique=Raman |
    cut -f 1-4
expect 2 vibrary search lib.vib "atr of quartz.txt" --set technique
# What is neither is in no library, whatever numbers its axis has.
other()
{
    printf '##TITLE= other\n##JCAMP-DX= 4.24\n##DATA_TYPE= %s\n' "$1"
    printf '##XUNITS= %s\n##YUNITS= ARBITRARY UNITS\n' "$2"
    printf '##FIRSTX= 100\n##LASTX= 3000\n##NPOINTS= 1451\n##XFACTOR= 1\n'
    printf '##YFACTOR= 1\n##XYDATA= (X++(Y..Y))\n'
    awk 'BEGIN { for (x = 100; x <= 3000; x += 2)
                     print x, int(1000 * exp(-((x - 900) / 20) ^ 2)) }'
    printf '##END=\n'
}
other "Mass Spectrum" "" >mass.jdx
other "EPR SPECTRUM" GAUSS >epr.jdx
other "SPECTRUM" GAUSS >gauss.jdx
other "RAMAN SPECTRUM" 1/CM >raman.jdx
for file in mass epr gauss; do
    expect 1 vibrary search lib.vib "$file.jdx"
    expect 1 vibrary add lib.vib "$file.jdx"
done
vibrary add lib.vib raman.jdx
vibrary inspect mass.jdx --format tsv | cut -f 1-5
