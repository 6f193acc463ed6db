"""An atlas as one HTML file that asks for nothing: pure functions from a catalogue to bytes."""
