# Infrared that looks like transmittance and does not say so is told of, once.
vibrary -q train --synthetic --technique infrared --network "$network" \
    --steps 1 --batch 8 -o ir.vibm
vibrary -q init ir.vib --model ir.vibm
light()
{
    awk -v share="$1" 'BEGIN {
        for (x = 4000; x >= 400; x -= 4) {
            a = 0.02 + 0.9 / (1 + ((x - 1700) / 15) ^ 2) + \
                0.5 / (1 + ((x - 2900) / 30) ^ 2)
            printf "%d\t%.5f\n", x, share ? share * exp(-2.302585 * a) : a
        }
    }'
}
light 0 >absorbance.txt
light 1 >share.txt
light 100 >percent.txt
{ echo y_unit=%T; light 100; } >told.txt
# Nothing to tell of these.
vibrary add ir.vib absorbance.txt
vibrary add ir.vib told.txt
vibrary add ir.vib percent.txt --set y_unit=%T
vibrary search ir.vib absorbance.txt told.txt -k 1 | cut -f 1-3
# A unit that says more than its brackets: the same first as of what it is.
absorption()
{
    printf 'cm-1,%s\n' "$1"
    light 0 | awk '{ print $1 "," 100 * $2 }'
}
for quantity in "Absorption (%)" "Absorbance (%)" "Intensity (%)"; do
    absorption "$quantity" >absorption.csv
    vibrary search ir.vib absorption.csv -k 1 --format tsv | cut -f 4,7
done
transmission()
{
    printf 'cm-1,%s\n' "$1"
    light 100 | tr '\t' ,
}
for quantity in "Percent Transmittance" "Transmission [%]"; do
    transmission "$quantity" >transmission.csv
    vibrary search ir.vib transmission.csv -k 1 --format tsv | cut -f 4,7
done
# But of these.
vibrary search ir.vib percent.txt share.txt -k 1 | cut -f 1-2
vibrary search ir.vib share.txt -k 1 | cut -f 1-2
vibrary add ir.vib percent.txt
# A Raman library has no use for it.
vibrary -q init raman.vib --model "$MODEL"
vibrary add raman.vib percent.txt
