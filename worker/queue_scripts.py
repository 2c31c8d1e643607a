"""What must happen at once in Redis when a job waits, as Lua. Keys that depend on a job are made inside."""

from __future__ import annotations

# A job that runs is left alone: only what waits is forgotten.
# ARGV: job id, queue of last resort, then the prefixes of jobs, queues, scheduled, failed, results
DROP = """
local id, job = ARGV[1], ARGV[3] .. ARGV[1]
local status = redis.call('HGET', job, 'status')
if status == 'started' then
    return 0
end
local origin = redis.call('HGET', job, 'origin') or ARGV[2]
redis.call('LREM', ARGV[4] .. origin, 0, id)
redis.call('ZREM', ARGV[5] .. origin, id)
redis.call('ZREM', ARGV[6] .. origin, id)
return redis.call('DEL', job, ARGV[7] .. id)
"""

# As RQ's scheduler does it, but a job is moved by one scheduler only, whoever else runs.
# KEYS: scheduled registry, queue. ARGV: now (seconds), now (text), how many at most, prefix of jobs, wake channel
MOVE_DUE = """
local due = redis.call('ZRANGEBYSCORE', KEYS[1], '-inf', ARGV[1], 'LIMIT', 0, ARGV[3])
local moved = 0
for _, id in ipairs(due) do
    local job = ARGV[4] .. id
    redis.call('ZREM', KEYS[1], id)
    if redis.call('HEXISTS', job, 'data') == 1 then
        redis.call('HSET', job, 'status', 'queued', 'enqueued_at', ARGV[2])
        local push = redis.call('HGET', job, 'enqueue_at_front') == '1' and 'LPUSH' or 'RPUSH'
        redis.call(push, KEYS[2], id)
        moved = moved + 1
    end
end
if moved > 0 then
    redis.call('PUBLISH', ARGV[5], moved)
end
return {#due, moved}
"""

# Of each job of a registry (KEYS[1]): its id, its meta, when it was made; at most ARGV[2] of them. ARGV[1]: what the
# keys of jobs begin with. In one round trip, since a reply for each of ten thousand takes a tenth of a second.
TOLD = """
local told = {}
for _, id in ipairs(redis.call('ZRANGE', KEYS[1], 0, ARGV[2] - 1)) do
  local about = redis.call('HMGET', ARGV[1] .. id, 'meta', 'created_at')
  told[#told + 1] = id
  told[#told + 1] = about[1] or ''
  told[#told + 1] = about[2] or ''
end
return told
"""
