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

-- Delivers stanzas to a resource whose name differs from the address in case.
local function resource_in_any_case(name, is_meant)
	return function ()
		kit.inbound(name, function (stanza)
			local to = stanza.attr.to;
			if prosody.full_sessions[to] or not is_meant(stanza.attr.type or "normal") then return; end
			for resource, session in pairs(kit.sessions_of(jid.bare(to))) do
				if resource:lower() == jid.resource(to):lower() then
					session.send(stanza);
					return true;
				end
			end
		end, { "full" });
	end
end
faults["resource-case-insensitive"] = resource_in_any_case("message", function () return true; end);
faults["headline-to-resource-in-any-case"] = resource_in_any_case("message", function (kind) return kind == "headline"; end);
faults["groupchat-to-resource-in-any-case"] = resource_in_any_case("message", function (kind) return kind == "groupchat"; end);
faults["iq-to-resource-in-any-case"] = resource_in_any_case("iq", function (kind) return kind == "get" or kind == "set"; end);

faults["to-case-sensitive"] = function ()
	kit.replace_local(prosody.core_process_stanza, "jid_prepped_split", function (prepped_split)
		return function (address, ...)
			local node, host, resource = prepped_split(address, ...);
			if node and host == kit.host then node = jid.node(address); end
			return node, host, resource;
		end
	end);
end


-- Handles stanzas to resources that are not connected. True ends it.
local function unmatched(name, types, handle)
	kit.inbound(name, function (stanza, origin)
		if types[stanza.attr.type] and not prosody.full_sessions[stanza.attr.to] then return handle(stanza, origin); end
	end, { "full" });
end
local request, answer = { get = true, set = true }, { result = true, error = true };

faults["iq-to-unmatched-unanswered"] = function () unmatched("iq", request, function () return true; end); end
faults["iq-result-to-unmatched-bounced"] = function ()
	unmatched("iq", { result = true }, function (stanza, origin) return kit.bounce(origin, stanza); end);
end

faults["iq-for-nobody-unanswered"] = function ()
	kit.inbound("iq", function (stanza)
		local to = stanza.attr.to;
		if to and request[stanza.attr.type] and not kit.exists(jid.bare(to)) then return true; end
	end);
end

faults["error-for-nobody-bounced"] = function ()
	kit.inbound("message", function (stanza, origin)
		local to = stanza.attr.to;
		if to and stanza.attr.type == "error" and not kit.exists(jid.bare(to)) then return kit.bounce(origin, stanza); end
	end);
end

faults["iq-of-unknown-type-dropped"] = function ()
	kit.sent(function (stanza)
		local kind = stanza.attr.type;
		return (stanza.name ~= "iq" or request[kind] or answer[kind]) and stanza or nil;
	end);
end

faults["account-answers-from-full-jid"] = function ()
	kit.delivered_kind("iq", function (stanza, session)
		local is_login = stanza:get_child("bind", "urn:ietf:params:xml:ns:xmpp-bind");
		if session and stanza.attr.type == "result" and not stanza.attr.from and not is_login then
			stanza.attr.from = session.full_jid;
		end
		return stanza;
	end);
end

faults["iq-error-with-payload-lost"] = function ()
	kit.delivered(function (stanza)
		return not (stanza.name == "iq" and stanza.attr.type == "error" and #stanza.tags > 1) and stanza or nil;
	end);
end

local function errors(change)
	return function ()
		kit.delivered(function (stanza)
			if stanza.attr.type == "error" then change(stanza); end
			return stanza;
		end);
	end
end
faults["error-in-other-namespace"] = errors(function (stanza)
	local child = stanza:get_child("error");
	if child then child.attr.xmlns = "urn:ietf:params:xml:ns:xmpp-stanzas"; end
end);
faults["message-error-without-id"] = errors(function (stanza)
	if stanza.name == "message" then stanza.attr.id = nil; end
end);

-- A resource is connected once it is bound, and available once it has sent presence.
faults["unavailable-resource-not-matched"] = function ()
	for _, name in ipairs { "message", "iq" } do
		kit.inbound(name, function (stanza, origin)
			local session, kind = prosody.full_sessions[stanza.attr.to], stanza.attr.type;
			if not session or session.presence then return; end
			return kind == "result" or kind == "error" or kit.bounce(origin, stanza);
		end, { "full" });
	end
end

faults["iq-error-without-id"] = errors(function (stanza)
	if stanza.name == "iq" then stanza.attr.id = nil; end
end);

faults["iq-refusal-to-other-resource"] = function ()
	unmatched("iq", request, function (stanza, origin)
		for _, session in pairs(kit.sessions_of(jid.bare(stanza.attr.from))) do
			if session ~= origin then return kit.bounce(session, stanza); end
		end
	end);
end

return faults;
