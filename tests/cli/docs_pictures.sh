# Every command that docs/pictures.md shows does what it says.
page=$(dirname "${BASH_SOURCE[0]}")/../../docs/pictures.md
library
mv lib.vib minerals.vib
mv minerals scans
bands unknown.txt 156 282 713 1086
mkdir map
for place in 0,0 0,5 5,0 5,5; do
    { printf '##vibrary=1\n##map_x=%s\n##map_y=%s\n' "${place%,*}" \
        "${place#*,}"
      grep -v '^##' scans/c.txt
      printf '##END=\n'; } >"map/$place.txt"
done
grep '^vibrary ' "$page" >commands
wc -l <commands
while IFS= read -r line; do
    eval "$line" >output || echo "failed: $line"
    [ -s output ] || [[ $line == *" -o "* ]] || echo "silent: $line"
done <commands
ls -d ./*.*
# Every file that was named is there.
grep -oE '(-o|--plot|--map) [^ ]+' commands | cut -d ' ' -f 2 |
    while IFS= read -r file; do
        [ -s "$file" ] || echo "missing: $file"
    done
