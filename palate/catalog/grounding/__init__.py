"""From a person's or a model's words to the catalogue's fields, values, titles and quantities, with a confidence."""
