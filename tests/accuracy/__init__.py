"""How well documents are read and wrong cells are found, against hand-made references: `make accuracy`."""
