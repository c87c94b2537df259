"""Files of named fields that people write: law packs, definitions, mappings, tables."""
