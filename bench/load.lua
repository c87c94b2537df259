-- A user reads a page, thinks, and opens the next one; one in twenty requests writes.
-- Read by bench/load.py, which writes the lines: method, path, and the headers and body to send.
local asked, written, place = {}, {}, 0
local threads, mean = {}, tonumber(os.getenv("LOAD_PAUSE")) or 30000

function setup(thread)
  place = place + 1
  thread:set("number", place)
  table.insert(threads, thread)
end

function init(arguments)
  math.randomseed(number * 7919)
  sent = 0
  for line in io.lines(arguments[1]) do
    local method, path, name, value, body = line:match("^(%S+)\t(%S+)\t(%S*)\t([^\t]*)\t(.*)$")
    local list = method == "GET" and asked or written
    table.insert(list, {method, path, name, value, body})
  end
end

function delay() -- after a minute of silence a node hangs up; the slow do not come all at once
  local thinks = math.floor(-mean * math.log(1 - math.random()))
  return thinks < 55000 and thinks or math.random(40000, 58000)
end

function request()
  sent = sent + 1
  local list = (#written > 0 and math.random(20) == 1) and written or asked
  local one = list[math.random(#list)]
  local headers = {["Host"] = wrk.headers["Host"], ["Connection"] = "keep-alive"}
  if one[3] ~= "" then headers[one[3]] = one[4] end
  if one[1] == "POST" then
    headers["Content-Type"] = "application/json"
    headers["Idempotency-Key"] = string.format("load-%d-%d-%d", number, sent, math.random(1e9))
  end
  return wrk.format(one[1], one[2], headers, one[1] == "POST" and one[5] or nil)
end

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    "LOAD {\"requests\": %d, \"seconds\": %.1f, \"connect\": %d, \"read\": %d, \"write\": %d, " ..
    "\"status\": %d, \"timeout\": %d, \"p50\": %.1f, \"p95\": %.1f, \"p99\": %.1f, \"max\": %.1f}\n",
    summary.requests, summary.duration / 1e6, e.connect, e.read, e.write, e.status, e.timeout,
    latency:percentile(50) / 1e3, latency:percentile(95) / 1e3, latency:percentile(99) / 1e3,
    latency.max / 1e3))
end
