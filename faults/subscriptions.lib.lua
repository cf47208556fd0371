-- Faults of subscriptions: requests, approvals, cancellations, unsubscriptions.

local sessionmanager = require "core.sessionmanager";
local jid = require "util.jid";
local st = require "util.stanza";
local kit = module:require "kit";

local faults = {};

faults["approval-clears-all-pending"] = function ()
	kit.subscription_sent("subscribed", function (handle, _, user, contact)
		local pending = kit.roster_of(user)[false].pending;
		for other in pairs(pending[contact] and pending or {}) do
			if other ~= contact then pending[other] = nil; end
		end
		return handle();
	end);
end

faults["request-after-cancellation-dropped"] = function ()
	local cancelled = kit.notes();
	kit.subscription_sent("unsubscribed", function (handle, _, user, contact)
		if kit.is_from(kit.roster_of(user)[contact]) then cancelled[user][contact] = true; end
		return handle();
	end);
	kit.subscription_received("subscribe", function (handle, _, user, contact)
		return cancelled[user][contact] or handle();
	end);
end

local function drops_name(kind, needs_request)
	return function ()
		kit.subscription_sent(kind, function (handle, _, user, contact)
			local roster = kit.roster_of(user);
			local item = roster[contact];
			if item and (roster[false].pending[contact] or not needs_request) then item.name, item.groups = nil, {}; end
			return handle();
		end);
	end
end
faults["approval-sent-drops-name"] = drops_name("subscribed", true);
faults["cancellation-sent-drops-name"] = drops_name "unsubscribed";
faults["unsubscribe-sent-drops-name"] = drops_name "unsubscribe";

faults["probe-authorised-by-domain"] = function ()
	kit.subscription_received("probe", function (handle, _, user, prober)
		for contact, item in pairs(kit.roster_of(user)) do
			if contact and kit.is_from(item) and jid.host(contact) == jid.host(prober) then
				return kit.as_subscriber(handle);
			end
		end
		return handle();
	end);
end


-- Runs handle() while a function of the session manager does nothing.
local function quietly(name, handle) return kit.with(sessionmanager, name, kit.nothing, handle); end

faults["denial-removes-item"] = function ()
	kit.subscription_sent("unsubscribed", function (handle, _, user, contact)
		local roster = kit.roster_of(user);
		local is_denial = roster[false].pending[contact] and not kit.is_from(roster[contact]);
		handle();
		if is_denial and roster[contact] then
			roster[contact] = nil;
			kit.save(user, contact);
		end
		return true;
	end);
end

faults["denial-pushes-item"] = function ()
	kit.subscription_sent("unsubscribed", function (handle, _, user, contact)
		local roster = kit.roster_of(user);
		local is_pending = roster[false].pending[contact];
		handle();
		if is_pending and not roster[contact] then
			roster[contact] = { subscription = "none", groups = {} };
			kit.save(user, contact);
			kit.push(user, contact);
		end
		return true;
	end);
end

faults["end-of-subscription-not-pushed"] = function ()
	-- mod_roster has this function in a variable of its own: pushes of roster sets stay.
	kit.wrap(kit.rosters, "roster_push", function (push, user, host, contact)
		local item = kit.rosters.load_roster(user, host)[contact];
		if item and item.subscription == "none" and not item.ask then return; end
		return push(user, host, contact);
	end);
end

faults["approval-creates-no-item"] = function ()
	kit.subscription_sent("subscribed", function (handle, _, user, contact)
		local roster = kit.roster_of(user);
		if roster[contact] or not roster[false].pending[contact] then return handle(); end
		kit.with(kit.rosters, "roster_push", kit.nothing, handle);
		roster[contact] = nil;
		kit.save(user, contact);
		return true;
	end);
end

faults["request-to-resource-kept"] = function ()
	kit.wrap(kit.presence, "handle_outbound_presence_subscriptions_and_probes", function (original, origin, stanza, from, to)
		return original(origin, stanza, from, stanza.attr.type == "subscribe" and stanza.attr.to or to);
	end);
end

faults["approval-from-full-jid"] = function ()
	kit.delivered_kind("presence", function (stanza)
		local _, session = next(kit.sessions_of(stanza.attr.from));
		if stanza.attr.type == "subscribed" and session then stanza.attr.from = session.full_jid; end
		return stanza;
	end);
