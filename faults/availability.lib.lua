-- Faults of availability, priority and what presence says.

local jid = require "util.jid";
local st = require "util.stanza";
local recalc_resource_map = require "util.presence".recalc_resource_map;
local kit = module:require "kit";

local faults = {};

local function set_priority(session, priority)
	session.priority = priority;
	recalc_resource_map(prosody.bare_sessions[jid.bare(session.full_jid)]);
end

faults["priority-raised-not-lowered"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local before = origin.presence and origin.priority;
		normal(origin, stanza);
		if before and origin.presence and origin.priority < before then set_priority(origin, before); end
	end);
end

faults["priority-minus-128-counts-as-zero"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local is_initial = origin.presence == nil;
		normal(origin, stanza);
		if origin.priority ~= -128 then return; end
		set_priority(origin, 0);
		if is_initial then module:fire_event("message/offline/broadcast", { origin = origin }); end
	end);
end

faults["status-sticky"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local before = stanza.attr.type == nil and not stanza:get_child("status") and origin.presence;
		local status = before and before:get_child("status");
		if status then stanza:add_direct_child(st.clone(status)); end
		return normal(origin, stanza);
	end);
end

faults["directed-unavailable-ends-session"] = function ()
	kit.sent(function (stanza, session)
		local is_directed = stanza.name == "presence" and stanza.attr.type == "unavailable" and stanza.attr.to;
		if is_directed and session.presence then set_priority(session, -1); end
		return stanza;
	end);
end

return faults;
