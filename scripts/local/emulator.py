"""Runs the AWS emulator, and stops it with everything it started when the process that started it exits.

Standard input is a pipe whose other end the starting process holds and never writes to. It closes when that process
exits or crashes. The emulator leads its own process group, which includes its Lambda workers.
"""

import os
import shutil
import signal
import sys
import threading
import time

from ministack import app
from ministack.core import lambda_runtime
from ministack.services import cognito
from ministack.services.cloudformation import provisioners

from emulator_calls import record_calls
from emulator_incidents import inject_faults, leave_alarms_alone, measure_every_invocation
from emulator_speed import (
    answer_dynamodb_directly,
    answer_without_waiting_for_logs,
    parse_each_expression_once,
    send_head_with_body,
)

GRACE_SECONDS = 3
NODE_AS_ON_LAMBDA = os.path.join(os.path.dirname(os.path.abspath(__file__)), "node-as-on-lambda.sh")


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    end_now()


def end_now() -> None:
    # It holds the unpacked code of the Lambda workers.
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def limit_heaps() -> None:
    """The emulator starts Node.js with the limits of the machine. Lambda limits the heap by the memory of the function."""
    detect = lambda_runtime._detect_runtime_binary

    def limited(runtime: str) -> tuple[str, str]:
        binary, worker = detect(runtime)
        return (NODE_AS_ON_LAMBDA if binary == "node" else binary, worker)

    lambda_runtime._detect_runtime_binary = limited


def keep_tables_in_updates() -> None:
    """An update of a global table computes another name for it than its creation did, and makes an empty table. This names it."""
    handler = provisioners._RESOURCE_HANDLERS["AWS::DynamoDB::GlobalTable"]
    update = handler["update"]

    def named(table: str, old: dict, new: dict, stack: str) -> tuple:
        return update(table, {"TableName": table, **old}, {"TableName": table, **new}, stack)

    handler["update"] = named


def stand_in_for_bucket_emptying() -> None:
    """The CDK's function that empties a bucket needs the SDK of Lambda's runtime and answers by HTTPS only. Here a deleted bucket takes
    its objects along."""
    provisioners._RESOURCE_HANDLERS["Custom::S3AutoDeleteObjects"] = {
        "create": lambda logical, properties, stack: (f"{stack}-{logical}", {}),
        "update": lambda physical, old, new, stack: (physical, {}),
        "delete": lambda physical, properties: None,
    }


def stand_in_for_saved_queries() -> None:
    """The emulator does not know queries that are saved for Logs Insights."""
    provisioners._RESOURCE_HANDLERS["AWS::Logs::QueryDefinition"] = {
        "create": lambda logical, properties, stack: (f"{stack}-{logical}", {}),
        "update": lambda physical, old, new, stack: (physical, {}),
        "delete": lambda physical, properties: None,
    }


def keep_groups_in_renewed_tokens() -> None:
    """Cognito names a person's groups in every token. The emulator's OAuth endpoint leaves them out when it renews tokens, so after an
    hour everybody would see only their own usage."""
    issue = cognito._fake_token

    def with_groups(sub: str, pool_id: str, *others, **options) -> str:
        if options.get("trigger_source") == "TokenGeneration_RefreshTokens":
            users = (cognito._get_pool_unscoped(pool_id) or {}).get("_users", {})
            options.setdefault("groups", users.get(options.get("username"), {}).get("_groups", []))
        return issue(sub, pool_id, *others, **options)

    cognito._fake_token = with_groups


limit_heaps()
keep_tables_in_updates()
stand_in_for_bucket_emptying()
stand_in_for_saved_queries()
keep_groups_in_renewed_tokens()
parse_each_expression_once()
answer_without_waiting_for_logs()
send_head_with_body()
answer_dynamodb_directly()
if "TOKEN_LEDGER_CALLS" in os.environ:
    record_calls(os.environ["TOKEN_LEDGER_CALLS"])
if "TOKEN_LEDGER_FAULTS" in os.environ:
    inject_faults(os.environ["TOKEN_LEDGER_FAULTS"])
if "TOKEN_LEDGER_SETS_ALARMS" in os.environ:
    leave_alarms_alone()
    measure_every_invocation()
threading.Thread(target=end_with_parent, daemon=True).start()
try:
    app.main()
finally:
    end_now()
