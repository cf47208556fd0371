-- Faults of subscriptions: requests, approvals, cancellations, unsubscriptions.

local jid = require "util.jid";
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

local function drops_name(kind)
	return function ()
		kit.subscription_sent(kind, function (handle, _, user, contact)
			local item = kit.roster_of(user)[contact];
			if item then item.name, item.groups = nil, {}; end
			return handle();
		end);
	end
end
faults["approval-sent-drops-name"] = drops_name "subscribed";
faults["cancellation-sent-drops-name"] = drops_name "unsubscribed";
faults["unsubscribe-sent-drops-name"] = drops_name "unsubscribe";

faults["probe-authorised-by-domain"] = function ()
	kit.subscription_received("probe", function (handle, _, user, prober)
		for contact, item in pairs(kit.roster_of(user)) do
			if contact and kit.is_from(item) and jid.host(contact) == jid.host(prober) then
				return kit.with(kit.rosters, "is_contact_subscribed", function () return true; end, handle);
			end
		end
		return handle();
	end);
end

return faults;
