"""The jobs that RQ names, with nothing behind them: each call is noted in Redis (list `ran`).

While the key `hold` exists a job waits; when `fail` exists it fails; what was cancelled is noted in `cancelled`.
"""

import asyncio
import json
import os

from redis import Redis

redis = Redis.from_url(os.environ["STAND_IN_REDIS"])


async def wave(profile_id, direction_ids):
    await _note("wave", profile_id, direction_ids)


async def sync(direction_ids, token=None):
    await _note("sync", direction_ids, token)


async def retry(direction_id, attempt):
    await _note("retry", direction_id, attempt)


async def probe(profile_id, direction):
    await _note("probe", profile_id, direction)


async def _note(*call):
    redis.rpush("ran", json.dumps(call))
    try:
        while redis.exists("hold"):
            await asyncio.sleep(0.02)
    except asyncio.CancelledError:
        redis.rpush("cancelled", json.dumps(call))
        raise
    if redis.exists("fail"):
        raise RuntimeError("told to fail")
