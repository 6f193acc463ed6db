"""Plan texts that a user gives as files: their text, and the plan of the catalogue that they are."""
