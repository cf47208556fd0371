-- Faults of requests that follow or stand beside others, and of what subscriptions do to names.

local sessionmanager = require "core.sessionmanager";
local st = require "util.stanza";
local kit = module:require "kit";

local faults = {};

faults["new-request-clears-others"] = function ()
	kit.subscription_received("subscribe", function (handle, _, user, contact)
		local roster = kit.roster_of(user);
		local pending = roster[false].pending;
		for other in pairs(not pending[contact] and not kit.is_from(roster[contact]) and pending or {}) do
			pending[other] = nil;
		end
		return handle();
	end);
end

faults["request-at-once-loses-content"] = function ()
	local send = sessionmanager.send_to_available_resources;
	kit.subscription_received("subscribe", function (handle)
		local function bare(user, host, stanza)
			local copy = st.clone(stanza);
			copy:maptags(kit.drop);
			return send(user, host, copy);
		end
		return kit.with(sessionmanager, "send_to_available_resources", bare, handle);
	end);
end

faults["request-after-unsubscription-dropped"] = function ()
	local former = kit.notes();
	kit.subscription_received("unsubscribe", function (handle, _, user, contact)
		if kit.is_from(kit.roster_of(user)[contact]) then former[user][contact] = true; end
		return handle();
	end);
	kit.subscription_received("subscribe", function (handle, _, user, contact)
		return former[user][contact] or handle();
	end);
end

faults["cancellation-lost-when-offline"] = function ()
	kit.subscription_received("unsubscribed", function (handle, _, user)
		return not next(kit.sessions_of(user)) or handle();
	end);
end

faults["pending-at-most-5"] = function ()
	kit.broadcast(function (normal, origin, stanza)
		local some, contacts = {}, {};
		for contact in pairs(origin.roster[false].pending) do contacts[#contacts + 1] = contact; end
		table.sort(contacts);
		for i = 1, math.min(5, #contacts) do some[contacts[i]] = origin.roster[false].pending[contacts[i]]; end
		return kit.with(origin.roster[false], "pending", some, function () return normal(origin, stanza); end);
	end);
end

local function received_drops_name(kind)
	return function ()
		kit.subscription_received(kind, function (handle, _, user, contact)
			local item = kit.roster_of(user)[contact];
			if item then item.name, item.groups = nil, {}; end
			return handle();
		end);
	end
end
faults["request-received-drops-name"] = received_drops_name "subscribe";

faults["denial-sent-drops-name"] = function ()
	kit.subscription_sent("unsubscribed", function (handle, _, user, contact)
		local roster = kit.roster_of(user);
		local item = roster[contact];
		if item and roster[false].pending[contact] and not kit.is_from(item) then item.name, item.groups = nil, {}; end
		return handle();
	end);
end

return faults;
