# What the README takes for granted: the demonstration without its building, and
# spectra of the user.
mkdir -p scripts build/bin my-scans unknowns
ln -s "$PROJECT/scripts/demo_search.sh" scripts/demo.sh
ln -s "$(command -v vibrary)" build/bin/vibrary
cp data/unknown.txt my-scans/
cp data/unknown.txt unknowns/
cp data/unknown.txt unknown.txt
cp data/references.tar.zst rruff.zip
