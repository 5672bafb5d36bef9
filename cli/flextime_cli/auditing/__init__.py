"""What an auditor does with the events topic, and with nothing else: copy, verify, fold, compare."""
