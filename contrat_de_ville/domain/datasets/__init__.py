"""The data sets of a year as flat rows: what their data contracts check.

One module per data set: budget lines, chantiers, avis, decisions, bilans, and the
programming as published. A row holds plain values; a column that compares things
is an empty text when nothing is wrong and says what is wrong otherwise. Amounts are
centimes, days ISO text; a value that does not exist yet is ``None``.
"""
