-- Gives prosody 0.12 the faults that its option "faults" names, one entry a name. For development only: it measures which faults of real
-- servers the tool sees. faults.yaml says what each fault does; the families are the files beside this one.

local wanted = module:get_option_set("faults", {});
local families = {
	"roster", "updates", "subscriptions", "presence", "availability", "messages", "stanzas", "requests", "directed", "variations",
};

local known = {};
for _, family in ipairs(families) do
	for name, plant in pairs(module:require(family)) do
		assert(not known[name], name .. " is a fault of two families");
		known[name] = plant;
	end
end

for name in wanted do
	assert(known[name], "no fault has the name " .. name)();
end
