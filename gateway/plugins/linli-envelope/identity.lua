-- Request headers that claim who the caller is. No service reads one; they are dropped so that none ever can be fooled.
-- Names are compared in lower case with "_" read as "-", because some servers fold the two together.
-- gateway/local/src/identity.ts holds the same list; a test compares the two.
local PREFIXES = {
  "x-consumer-",
  "x-credential-",
  "x-authenticated-",
  "x-anonymous-",
  "x-user-",
  "x-linli-",
}

local NAMES = {
  ["x-user"] = true,
  ["x-role"] = true,
  ["x-roles"] = true,
  ["x-merchant-id"] = true,
  ["x-forwarded-user"] = true,
  ["x-remote-user"] = true,
  ["remote-user"] = true,
}

local identity = { subject_header = "X-Linli-Subject" }

function identity.claims_identity(header)
  local name = header:lower():gsub("_", "-")
  if NAMES[name] then
    return true
  end
  for _, prefix in ipairs(PREFIXES) do
    if name:sub(1, #prefix) == prefix then
      return true
    end
  end
  return false
end

return identity
