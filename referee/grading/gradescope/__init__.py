"""The scripts of an autograder for Gradescope, as they are uploaded."""
