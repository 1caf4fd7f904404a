"""云州演示银行: the bank of the demo, a small site of its own that moves no real money.

It knows the hall only by the wire protocol (``docs/sandbox-bank.md``): signed orders come in by the payer's browser, signed
questions from the hall, signed notifications go out. It keeps its state in a file of its own and shares no table, session or
secret with the hall.
"""
