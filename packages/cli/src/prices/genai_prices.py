"""Prints the models of Anthropic in the data module of genai-prices as JSON.

The module is parsed, not run: it is one long expression of constructor calls. A call becomes its keyword arguments, a
Decimal its text, a date its ISO form.
"""

import ast
import datetime
import json
import sys


def value(node):
    if isinstance(node, ast.Constant):
        return node.value
    if isinstance(node, ast.List):
        return [value(each) for each in node.elts]
    if isinstance(node, ast.Dict):
        return {value(key): value(each) for key, each in zip(node.keys, node.values)}
    if isinstance(node, ast.Call):
        name = ast.unparse(node.func)
        if name == 'Decimal':
            return node.args[0].value
        if name == 'datetime.date':
            return datetime.date(*map(value, node.args)).isoformat()
        return {each.arg: value(each.value) for each in node.keywords}
    return None


with open(sys.argv[1], encoding='utf-8') as file:
    module = ast.parse(file.read())
[providers] = [
    statement.value
    for statement in module.body
    if isinstance(statement, ast.AnnAssign) and ast.unparse(statement.target) == 'providers'
]
[models] = [each['models'] for each in value(providers) if each['id'] == 'anthropic']
json.dump(models, sys.stdout)
