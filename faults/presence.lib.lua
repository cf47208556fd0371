-- Faults of broadcasts, probes and directed presence: who gets which presence.

local st = require "util.stanza";
local jid = require "util.jid";
local kit = module:require "kit";

local faults = {};

faults["stale-other-cancel"] = function ()
	kit.subscription_sent("unsubscribed", function (handle, _, user, contact, origin)
		for _, session in pairs(kit.is_from(kit.roster_of(user)[contact]) and kit.sessions_of(user) or {}) do
			if session ~= origin then
				session.stale = session.stale or {};
				session.stale[contact] = true;
			end
		end
		return handle();
	end);
	kit.broadcast(function (normal, origin, stanza)
		local copy = st.clone(stanza);
		normal(origin, stanza);
		for contact in pairs(origin.stale or {}) do kit.post(origin, copy, contact); end
	end);
end

faults["bcast-unavailable-to-ex-subscribers"] = function ()
	local function note(user, contact)
		for _, session in pairs(kit.is_from(kit.roster_of(user)[contact]) and kit.sessions_of(user) or {}) do
			session.former = session.former or {};
			session.former[contact] = true;
		end
	end
	local function ended(handle, _, user, contact) note(user, contact); return handle(); end
	kit.subscription_sent("unsubscribed", ended);
	kit.subscription_received("unsubscribe", ended);
	module:hook("roster-item-removed", function (event) note(jid.join(event.username, kit.host), event.jid); end);
	kit.broadcast(function (normal, origin, stanza)
		local copy = stanza.attr.type == "unavailable" and st.clone(stanza);
		normal(origin, stanza);
		for contact in pairs(copy and origin.former or {}) do kit.post(origin, copy, contact); end
	end);
end

-- A copy of the roster in which only the first contacts have this subscription, by address; the others keep the rest of theirs.
local function first_contacts(roster, count, has, rest)
	local copy, contacts = {}, {};
	for contact, item in pairs(roster) do
		copy[contact] = item;
		if contact and has(item) then contacts[#contacts + 1] = contact; end
	end
	table.sort(contacts);
	for i = count + 1, #contacts do
		local item = roster[contacts[i]];
		copy[contacts[i]] = { subscription = item.subscription == "both" and rest or "none", ask = item.ask, groups = {} };
	end
	return copy;
end

faults["bcast-at-most-2"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local some = first_contacts(origin.roster, 2, kit.is_from, "to");
		return kit.with(origin, "roster", some, function () return normal(origin, stanza); end);
	end);
end

faults["probe-at-most-5"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local some = first_contacts(origin.roster, 5, kit.is_to, "from");
		return kit.with(origin, "roster", some, function () return normal(origin, stanza); end);
	end);
end

faults["directed-again-forgotten"] = function ()
	for _, form in ipairs { "full", "bare", "host" } do
		module:hook("pre-presence/" .. form, function (event)
			local origin, to = event.origin, event.stanza.attr.to;
			if event.stanza.attr.type == "unavailable" and origin.directed and origin.directed[to] then
				origin.once_directed = origin.once_directed or {};
				origin.once_directed[to] = true;
			end
		end, 10);
		module:hook("pre-presence/" .. form, function (event)
			local origin, to = event.origin, event.stanza.attr.to;
			if origin.directed and (origin.once_directed or {})[to] then origin.directed[to] = nil; end
		end, -10);
	end
end

faults["one-down-all-down"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local copy = stanza.attr.type == "unavailable" and st.clone(stanza);
		normal(origin, stanza);
		for _, session in pairs(copy and kit.sessions_of(jid.bare(origin.full_jid)) or {}) do
			for contact, item in pairs(session.presence and origin.roster or {}) do
				if contact and kit.is_from(item) then
					copy.attr.from = session.full_jid;
					kit.post(session, copy, contact);
				end
			end
		end
	end);
end

faults["replaced-without-unavailable"] = function ()
	module:hook("resource-unbind", function (event)
		if event.error ~= "Replaced by new connection" then return; end
		event.session.presence, event.session.directed = nil, nil;
		local user = prosody.bare_sessions[jid.bare(event.session.full_jid)];
		require "util.presence".recalc_resource_map(user);
	end, 10);
end

return faults;
