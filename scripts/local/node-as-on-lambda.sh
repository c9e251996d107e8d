#!/bin/sh
# Starts Node.js as the bootstrap of Lambda's runtime does. Of the memory of the function, a tenth is for new objects: each of its two
# semi-spaces gets half of that. The rest is for old objects. Lambda also exposes the garbage collector.
new_space=$((AWS_LAMBDA_FUNCTION_MEMORY_SIZE / 10))
exec node \
  --expose-gc \
  --max-http-header-size=81920 \
  --max-semi-space-size=$((new_space / 2)) \
  --max-old-space-size=$((AWS_LAMBDA_FUNCTION_MEMORY_SIZE - new_space)) \
  "$@"
