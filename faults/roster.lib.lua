-- Faults of rosters: items, names, groups, versions.

local jid = require "util.jid";
local st = require "util.stanza";
local kit = module:require "kit";

local faults = {};

faults["removal-takes-two"] = function ()
	module:hook("roster-item-removed", function (event)
		for other, item in pairs(event.roster) do
			for group in pairs(other and other ~= event.jid and item.groups or {}) do
				if event.item.groups[group] then return kit.rosters.remove_from_roster(event.origin, other); end
			end
		end
	end);
end

faults["readd-restores-subscription"] = function ()
	local removed = kit.notes();
	module:hook("roster-item-removed", function (event)
		removed[event.username][event.jid] = event.item and event.item.subscription;
	end);
	kit.roster_set(function (item, session)
		local contact = jid.prep(item.attr.jid);
		local before = contact and removed[session.username][contact];
		if before and not session.roster[contact] then session.roster[contact] = { subscription = before, groups = {} }; end
	end);
end

faults["set-clears-pending"] = function ()
	kit.roster_set(function (item, session)
		local contact = jid.prep(item.attr.jid);
		if contact and item.attr.subscription ~= "remove" then session.roster[false].pending[contact] = nil; end
	end);
end

faults["ver-offline-not-counted"] = function ()
	local changes = {
		"process_inbound_subscription_approval", "process_inbound_subscription_cancellation", "process_inbound_unsubscribe",
	};
	for _, change in ipairs(changes) do
		kit.wrap(kit.rosters, change, function (original, user, host, contact)
			if next(kit.sessions_of(user .. "@" .. host)) then return original(user, host, contact); end
			local about = kit.rosters.load_roster(user, host)[false];
			local version = about.version;
			about.version = version and version - 1;
			local result = original(user, host, contact);
			about.version = version;
			return result;
		end);
	end
end

faults["roster-at-most-10"] = function ()
	kit.delivered_kind("iq", function (stanza)
		local query = stanza.attr.type == "result" and stanza:get_child("query", "jabber:iq:roster");
		local count = 0;
		if query then query:maptags(function (item) count = count + 1; return count <= 10 and item or nil; end); end
		return stanza;
	end);
end

faults["trim-name"] = function ()
	kit.roster_set(function (item) item.attr.name = item.attr.name and kit.trim(item.attr.name); end);
end

faults["trim-group"] = function ()
	kit.roster_set(function (item) kit.map_text(item, "group", kit.trim); end);
end

faults["group-name-as-attribute-merged"] = function ()
	kit.roster_set(function (item)
		local seen = {};
		item:maptags(function (group)
			local key = group:get_text():lower();
			if seen[key] then return nil; end
			seen[key] = true;
			return group;
		end);
	end);
end

faults["remove-jid-not-prepared"] = function ()
	kit.roster_set(function (item, session, stanza)
		if item.attr.subscription == "remove" and item.attr.jid ~= jid.prep(item.attr.jid) then
			session.send(st.error_reply(stanza, "modify", "item-not-found"));
			return true;
		end
	end);
end

faults["roster-jid-case"] = function ()
	local function as_written(prep)
		return function (address)
			local prepared = prep(address);
			return prepared and prepared:lower() == address:lower() and address or prepared;
		end
	end
	kit.replace_local(kit.handler("roster", "iq/self/jabber:iq:roster:query"), "jid_prep", as_written);
end

return faults;
