-- Faults of broadcasts, probes and directed presence: who gets which presence.

local st = require "util.stanza";
local jid = require "util.jid";
local recalc_resource_map = require "util.presence".recalc_resource_map;
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
		recalc_resource_map(prosody.bare_sessions[jid.bare(event.session.full_jid)]);
	end, 10);
end


faults["probe-authorised-for-local-users"] = function ()
	kit.subscription_received("probe", function (handle, _, _, prober)
		if jid.host(prober) ~= kit.host then return handle(); end
		return kit.as_subscriber(handle);
	end);
end

faults["probe-unanswered-when-offline"] = function ()
	kit.subscription_received("probe", function (handle, _, user, prober)
		local is_offline = kit.is_from(kit.roster_of(user)[prober]) and not kit.is_available(user);
		return is_offline or handle();
	end);
end

faults["probe-answered-from-account"] = function ()
	kit.subscription_received("probe", function (handle, _, user)
		local function from_account(_, _, prober)
			local count = 0;
			for _, session in pairs(kit.sessions_of(user)) do
				local copy = session.presence and st.clone(session.presence);
				if copy then
					copy.attr.from = user;
					kit.post(session, copy, prober);
					count = count + 1;
				end
			end
			return count;
		end
		return kit.with(kit.presence, "send_presence_of_available_resources", from_account, handle);
	end);
end

faults["second-session-without-probes"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local is_again = stanza.attr.type == nil and not origin.presence and origin.was_available;
		origin.was_available = true;
		local roster = is_again and first_contacts(origin.roster, 0, kit.is_to, "from") or origin.roster;
		return kit.with(origin, "roster", roster, function () return normal(origin, stanza); end);
	end);
end

faults["presence-before-roster-not-sent"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local roster = origin.interested and origin.roster or first_contacts(origin.roster, 0, kit.is_from, "to");
		return kit.with(origin, "roster", roster, function () return normal(origin, stanza); end);
	end);
end

faults["new-subscriber-not-updated"] = function ()
	kit.subscription_sent("subscribed", function (handle, _, user, contact)
		for _, session in pairs(kit.sessions_of(user)) do
			session.unheard = session.unheard or {};
			session.unheard[contact] = true;
		end
		return handle();
	end);
	kit.broadcast(function (normal, origin, stanza)
		local roster = {};
		for contact, item in pairs(origin.roster) do
			local is_unheard = stanza.attr.type == nil and (origin.unheard or {})[contact];
			roster[contact] = is_unheard and { subscription = "none", groups = {} } or item;
		end
		return kit.with(origin, "roster", roster, function () return normal(origin, stanza); end);
	end);
end

faults["unavailable-not-broadcast"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local is_said = stanza.attr.type == "unavailable" and not origin.destroyed;
		local roster = is_said and first_contacts(origin.roster, 0, kit.is_from, "to") or origin.roster;
		return kit.with(origin, "roster", roster, function () return normal(origin, stanza); end);
	end);
end

-- A stream that its client has closed ends without an error, which is false.
local function at_loss(f)
	module:hook("resource-unbind", function (event) if event.error ~= false then f(event.session); end end, 10);
end

faults["nothing-broadcast-after-loss"] = function ()
	at_loss(function (session)
		session.presence, session.directed = nil, nil;
		recalc_resource_map(prosody.bare_sessions[jid.bare(session.full_jid)]);
	end);
end

faults["directed-forgotten-after-loss"] = function ()
	at_loss(function (session) session.directed = nil; end);
end

faults["directed-end-to-one-only"] = function ()
	local function keep_one(session)
		local recipients = {};
		for recipient in pairs(session.directed or {}) do recipients[#recipients + 1] = recipient; end
		table.sort(recipients);
		session.directed = recipients[1] and { [recipients[1]] = true };
	end
	module:hook("resource-unbind", function (event) keep_one(event.session); end, 10);
	kit.broadcast(function (normal, origin, stanza)
		if stanza.attr.type == "unavailable" then keep_one(origin); end
		return normal(origin, stanza);
	end);
end

faults["directed-to-own-resource-lost"] = function ()
	kit.sent(function (stanza, session)
		local to = stanza.name == "presence" and stanza.attr.to;
		return not (to and to ~= session.full_jid and jid.bare(to) == jid.bare(session.full_jid)) and stanza or nil;
	end);
end

return faults;
