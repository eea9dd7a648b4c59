"""The files in results/: one module per kind of file, and how files are written whole or not at all."""
