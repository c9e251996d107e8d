"""Prices the calls of a file (a JSON list) with LiteLLM; prints the costs in US dollars, and the seconds it took."""

import json
import re
import sys
import time

import litellm
from litellm.cost_calculator import cost_per_token
from litellm.llms.anthropic.chat.transformation import AnthropicConfig

with open(sys.argv[1], encoding='utf-8') as file:
    calls = json.load(file)
config = AnthropicConfig()


def known_name(model):
    """The short name, or the dated id if LiteLLM knows the model by that alone."""
    dated = (name for name in litellm.model_cost if re.fullmatch(re.escape(model) + r'-\d{8}', name))
    return model if model in litellm.model_cost else next(dated, model)


names = {model: known_name(model) for model in {call['model'] for call in calls}}


def price(call):
    usage = config.calculate_usage(call['usage'], None, speed=call['usage'].get('speed'))
    tier = call['usage']['service_tier']
    try:
        return sum(
            cost_per_token(
                model=names[call['model']],
                custom_llm_provider='anthropic',
                usage_object=usage,
                service_tier=None if tier == 'standard' else tier,
            )
        )
    except Exception:
        return None


for call in calls[:200]:
    price(call)
started = time.process_time()
costs = [price(call) for call in calls]
json.dump({'costs': costs, 'seconds': time.process_time() - started}, sys.stdout)
