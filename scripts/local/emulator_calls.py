"""Records what the functions in the emulator ask of AWS, so that a test can compare it with their roles."""

import json
import re
from urllib.parse import parse_qs

from ministack import app
from ministack.core import lambda_runtime
from ministack.core.iam_actions import extract_iam_action, extract_resource_arn, s3_additional_checks
from ministack.core.responses import get_account_id
from ministack.services import lambda_svc

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
