"""Registers of enterprises counted by area, industry and year: one kernel, run in process, streamed or distributed."""
