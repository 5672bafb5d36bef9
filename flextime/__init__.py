"""The domain of FlexTime: pure, without I/O, clock, randomness or settings but by argument."""
