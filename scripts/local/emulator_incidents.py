"""What a game day needs of the emulator: faults on request, and metrics and alarms as on AWS."""

import json

from ministack import app
from ministack.core.responses import error_response_json
from ministack.services import cloudwatch, lambda_svc


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
        except FileNotFoundError:
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
