"""Call a function in a fork of the warm process, whose imports are done already, and wait for its result."""

from __future__ import annotations

import asyncio
import json

from analysis.runs.warm_kernel import WarmKernel

_CODE = """
from {module} import {function} as _call
print("\\n" + str(_call(*__import__("json").loads({arguments!r}))))
"""


def call(module: str, function: str, arguments: list[object]) -> tuple[int, str]:
    """Result of `module.function(*arguments)`, which must be an int, and what it printed before.

    Raises RuntimeError when the function raised, DeadKernelError when its process died.
    """
    kernel = WarmKernel()
    finished = False
    try:
        code = _CODE.format(module=module, function=function, arguments=json.dumps(arguments))
        printed, error = asyncio.run(_ask(kernel, code))
        finished = True
    finally:
        kernel.close(finished)
    if error:
        raise RuntimeError(error)
    text, _, result = printed.rstrip("\n").rpartition("\n")
    return int(result), text


async def _ask(kernel: WarmKernel, code: str) -> tuple[str, str]:
    kernel.execute(code, store_history=False)
    printed, error = "", ""
    while True:
        message = await kernel.iopub_channel.get_msg()
        content = message["content"]
        if message["msg_type"] == "stream" and content["name"] == "stdout":
            printed += content["text"]
        elif message["msg_type"] == "error":
            error = f"{content['ename']}: {content['evalue']}"
        elif content.get("execution_state") == "idle":
            return printed, error
