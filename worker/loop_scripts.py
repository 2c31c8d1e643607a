"""What a loop worker writes down at Redis for many jobs at once, as Lua: what RQ's own worker needs some sixty
commands in twenty-five round trips for, job by job. Keys and fields are RQ 3's, so that every RQ tool sees it.

Keys that depend on a job are made inside the scripts.
"""

from __future__ import annotations

# Take up to so many jobs, from the queues in turn. Popped and started are one step: no job is lost in between.
# KEYS: worker, its executions, the suspension flag, then the queues, then their started registries.
# ARGV: how many, from which queue on, now (seconds), now (text), worker's name, interval of heartbeats,
#       prefixes of jobs, executions, a job's executions; then an execution id for each job that may be taken.
# Answer: -1 when suspended, else the next queue's turn and for each job: queue, id, execution, hash as it was.
TAKE = """
if redis.call('EXISTS', KEYS[3]) == 1 then
    return -1
end
local count = (#KEYS - 3) / 2
local want, turn = tonumber(ARGV[1]), tonumber(ARGV[2])
local taken, empty = {}, 0
while #taken < want and empty < count do
    local id = redis.call('LPOP', KEYS[4 + turn])
    empty = id and 0 or empty + 1
    local job = id and ARGV[7] .. id
    if id and redis.call('HEXISTS', job, 'data') == 1 then
        local execution = ARGV[10 + #taken]
        local about = redis.call('HGETALL', job)
        local limit = tonumber(redis.call('HGET', job, 'timeout') or '-1') or -1
        local beat = tonumber(ARGV[6])
        local ttl = math.floor((limit > 0 and math.min(limit, beat) or beat) + 60)
        local pair = id .. ':' .. execution
        redis.call('HSET', ARGV[8] .. pair, 'id', execution, 'job_id', id, 'created_at', ARGV[3],
            'last_heartbeat', ARGV[3], 'worker_name', ARGV[5])
        redis.call('EXPIRE', ARGV[8] .. pair, ttl)
        redis.call('ZADD', ARGV[9] .. id, tonumber(ARGV[3]) + ttl + 60, execution)
        redis.call('EXPIRE', ARGV[9] .. id, ttl + 60)
        redis.call('ZADD', KEYS[4 + count + turn], tonumber(ARGV[3]) + ttl, pair)
        redis.call('SADD', KEYS[2], pair)
        redis.call('EXPIRE', KEYS[2], ttl + 60)
        redis.call('HSET', job, 'status', 'started', 'started_at', ARGV[4], 'last_heartbeat', ARGV[4],
            'worker_name', ARGV[5])
        redis.call('PERSIST', job)
        taken[#taken + 1] = {turn, id, execution, about}
    end
    turn = (turn + 1) % count
end
if #taken > 0 and redis.call('EXISTS', KEYS[1]) == 1 then
    redis.call('HSET', KEYS[1], 'state', 'busy')
end
return {turn, taken}
"""

_FORGET_EXECUTION = """
local function forget(execution, id)
    local pair = id .. ':' .. execution
    redis.call('DEL', ARGV[3] .. pair)
    redis.call('ZREM', ARGV[4] .. id, execution)
    redis.call('SREM', KEYS[2], pair)
    return pair
end
local function ours(job)
    local about = redis.call('HMGET', job, 'status', 'worker_name')
    return about[1] == 'started' and about[2] == ARGV[1]
end
local function rest()
    if redis.call('EXISTS', KEYS[1]) == 1 and redis.call('SCARD', KEYS[2]) == 0 then
        redis.call('HSET', KEYS[1], 'state', 'idle')
    end
end
"""

# Jobs that succeeded and keep no result go. One that was queued again meanwhile under its id stays.
# KEYS: worker, its executions. ARGV: worker's name, prefixes of jobs, executions, a job's executions, results;
# then for each job: its started registry, id, execution, seconds it took.
# Answer: ids that have dependents and were left alone: RQ's own code must finish those.
FINISH = (
    _FORGET_EXECUTION
    + """
local left, count, seconds = {}, 0, 0
for i = 6, #ARGV, 4 do
    local id = ARGV[i + 1]
    local job = ARGV[2] .. id
    if redis.call('EXISTS', job .. ':dependents') == 1 then
        left[#left + 1] = id
    else
        redis.call('ZREM', ARGV[i], forget(ARGV[i + 2], id))
        if ours(job) then
            redis.call('DEL', job, ARGV[5] .. id, ARGV[4] .. id)
        end
        count = count + 1
        seconds = seconds + tonumber(ARGV[i + 3])
    end
end
if count > 0 and redis.call('EXISTS', KEYS[1]) == 1 then
    redis.call('HINCRBY', KEYS[1], 'successful_job_count', count)
    redis.call('HINCRBYFLOAT', KEYS[1], 'total_working_time', string.format('%.6f', seconds))
end
rest()
return left
"""
)

# Jobs that are given up unfinished go back to the front of their queues, as if they had never been taken.
# KEYS, ARGV: as in FINISH, but for each job: its started registry, id, execution, queue. The first comes out first.
HAND_BACK = (
    _FORGET_EXECUTION
    + """
for i = #ARGV - 3, 6, -4 do
    local id = ARGV[i + 1]
    local job = ARGV[2] .. id
    redis.call('ZREM', ARGV[i], forget(ARGV[i + 2], id))
    if ours(job) then
        redis.call('HSET', job, 'status', 'queued')
        redis.call('HDEL', job, 'worker_name', 'started_at')
        redis.call('LPUSH', ARGV[i + 3], id)
    end
end
rest()
return redis.status_reply('OK')
"""
)

# Still here, and still at these jobs.
# KEYS: worker, its executions. ARGV: now (seconds), now (text), time to live of the worker, interval of heartbeats,
# prefixes of jobs, executions, a job's executions; then for each job: its started registry, id, execution.
# Answer: whether Redis knows this worker (it does not after it was wiped).
BEAT = """
local ttl = math.floor(tonumber(ARGV[4]) + 60)
for i = 8, #ARGV, 3 do
    local id, execution = ARGV[i + 1], ARGV[i + 2]
    local pair = id .. ':' .. execution
    if redis.call('EXISTS', ARGV[6] .. pair) == 1 then
        redis.call('HSET', ARGV[6] .. pair, 'last_heartbeat', ARGV[1])
        redis.call('EXPIRE', ARGV[6] .. pair, ttl)
    end
    redis.call('ZADD', ARGV[i], 'XX', tonumber(ARGV[1]) + ttl, pair)
    redis.call('ZADD', ARGV[7] .. id, 'XX', tonumber(ARGV[1]) + ttl + 60, execution)
    redis.call('EXPIRE', ARGV[7] .. id, ttl + 60)
    if redis.call('EXISTS', ARGV[5] .. id) == 1 then
        redis.call('HSET', ARGV[5] .. id, 'last_heartbeat', ARGV[2])
    end
end
redis.call('EXPIRE', KEYS[2], ttl + 60)
if redis.call('HEXISTS', KEYS[1], 'birth') == 0 then
    return 0
end
redis.call('HSET', KEYS[1], 'last_heartbeat', ARGV[2])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""
