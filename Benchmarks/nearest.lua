-- A script of wrk: every request asks from another place in the country. QUESTION is the path and query before the place.
local question = os.getenv("QUESTION") or "/v1/stations/nearest?limit=5"

function init()
  math.randomseed(20261126)
end

function request()
  local place = string.format("&lat=%.6f&lon=%.6f", 22 + 24 * math.random(), 100 + 25 * math.random())
  return wrk.format("GET", question .. place)
end
