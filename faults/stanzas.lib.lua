-- Faults of addresses, ids and answers.

local jid = require "util.jid";
local kit = module:require "kit";

local faults = {};

local function answer_id(change)
	return function ()
		kit.delivered(function (stanza)
			local kind = stanza.name == "iq" and stanza.attr.type;
			local is_login = stanza:get_child("bind", "urn:ietf:params:xml:ns:xmpp-bind");
			if (kind == "result" or kind == "error") and not is_login then stanza.attr.id = change(stanza.attr.id); end
			return stanza;
		end);
	end
end
faults["id-of-iq-lower-case"] = answer_id(string.lower);
faults["id-of-iq-cut-at-32"] = answer_id(function (id) return id:sub(1, 32); end);

faults["resource-case-insensitive"] = function ()
	kit.inbound("message", function (stanza)
		local to = stanza.attr.to;
		if prosody.full_sessions[to] then return; end
		for resource, session in pairs(kit.sessions_of(jid.bare(to))) do
			if resource:lower() == jid.resource(to):lower() then
				session.send(stanza);
				return true;
			end
		end
	end, { "full" });
end

faults["to-case-sensitive"] = function ()
	kit.replace_local(prosody.core_process_stanza, "jid_prepped_split", function (prepped_split)
		return function (address, ...)
			local node, host, resource = prepped_split(address, ...);
			if node and host == kit.host then node = jid.node(address); end
			return node, host, resource;
		end
	end);
end

return faults;
