"""The brief: one content, laid out in blocks, written as Word, PDF and Excel with the same words and numbers."""