end

faults["request-at-next-login-only"] = function ()
	kit.subscription_received("subscribe", function (handle) return quietly("send_to_available_resources", handle); end);
end

faults["push-before-notification"] = function ()
	for _, kind in ipairs { "subscribed", "unsubscribe", "unsubscribed" } do
		kit.subscription_received(kind, function (handle)
			local late = {};
			local function later(user, host, stanza) late = { user, host, st.clone(stanza) }; end
			kit.with(sessionmanager, "send_to_interested_resources", later, handle);
			if late[1] then sessionmanager.send_to_interested_resources(late[1], late[2], late[3]); end
			return true;
		end);
	end
end

faults["request-of-subscriber-unanswered"] = function ()
	kit.subscription_received("subscribe", function (handle, _, user, contact)
		return kit.is_from(kit.roster_of(user)[contact]) or handle();
	end);
end

faults["cancellation-without-unavailable"] = function ()
	kit.subscription_sent("unsubscribed", function (handle)
		return kit.with(kit.presence, "send_presence_of_available_resources", kit.nothing, handle);
	end);
end

faults["cancellation-always-sent"] = function ()
	kit.subscription_sent("unsubscribed", function (handle, _, user, contact, origin)
		local roster = kit.roster_of(user);
		local is_due = roster[false].pending[contact] or kit.is_from(roster[contact]);
		handle();
		if is_due then return true; end
		kit.post(origin, st.presence { type = "unsubscribed", from = user }, contact);
		local name, host = jid.split(user);
		kit.presence.send_presence_of_available_resources(name, host, contact, origin, st.presence { type = "unavailable" });
		return true;
	end);
end

faults["kept-request-loses-content"] = function ()
	kit.wrap(kit.rosters, "set_contact_pending_in", function (set, user, host, contact) return set(user, host, contact); end);
end

faults["pre-approval-not-honoured"] = function ()
	kit.wrap(kit.rosters, "is_contact_preapproved", function () return false; end);
end

faults["approval-delivered-twice"] = function ()
	kit.subscription_received("subscribed", function (handle, stanza, user, contact)
		local item = kit.roster_of(user)[contact];
		local copy = st.clone(stanza);
		copy.attr.from, copy.attr.to = contact, user;
		if kit.is_to(item) and not item.ask then
			local name, host = jid.split(user);
			sessionmanager.send_to_interested_resources(name, host, copy);
		end
		return handle();
	end);
end

faults["withdrawal-not-delivered"] = function ()
	kit.subscription_received("unsubscribe", function (handle, _, user, contact)
		if kit.is_from(kit.roster_of(user)[contact]) then return handle(); end
		return quietly("send_to_interested_resources", handle);
	end);
end

faults["mutual-becomes-to"] = function ()
	kit.subscription_received("subscribed", function (handle, _, user, contact)
		local item = kit.roster_of(user)[contact];
		if item and item.ask and item.subscription == "from" then item.subscription = "none"; end
		return handle();
	end);
end

faults["approval-of-stranger-adds-item"] = function ()
	kit.subscription_received("subscribed", function (handle, _, user, contact)
		local roster = kit.roster_of(user);
		if roster[contact] then return handle(); end
		roster[contact] = { subscription = "to", groups = {} };
		kit.save(user, contact);
		kit.push(user, contact);
		return true;
	end);
end

faults["request-not-routed-when-subscribed"] = function ()
	kit.subscription_sent("subscribe", function (handle, _, user, contact)
		return kit.is_to(kit.roster_of(user)[contact]) or handle();
	end);
end

faults["approval-without-presence"] = function ()
	kit.subscription_sent("subscribed", function (handle)
		return kit.with(kit.presence, "send_presence_of_available_resources", kit.nothing, handle);
	end);
end

faults["approval-shows-one-resource"] = function ()
	kit.subscription_sent("subscribed", function (handle, _, _, _, origin)
		local function only_this(_, _, contact)
			if origin.presence then kit.post(origin, origin.presence, contact); end
			return 1;
		end
		return kit.with(kit.presence, "send_presence_of_available_resources", only_this, handle);
	end);
end

return faults;
