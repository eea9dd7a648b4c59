"""How episodes run: interpreted over Gymnasium's environments, or compiled over functional ones."""
