"""What ranking keeps in a catalogue's file, derived from its log."""
