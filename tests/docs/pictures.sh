# What docs/pictures.md takes for granted.
vibrary -q init minerals.vib
vibrary -q add minerals.vib data/references.tar.zst
cp data/unknown.txt unknown.txt
mkdir scans map
for id in 1 67 33; do
    vibrary export minerals.vib $id -o scans/$id.txt
done
for place in 0,0 0,5 5,0 5,5; do
    { printf '##vibrary=1\n##map_x=%s\n##map_y=%s\n' "${place%,*}" \
        "${place#*,}"
      grep -v '^##' scans/67.txt
      printf '##END=\n'; } >"map/$place.txt"
done
