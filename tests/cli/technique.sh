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
