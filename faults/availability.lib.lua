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


-- Whether presence is of the user of the session.
local function is_own(stanza, session)
	return session ~= nil and jid.bare(stanza.attr.from) == jid.bare(session.full_jid);
end

faults["initial-presence-not-echoed"] = function ()
	kit.delivered_kind("presence", function (stanza, session)
		local is_echo = session and stanza.attr.from == session.full_jid and not session.presence and not stanza.attr.to;
		return not is_echo and stanza or nil;
	end);
end

faults["own-resources-not-told"] = function ()
	kit.delivered_kind("presence", function (stanza, session)
		return not (is_own(stanza, session) and stanza.attr.from ~= session.full_jid) and stanza or nil;
	end);
end

faults["unavailable-without-from"] = function ()
	kit.delivered_kind("presence", function (stanza, session)
		if session and stanza.attr.type == "unavailable" and not is_own(stanza, session) then stanza.attr.from = nil; end
		return stanza;
	end);
end

faults["presence-not-to-negative-resources"] = function ()
	kit.delivered_kind("presence", function (stanza, session)
		local kind = stanza.attr.type;
		local is_availability = kind == nil or kind == "unavailable";
		local is_kept = session and is_availability and not is_own(stanza, session) and (session.priority or 0) < 0;
		return not is_kept and stanza or nil;
	end);
end

faults["no-priority-counts-as-minus-1"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		normal(origin, stanza);
		if origin.presence and not stanza:get_child("priority") then set_priority(origin, -1); end
	end);
end

faults["stored-messages-to-negative-resource"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local is_initial = origin.presence == nil;
		normal(origin, stanza);
		if is_initial and (origin.priority or 0) < 0 then module:fire_event("message/offline/broadcast", { origin = origin }); end
	end);
end

local types = {
	error = true, probe = true, subscribe = true, subscribed = true, unavailable = true, unsubscribe = true, unsubscribed = true,
};

faults["presence-of-unknown-type-dropped"] = function ()
	kit.sent(function (stanza)
		local kind = stanza.name == "presence" and stanza.attr.type;
		return (not kind or types[kind]) and stanza or nil;
	end);
end

faults["presence-to-unmatched-bounced"] = function ()
	kit.inbound("presence", function (stanza, origin)
		local kind = stanza.attr.type;
		local is_availability = kind == nil or kind == "unavailable";
		if is_availability and origin.send and not prosody.full_sessions[stanza.attr.to] then
			return kit.bounce(origin, stanza);
		end
	end, { "full" });
end

faults["unsubscribed-answers-presence"] = function ()
	kit.inbound("presence", function (stanza)
		local to = stanza.attr.to and jid.bare(stanza.attr.to);
		if stanza.attr.type ~= nil or not to or not kit.exists(to) then return; end
		local from = jid.bare(stanza.attr.from);
		if from == to or kit.is_to(kit.roster_of(to)[from]) then return; end
		kit.post(prosody.hosts[kit.host], st.presence { type = "unsubscribed", from = to }, from);
	end);
end

faults["own-resources-at-most-3"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local others, hidden = {}, {};
		for _, session in pairs(kit.sessions_of(jid.bare(origin.full_jid))) do
			if session ~= origin and session.presence then others[#others + 1] = session; end
		end
		table.sort(others, function (a, b) return a.resource < b.resource; end);
		for i = 4, #others do
			hidden[others[i]] = others[i].presence;
			others[i].presence = nil;
		end
		normal(origin, stanza);
		for session, presence in pairs(hidden) do session.presence = presence; end
	end);
end

faults["second-unavailable-without-status"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		if stanza.attr.type == "unavailable" then
			if origin.was_away then stanza:maptags(function (child) return child.name ~= "status" and child or nil; end); end
			origin.was_away = true;
		end
		return normal(origin, stanza);
	end);
end

faults["priority-survives-unavailable"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local before = origin.priority;
		local is_again = stanza.attr.type == nil and not origin.presence and not stanza:get_child("priority");
		normal(origin, stanza);
		if stanza.attr.type == "unavailable" then origin.last_priority = before; end
		if is_again and origin.last_priority then set_priority(origin, origin.last_priority); end
	end);
end

faults["status-cut-at-255"] = function ()
	kit.delivered_kind("presence", function (stanza)
		return kit.map_text(stanza, "status", function (text) return text:sub(1, 255); end);
	end);
end

faults["kept-presence-without-lang"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		normal(origin, stanza);
		if origin.presence then origin.presence.attr["xml:lang"] = nil; end
	end);
end

faults["lost-resource-gets-messages"] = function ()
	local dead = {};
	module:hook("resource-unbind", function (event)
		local user = jid.bare(event.session.full_jid);
		for _, session in ipairs(kit.top_of(user)) do dead[user] = dead[user] or session == event.session; end
	end, 10);
	module:hook("resource-unbind", function (event)
		local bare = jid.bare(event.session.full_jid);
		local user = prosody.bare_sessions[bare];
		if user and dead[bare] then user.top_resources = { { send = function () return true; end, priority = 0 } }; end
		dead[bare] = nil;
	end, -10);
end

return faults;
