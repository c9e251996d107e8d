"""Runs the AWS emulator, and stops it with everything it started when the process that started it exits.

Standard input is a pipe whose other end the starting process holds and never writes to. It closes when that process
exits or crashes. The emulator leads its own process group, which includes its Lambda workers.
"""

import json
import os
import re
import shutil
import signal
import sys
import threading
import time
from urllib.parse import parse_qs

from ministack import app
from ministack.core import lambda_runtime
from ministack.core.iam_actions import extract_iam_action, extract_resource_arn, s3_additional_checks
from ministack.core.responses import error_response_json, get_account_id
from ministack.services import cloudwatch, lambda_svc
from ministack.services.cloudformation import provisioners

GRACE_SECONDS = 3


def end_with_parent() -> None:
    sys.stdin.buffer.read()
    os.killpg(0, signal.SIGTERM)
    time.sleep(GRACE_SECONDS)
    end_now()


def end_now() -> None:
    # It holds the unpacked code of the Lambda workers.
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


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


# Tables, kinds of items (which stand first in the partition key `p`) and parts of transactions: what permissions distinguish.
NAMED_IN_REQUEST = re.compile(
    rb'"TableName":\s*"([^"]+)|INSERT INTO \\"([^"\\]+)|"([^"]+)":\s*\{"Keys"|"(Put|Update|Delete|ConditionCheck)":|":?p":\s*\{"S":\s*"([A-Z])[#"]'
)


def record_calls(path: str) -> None:
    """Writes what functions ask of AWS into a file, one JSON object a line: each action on each resource, or for DynamoDB each kind of
    request, once. A function is known by the application in the user agent of its SDK."""
    seen: set[tuple] = set()
    functions: list[str] = []
    dispatch = app._dispatch_service_request

    def credentials(config: dict) -> dict[str, str]:
        if config["FunctionName"] not in functions:
            functions.append(config["FunctionName"])
        return {**issued(config), "AWS_SDK_UA_APP_ID": f"function-{functions.index(config['FunctionName'])}"}

    async def recording(method: str, url: str, headers: dict, body: bytes, params: dict, request_id: str):
        caller = re.search(r"app/function-(\d+)", headers.get("user-agent", ""))
        if caller:
            record(functions[int(caller[1])], method, url, headers, body, params)
        return await dispatch(method, url, headers, body, params, request_id)

    def record(function: str, method: str, url: str, headers: dict, body: bytes, params: dict) -> None:
        service = app.detect_service(method, url, headers, params)
        if service == "dynamodb":
            operation = headers["x-amz-target"].split(".")[1]
            named = NAMED_IN_REQUEST.findall(body)
            distinct = named if operation.startswith("Transact") else sorted(set(named))
            write((function, operation, *distinct), {"function": function, "operation": operation, "body": json.loads(body)})
            return
        region = app.extract_region(headers, params)
        action = extract_iam_action(service, method, url, headers, body, params)
        resource = extract_resource_arn(service, method, url, headers, body, params, region, get_account_id())
        if service == "monitoring":
            # The protocol names the operation in the path. Alarms that are listed by a prefix are all alarms.
            action = f"cloudwatch:{url.rsplit('/', 1)[-1]}" if "/operation/" in url else action
            if action == "cloudwatch:DescribeAlarms":
                resource = f"arn:aws:cloudwatch:{region}:{get_account_id()}:alarm:*"
        if service == "sns":
            resource = parse_qs(body.decode()).get("TopicArn", [resource])[0]
        if service == "scheduler":
            group = (params.get("groupName") or [json.loads(body or b"{}").get("GroupName", "default")])[0]
            resource = resource.replace("schedule/default/", f"schedule/{group}/")
        more = s3_additional_checks(method, url, headers, body, params) if service == "s3" else []
        for each in [(action, resource), *more]:
            write((function, *each), {"function": function, "action": each[0], "resource": each[1]})

    def write(signature: tuple, call: dict) -> None:
        if signature in seen:
            return
        seen.add(signature)
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps(call) + "\n")

    issued = lambda_runtime.execution_credentials
    lambda_runtime.execution_credentials = lambda_svc.execution_credentials = credentials
    app._dispatch_service_request = recording


def inject_faults(path: str) -> None:
    """Throttles requests to DynamoDB while the file says so: JSON with `table`, a part of its name, and `operations`. Those of an operator,
    whose SDK names this application, pass."""
    dispatch = app._dispatch_service_request

    async def throttling(method: str, url: str, headers: dict, body: bytes, params: dict, request_id: str):
        operation = headers.get("x-amz-target", "").removeprefix("DynamoDB_20120810.")
        is_operator = "app/operator" in headers.get("user-agent", "")
        if not is_operator and any(
            fault["table"].encode() in body and operation in fault["operations"] for fault in faults()
        ):
            return error_response_json("ProvisionedThroughputExceededException", "Injected: the table is throttled.", 400)
        return await dispatch(method, url, headers, body, params, request_id)

    def faults() -> list[dict]:
        try:
            with open(path, encoding="utf-8") as file:
                return json.load(file)
        except (FileNotFoundError, ValueError):
            # There is none, or it is just being written.
            return []

    app._dispatch_service_request = throttling


def leave_alarms_alone() -> None:
    """The emulator evaluates alarms without regard to dimensions and periods. The program that evaluates them instead sets their states."""
    cloudwatch._evaluate_alarm = lambda alarm: None


def measure_every_invocation() -> None:
    """The emulator measures invocations by request, but not those by a queue or a schedule."""
    dispatch, emit = lambda_svc._execute_function_dispatch, lambda_svc._emit_lambda_metrics

    def measuring(func: dict, config: dict, event: dict, request_id: str, started: float) -> dict:
        result = dispatch(func, config, event, request_id, started)
        emit(config["FunctionName"], duration_ms=0.0, error=bool(result.get("error")), throttle=False)
        return result

    def only_throttles(name: str, duration_ms: float, error: bool, throttle: bool) -> None:
        if throttle:
            emit(name, duration_ms, error, throttle)

    lambda_svc._execute_function_dispatch = measuring
    lambda_svc._emit_lambda_metrics = only_throttles


keep_tables_in_updates()
stand_in_for_bucket_emptying()
stand_in_for_saved_queries()
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
