"""Plan texts: their outline, the citations that point into it, and what several plans say of one thing."""
