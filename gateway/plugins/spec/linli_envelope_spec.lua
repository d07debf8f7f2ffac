local json = require "dkjson"

local here = debug.getinfo(1, "S").source:match("^@(.*/)") or "./"
local folder = here .. "../linli-envelope/"

local function base64url(text)
  local alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
  local bits, decoded = "", {}
  for char in text:gmatch(".") do
    local value = alphabet:find(char, 1, true)
    if not value then
      return nil
    end
    for shift = 5, 0, -1 do
      bits = bits .. math.floor((value - 1) / 2 ^ shift) % 2
    end
  end
  for byte in bits:gmatch("%d%d%d%d%d%d%d%d") do
    decoded[#decoded + 1] = string.char(tonumber(byte, 2))
  end
  return table.concat(decoded)
end

-- A `kong` that records: request headers as given, response headers as set.
local function world(options)
  local state = { request = {}, response = options.response or {}, ctx = { plugin = {}, shared = options.shared or {} } }
  for name, value in pairs(options.headers or {}) do
    state.request[name] = value
  end
  local function get(name)
    for key, value in pairs(state.request) do
      if key:lower() == name:lower() then
        return value
      end
    end
  end
  local function clear(name)
    for key in pairs(state.request) do
      if key:lower() == name:lower() then
        state.request[key] = nil
      end
    end
  end
  _G.kong = {
    ctx = state.ctx,
    request = {
      get_header = get,
      get_headers = function()
        local copy = {}
        for key, value in pairs(state.request) do
          copy[key:lower()] = value
        end
        return copy
      end,
    },
    service = {
      request = {
        clear_header = clear,
        set_header = function(name, value)
          clear(name)
          state.request[name] = value
        end,
      },
    },
    response = {
      get_status = function() return options.status end,
      get_source = function() return options.source end,
      get_header = function(name) return state.response[name] end,
      set_header = function(name, value) state.response[name] = value end,
    },
  }
  _G.ngx = { arg = {}, time = function() return 1790000000 end }
  package.preload["cjson.safe"] = function() return { decode = function(text) return (json.decode(text)) end } end
  package.preload["ngx.base64"] = function() return { decode_base64url = base64url } end
  for _, name in ipairs { "identity", "refusals" } do
    package.preload["kong.plugins.linli-envelope." .. name] = loadfile(folder .. name .. ".lua")
    package.loaded["kong.plugins.linli-envelope." .. name] = nil
  end
  state.plugin = dofile(folder .. "handler.lua")
  return state
end

local function refuse(options)
  local state = world(options)
  state.plugin:header_filter()
  -- Kong's own body arrives in two chunks.
  _G.ngx.arg = { '{"message":"', false }
  state.plugin:body_filter()
  state.first = _G.ngx.arg[1]
  _G.ngx.arg = { 'Unauthorized"}', true }
  state.plugin:body_filter()
  state.last = _G.ngx.arg[1]
  return state
end

local function token(payload)
  return "eyJhbGciOiJFZERTQSJ9." .. payload .. ".c2ln"
end

describe("refusals", function()
  it("puts Kong's refusal into the envelope, in Chinese by default", function()
    local state = refuse { status = 401, source = "exit" }
    assert.is_nil(state.first)
    assert.same('{"code":401,"message":"请先登录","data":null,"timestamp":1790000000}', state.last)
    assert.same(#state.last, state.response["Content-Length"])
    assert.same("application/json; charset=utf-8", state.response["Content-Type"])
  end)

  it("speaks English when asked", function()
    local state = refuse { status = 404, source = "exit", headers = { ["Accept-Language"] = "en-GB,zh;q=0.5" } }
    assert.same("No such endpoint", (json.decode(state.last)).message)
  end)

  it("gives upstream failures their 19xx codes", function()
    for status, code in pairs { [500] = 1900, [502] = 1902, [503] = 1902, [504] = 1901 } do
      assert.same(code, (json.decode(refuse({ status = status, source = "error" }).last)).code)
    end
  end)

  it("repeats the status where it knows nothing better", function()
    assert.same(494, (json.decode(refuse({ status = 494, source = "error" }).last)).code)
  end)

  it("leaves answers of services alone", function()
    local state = refuse { status = 503, source = "service" }
    assert.same('{"message":"', state.first)
    assert.same('Unauthorized"}', state.last)
    assert.same({}, state.response)
  end)

  it("leaves a preflight answer alone", function()
    assert.same({}, refuse({ status = 200, source = "exit" }).response)
  end)

  it("names a time with every 429 and keeps the limiter's own", function()
    assert.same("1", refuse({ status = 429, source = "exit" }).response["Retry-After"])
    local own = refuse { status = 429, source = "exit", response = { ["Retry-After"] = 37 } }
    assert.same(37, own.response["Retry-After"])
  end)
end)

describe("identity headers", function()
  it("drops every claim of identity, underscores included, and keeps the rest", function()
    local state = world { headers = {
      ["X-User-Id"] = "1", ["x_consumer_username"] = "admin", ["X-Consumer-Groups"] = "admin",
      ["X-Authenticated-Userid"] = "1", ["X-Linli-Subject"] = "1", ["X-Roles"] = "admin", ["X-Anonymous-Consumer"] = "1",
      ["Authorization"] = "Bearer t", ["X-Forwarded-For"] = "203.0.113.9",
    } }
    state.plugin:rewrite()
    assert.same({ ["Authorization"] = "Bearer t", ["X-Forwarded-For"] = "203.0.113.9" }, state.request)
  end)

  it("keeps a request id that is one and drops what is not", function()
    local state = world { headers = { ["X-Request-Id"] = "0193a-abc_DEF-9" } }
    state.plugin:rewrite()
    assert.same("0193a-abc_DEF-9", state.request["X-Request-Id"])
    for _, bad in ipairs { "short", ("x"):rep(65), "abcdefgh\nforged log line", "<script>12345" } do
      state = world { headers = { ["X-Request-Id"] = bad } }
      state.plugin:rewrite()
      assert.is_nil(state.request["X-Request-Id"])
    end
  end)

  it("names the subject of the verified token for the limiter", function()
    local state = world { shared = { authenticated_jwt_token = token("eyJzdWIiOiJ1c2VyLTcifQ") } }
    state.plugin:access()
    assert.same("user-7", state.request["X-Linli-Subject"])
  end)

  it("names nobody without a token, or with one it cannot read", function()
    for _, shared in ipairs { {}, { authenticated_jwt_token = "junk" }, { authenticated_jwt_token = token("!!!") },
      { authenticated_jwt_token = token("W10") }, { authenticated_jwt_token = token("eyJzdWIiOiJhXG5iIn0") } } do
      local state = world { shared = shared }
      state.plugin:access()
      assert.is_nil(state.request["X-Linli-Subject"])
    end
  end)
end)

describe("the table of refusals", function()
  it("has both languages for every row, without characters that JSON would escape", function()
    local refusals = dofile(folder .. "refusals.lua")
    for status, row in pairs(refusals) do
      assert.is_number(status)
      assert.is_number(row.code)
      for _, language in ipairs { "zh", "en" } do
        assert.is_nil(row[language]:find('["\\%c]'))
      end
    end
  end)
end)
