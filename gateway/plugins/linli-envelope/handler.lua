-- 1. `rewrite`, before any other plugin: drop headers that claim an identity, and request ids that are not ids.
-- 2. `access`, between jwt (1450) and rate-limiting (910): name the caller for the limiter. The subject of the verified
--    token, not the token: a raw token must not become a Redis key, and a refreshed one must not get a new allowance.
-- 3. `header_filter`, `body_filter`: Kong's own refusals become the envelope. Answers of services are left alone.
local identity = require "kong.plugins.linli-envelope.identity"
local refusals = require "kong.plugins.linli-envelope.refusals"
local cjson = require "cjson.safe"
local decode_base64url = require("ngx.base64").decode_base64url

local kong = kong
local ngx = ngx

local REQUEST_ID = "X-Request-Id"
local MAX_HEADERS = 1000
local ENVELOPE = '{"code":%d,"message":"%s","data":null,"timestamp":%d}'

local LinliEnvelope = {
  PRIORITY = 1000,
  VERSION = "1.0.0",
}

local function is_request_id(value)
  return type(value) == "string" and #value >= 8 and #value <= 64 and not value:find("[^%w_-]")
end

function LinliEnvelope:rewrite()
  local headers = kong.request.get_headers(MAX_HEADERS)
  for name in pairs(headers) do
    if identity.claims_identity(name) then
      kong.service.request.clear_header(name)
    end
  end
  -- By name as well: a client may send more headers than are listed above.
  kong.service.request.clear_header(identity.subject_header)

  local request_id = kong.request.get_header(REQUEST_ID)
  if request_id and not is_request_id(request_id) then
    kong.service.request.clear_header(REQUEST_ID)
  end
end

local function subject_of(token)
  local payload = type(token) == "string" and token:match("^[^.]+%.([^.]+)%.")
  local json = payload and decode_base64url(payload)
  local claims = json and cjson.decode(json)
  local subject = type(claims) == "table" and claims.sub
  return type(subject) == "string" and #subject <= 128 and subject:match("^[!-~]+$") or nil
end

function LinliEnvelope:access()
  local subject = subject_of(kong.ctx.shared.authenticated_jwt_token)
  if subject then
    kong.service.request.set_header(identity.subject_header, subject)
  end
end

local function wants_english()
  local languages = kong.request.get_header("Accept-Language")
  return languages ~= nil and languages:lower():match("^%s*en") ~= nil
end

function LinliEnvelope:header_filter()
  local status = kong.response.get_status()
  if kong.response.get_source() == "service" or status < 400 then
    return
  end

  local refusal = refusals[status] or { code = status, zh = "请求被拒绝", en = "The request was refused" }
  local message = wants_english() and refusal.en or refusal.zh
  local body = ENVELOPE:format(refusal.code, message, ngx.time())

  kong.ctx.plugin.body = body
  kong.response.set_header("Content-Type", "application/json; charset=utf-8")
  kong.response.set_header("Content-Length", #body)
  -- rate-limiting names no time when its own headers are hidden.
  if status == 429 and not kong.response.get_header("Retry-After") then
    kong.response.set_header("Retry-After", "1")
  end
end

function LinliEnvelope:body_filter()
  local body = kong.ctx.plugin.body
  if body then
    ngx.arg[1] = ngx.arg[2] and body or nil
  end
end

return LinliEnvelope
