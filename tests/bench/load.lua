-- SPDX-License-Identifier: ISC
--
-- load.lua - sends the requests of a file, one after the other, and prints
-- what wrk saw as "name value" lines. A line of the file is
-- METHOD <tab> PATH <tab> BODY <tab> HEADER <tab> HEADER …
--
-- Each thread takes every Nth line, so that no two send the same one before
-- all have been sent.

local threads = {}

function setup(thread)
	thread:set("place", #threads)
	table.insert(threads, thread)
end

local function request_of(line)
	local part = {}
	for text in (line .. "\t"):gmatch("([^\t]*)\t") do
		table.insert(part, text)
	end
	local headers = {}
	for i = 4, #part do
		local name, value = part[i]:match("^([^:]+): (.*)$")
		headers[name] = value
	end
	return wrk.format(part[1], part[2], headers,
	    part[3] ~= "" and part[3] or nil)
end

-- This process's time so far, in ticks; reading the requests does not count.
local function ticks()
	local file = io.open("/proc/self/stat")
	local rest = file:read("*a"):gsub("^.*%) ", "")
	file:close()
	local i, sum = 0, 0
	for field in rest:gmatch("%S+") do
		i = i + 1
		if i == 12 or i == 13 then
			sum = sum + tonumber(field)
		end
	end
	return sum
end

local all, n, at = {}, 0, 0

-- FILE and the number of threads.
function init(args)
	local i = 0
	for line in io.lines(args[1]) do
		if i % tonumber(args[2]) == place then
			n = n + 1
			all[n] = request_of(line)
		end
		i = i + 1
	end
	sent = 0
	began = ticks()
end

function request()
	at = at % n + 1
	sent = sent + 1
	return all[at]
end

function done(summary, latency)
	local errors = summary.errors
	local most, began = 0, 0
	for _, thread in ipairs(threads) do
		most = math.max(most, thread:get("sent"))
		began = math.max(began, thread:get("began"))
	end
	print("wrk " .. ticks() - began)
	print("requests " .. summary.requests)
	print("rps " .. summary.requests * 1e6 / summary.duration)
	print("p50 " .. latency:percentile(50))
	print("p99 " .. latency:percentile(99))
	print("bytes " .. summary.bytes / math.max(1, summary.requests))
	print("refused " .. errors.status)
	print("broken " .. errors.connect + errors.read + errors.write +
	    errors.timeout)
	print("most " .. most)
end
