"""The clients under one face: `produce` and `consume`, and what each of them can say."""
