"""A page that answers while somebody types: read at once, a verdict within a second, refined.

Here live the server of that page, who may ask it, the processes that answer and may be killed, and
what they do. It listens on this machine alone; what somebody typed is read and decided in a process
apart, never in the server. A new thing that can be asked is an entry of ``answering.ANSWERING``; a
new address is one of ``app.ROUTES``.
"""
