"""Finding the site that suits an industry: a need, candidates, criteria on fixed scales, a ranking and its doubts."""
