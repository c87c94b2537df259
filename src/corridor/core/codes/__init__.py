"""International code lists: currencies, countries, languages, occupations, industries."""
