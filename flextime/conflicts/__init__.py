"""What is wrong with the games of a conference, over all its seasons: found as an edit is made, and mended.

`detector` keeps the conflicts, one file for each kind of them; `preview` answers what a move would do; `repair` offers
ways out. Pure, as all of the domain: edits come in, what was opened and cleared goes out.
"""
