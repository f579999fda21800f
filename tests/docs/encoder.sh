# What docs/encoder.md takes for granted: the models that ship.
ln -s "$PROJECT/models" models
