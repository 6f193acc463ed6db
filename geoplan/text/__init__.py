"""Every text a person reads, by code and language: messages, labels, citations, names beside ids."""
