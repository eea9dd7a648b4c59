def read_updates(path): raise NotImplementedError
