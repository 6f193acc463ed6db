"""Online geocoding services: providers, client and results."""
