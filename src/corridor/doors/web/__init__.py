"""The web faces, one package per audience, over the same acts and queries."""
