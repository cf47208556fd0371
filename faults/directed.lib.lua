-- Faults of directed presence: who is told of its end, and what is kept of it.

local st = require "util.stanza";
local jid = require "util.jid";
local kit = module:require "kit";

local faults = {};

-- Calls f(origin, stanza) after prosody has recorded directed presence of any form.
local function recorded(f)
	for _, form in ipairs { "full", "bare", "host" } do
		module:hook("pre-presence/" .. form, function (event)
			local kind = event.stanza.attr.type;
			if kind == nil or kind == "unavailable" then f(event.origin, event.stanza); end
		end, -10);
	end
end

-- Notes a contact at each session of the user, under a name.
local function note(user, contact, name)
	for _, session in pairs(kit.sessions_of(user)) do
		session[name] = session[name] or {};
		session[name][contact] = true;
	end
end

-- Runs normal(origin, stanza) as if the noted contacts were not subscribed.
local function without(noted, normal, origin, stanza)
	local roster = {};
	for contact, item in pairs(origin.roster) do
		roster[contact] = noted[contact] and { subscription = "none", groups = {} } or item;
	end
	return kit.with(origin, "roster", roster, function () return normal(origin, stanza); end);
end

faults["directed-then-approved-without-end"] = function ()
	kit.subscription_sent("subscribed", function (handle, _, user, contact)
		for _, session in pairs(kit.sessions_of(user)) do
			for to in pairs(session.directed or {}) do
				if jid.bare(to) == contact then
					session.approved_late = session.approved_late or {};
					session.approved_late[contact] = true;
				end
			end
			for to in pairs((session.approved_late or {})[contact] and session.directed or {}) do
				if jid.bare(to) == contact then session.directed[to] = nil; end
			end
		end
		return handle();
	end);
	kit.broadcast(function (normal, origin, stanza)
		return without(stanza.attr.type == "unavailable" and origin.approved_late or {}, normal, origin, stanza);
	end);
end

faults["directed-after-cancellation-forgotten"] = function ()
	kit.subscription_sent("unsubscribed", function (handle, _, user, contact)
		if kit.is_from(kit.roster_of(user)[contact]) then note(user, contact, "cancelled"); end
		return handle();
	end);
	recorded(function (origin, stanza)
		local to = stanza.attr.to;
		if origin.directed and (origin.cancelled or {})[jid.bare(to)] then origin.directed[to] = nil; end
	end);
end

faults["directed-once-per-account"] = function ()
	recorded(function (origin, stanza)
		local to = stanza.attr.to;
		for other in pairs(origin.directed and origin.directed[to] and origin.directed or {}) do
			if other ~= to and jid.bare(other) == jid.bare(to) then origin.directed[other] = nil; end
		end
	end);
end

faults["directed-at-most-5"] = function ()
	recorded(function (origin, stanza)
		local count = 0;
		for _ in pairs(origin.directed or {}) do count = count + 1; end
		if count > 5 then origin.directed[stanza.attr.to] = nil; end
	end);
end

faults["directed-replaces-broadcast"] = function ()
	recorded(function (origin, stanza)
		if stanza.attr.type or not origin.presence then return; end
		origin.presence = st.clone(stanza);
		origin.presence.attr.to = nil;
	end);
end

faults["readded-contact-not-told"] = function ()
	module:hook("roster-item-removed", function (event)
		if kit.is_from(event.item) then note(jid.join(event.username, kit.host), event.jid, "removed"); end
	end);
	kit.broadcast(function (normal, origin, stanza)
		return without(origin.presence and origin.removed or {}, normal, origin, stanza);
	end);
end

faults["probe-answered-after-cancellation"] = function ()
	kit.subscription_sent("unsubscribed", function (handle, _, user, contact)
		if kit.is_from(kit.roster_of(user)[contact]) then note(user, contact, "cancelled"); end
		return handle();
	end);
	kit.subscription_received("probe", function (handle, _, user, prober)
		for _, session in pairs(kit.sessions_of(user)) do
			if (session.cancelled or {})[prober] then
				return kit.as_subscriber(handle);
			end
		end
		return handle();
	end);
end

return faults;
