"""The checks across keys, which a schema can't say; one module a subject."""
