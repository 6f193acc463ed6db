"""Registers of enterprises counted by area, industry and year: one kernel, three runners; and what came of plans."""
