"""Captures calls of Anthropic's SDK for Python. TOKEN_LEDGER_URL and TOKEN_LEDGER_KEY name the ledger.

Install the package (`pip install ./clients/python`), or copy its one file, clients/python/src/token_ledger.py, beside yours.

    python examples/python/capture.py
"""

from anthropic import Anthropic

from token_ledger import token_ledger, usage_context

anthropic = Anthropic(middleware=[token_ledger(feature="chat")])
question = {
    "model": "claude-sonnet-5-5",
    "max_tokens": 1024,
    "messages": [{"role": "user", "content": "Why is the sky blue?"}],
}

# Every call made inside counts for this user.
with usage_context(user_id="u_42"):
    message = anthropic.messages.create(**question)
    print(message.usage.output_tokens, "output tokens")

    with anthropic.messages.stream(**question) as stream:
        for text in stream.text_stream:
            print(text, end="")
    print()

# What is left is reported when the program ends.
