"""démarches-simplifiées: fetch the dossiers of a démarche, read them as deposits."""
